"""
`make audit`: known weaknesses of what the product is made of, by pip-audit and npm audit.

Both ask a service on the network about every package. Where it does not answer, that is said, and
nothing is claimed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.web_build import WEB, node_environment
from tools.linters.source import ROOT

SECONDS = 90


@dataclass(frozen=True)
class Verdict:
    """`weaknesses` is None when the advisories were not reachable."""

    name: str
    weaknesses: Sequence[str] | None

    def text(self) -> str:
        if self.weaknesses is None:
            return f"{self.name}: advisories not reachable, nothing is known"
        if not self.weaknesses:
            return f"{self.name}: no known weakness"
        return "\n".join([f"{self.name}: {len(self.weaknesses)} known", *self.weaknesses])


def read_pip_audit(output: str) -> list[str] | None:
    found = _json(output)
    if not isinstance(found, dict) or "dependencies" not in found:
        return None
    return [
        f"  {package['name']} {package['version']}: {weakness['id']}"
        f" (mended in {', '.join(weakness['fix_versions']) or 'nothing yet'})"
        for package in found["dependencies"]
        for weakness in package.get("vulns", ())
    ]


def read_npm_audit(output: str) -> list[str] | None:
    found = _json(output)
    if not isinstance(found, dict) or "vulnerabilities" not in found:
        return None
    return [
        f"  {name}: {weakness['severity']}" for name, weakness in found["vulnerabilities"].items()
    ]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _output(command: Sequence[str], folder: os.PathLike[str], environment: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def audit() -> list[Verdict]:
    pip = [sys.executable, "-m", "pip_audit", "--requirement", "requirements/app.txt"]
    python = _output([*pip, "--disable-pip", "--no-deps", "--format", "json"], ROOT, {})
    try:
        node = node_environment()
    except StartError:
        node = {}
    pages = _output(["npm", "audit", "--omit=dev", "--json"], WEB, node)
    return [
        Verdict("Python packages", read_pip_audit(python)),
        Verdict("packages of the pages", read_npm_audit(pages)),
    ]


def main() -> int:
    verdicts = audit()
    for verdict in verdicts:
        print(verdict.text())
    return 1 if any(verdict.weaknesses for verdict in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
