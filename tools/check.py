"""`make check`: everything that can be said without running the product."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.web_build import WEB, node_environment
from tools.linters.source import ROOT

PYTHON = sys.executable
SHOWN_LINES = 40
# A check that ends with this could not find out; see tools/audit.py.
NOT_JUDGED = 3


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    remedy: str = ""
    in_web: bool = False


CHECKS = (
    Check("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], "make format"),
    Check("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    Check("house", [PYTHON, "-m", "tools.linters"]),
    Check(
        "floors",
        [PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
    ),
    Check("types", [PYTHON, "-m", "mypy", "kurator", "tools", "tests"]),
    Check("licences", [PYTHON, "-m", "tools.licences"]),
    Check("sbom", [PYTHON, "-m", "tools.sbom"]),
    Check("audit", [PYTHON, "-m", "tools.audit"], "upgrade, or excuse it in audit_allowed.toml"),
    Check(
        "deploy",
        [PYTHON, "-W", "ignore", "-m", "tools.deploy"],
    ),
    Check("api", [PYTHON, "-m", "kurator", "openapi", "--check"], "make client"),
    Check("client", [PYTHON, "-m", "tools.client_check"], "make client"),
    Check(
        "migrations",
        [
            *(PYTHON, "-W", "ignore::RuntimeWarning", "-m", "django"),
            *("makemigrations", "--check", "--dry-run"),
        ],
        "make migrate",
    ),
    Check("pages-types", ["npm", "run", "--silent", "typecheck"], in_web=True),
    Check("pages-lint", ["npm", "run", "--silent", "lint"], in_web=True),
    Check("pages-unused", ["npm", "run", "--silent", "unused"], in_web=True),
    Check("pages-texts", ["npm", "run", "--silent", "i18n:check"], "make messages", in_web=True),
)


def main(wanted: Sequence[str]) -> int:
    known = [check.name for check in CHECKS]
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"No such check: {', '.join(unknown)}. There are: {', '.join(known)}")
        return 2
    chosen = [check for check in CHECKS if not wanted or check.name in wanted]
    codes = {check.name: outcome(check) for check in chosen}
    unjudged = [name for name, code in codes.items() if code == NOT_JUDGED]
    failed = [name for name, code in codes.items() if code not in (0, NOT_JUDGED)]
    print(f"\n{len(chosen) - len(failed) - len(unjudged)} of {len(chosen)} checks passed")
    if unjudged:
        print(f"NOT JUDGED: {', '.join(unjudged)} (not failed, but not passed either; see above)")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def shortened(text: str) -> str:
    lines = text.splitlines()
    kept = "\n".join(line[:300] for line in lines[:SHOWN_LINES])
    hidden = len(lines) - SHOWN_LINES
    return f"{kept}\n… and {hidden} more lines" if hidden > 0 else kept


def outcome(check: Check) -> int:
    started = time.monotonic()
    try:
        node = node_environment() if check.in_web or check.name == "client" else {}
    except StartError as error:
        print(f"FAIL {check.name}\n{error}")
        return 1
    done = subprocess.run(
        check.command,
        cwd=WEB if check.in_web else ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kurator.config.settings", **node},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    word = {0: "ok  ", NOT_JUDGED: "????"}.get(done.returncode, "FAIL")
    print(f"{word} {check.name:<12} {seconds:5.1f} s")
    if done.returncode:
        print(shortened(done.stdout.rstrip()))
        if check.remedy and done.returncode != NOT_JUDGED:
            print(f"     to mend: {check.remedy}")
    sys.stdout.flush()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
