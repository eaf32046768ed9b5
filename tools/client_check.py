"""Whether the pages' client is the one that the API's description yields."""

import subprocess
import sys
import tempfile
from pathlib import Path

from kurator.config.supervisor.web_build import WEB, node_environment

API = WEB / "src" / "api"


def main() -> int:
    committed = API / "schema.d.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "schema.d.ts"
        program = WEB / "node_modules" / ".bin" / "openapi-typescript"
        made = subprocess.run(
            [program, API / "openapi.json", "-o", fresh, "--alphabetize"],
            cwd=WEB,
            env=node_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            print(made.stdout + made.stderr)
            return 1
        if committed.exists() and committed.read_text() == fresh.read_text():
            return 0
    print("web/src/api/schema.d.ts is old. Run `make client`.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
