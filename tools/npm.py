"""npm in web/, with the Node that is new enough: `python -m tools.npm run test`."""

import os
import subprocess
import sys

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.web_build import (
    WEB,
    ensure_web_built,
    install_packages,
    is_install_stale,
    node_environment,
)


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["build-when-stale"]:
            ensure_web_built()
            return 0
        environment = node_environment()
        if is_install_stale():
            print("  Installing what the pages are made of", flush=True)
            install_packages(environment)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments == ["install-when-stale"]:
        return 0
    os.environ.update(environment)
    return subprocess.run(["npm", *arguments], cwd=WEB, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
