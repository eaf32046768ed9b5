"""
Known weaknesses of what the product is made of, by pip-audit and npm audit.

Both ask a service on the network. A service that knows nothing answers like one that knows nothing
bad, so each is first asked about a package that is known to be weak; one that calls it sound, or
does not answer, has not judged. Ends with 0: sound, 1: weak, 3: not judged.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.web_build import WEB, node_environment
from tools.linters.source import ROOT

SOUND, WEAK, NOT_JUDGED = 0, 1, 3
SECONDS = 120
ALLOWED = ROOT / "tools" / "audit_allowed.toml"
# Weaknesses that every source has known for years.
WEAK_PYTHON = f"django==3.2.0 --hash=sha256:{'0' * 64}\n"
WEAK_PAGES = {"name": "weak", "version": "1.0.0", "dependencies": {"minimist": "1.2.0"}}
WEAK_LOCK = {
    "name": "weak",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {"": WEAK_PAGES, "node_modules/minimist": {"version": "1.2.0"}},
}


@dataclass(frozen=True)
class Weakness:
    package: str
    ids: frozenset[str]
    says: str

    def text(self) -> str:
        return f"  {self.package}: {', '.join(sorted(self.ids))} ({self.says})"


@dataclass(frozen=True)
class Answer:
    """What one run of a tool found, and the packages that its source does not know."""

    weaknesses: Sequence[Weakness]
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class Verdict:
    """`answer` is None when no source of advisories answered."""

    name: str
    answer: Answer | None

    @property
    def is_judged(self) -> bool:
        return self.answer is not None and not self.answer.unknown

    @property
    def is_weak(self) -> bool:
        return self.answer is not None and bool(self.answer.weaknesses)

    def text(self) -> str:
        if self.answer is None:
            return f"{self.name}: NOT JUDGED, no source of advisories answered; nothing is known"
        lines = [weakness.text() for weakness in self.answer.weaknesses]
        if self.answer.unknown:
            lines.append(f"  NOT JUDGED, unknown to the source: {', '.join(self.answer.unknown)}")
        head = f"{len(self.answer.weaknesses) or 'no'} known weaknesses"
        return "\n".join([f"{self.name}: {head}", *lines])


@dataclass(frozen=True)
class Allowance:
    """A weakness that does not reach us, until somebody looks again."""

    id: str
    package: str
    reason: str
    until: date


def read_allowances(text: str) -> list[Allowance]:
    return [Allowance(**entry) for entry in tomllib.loads(text).get("allowed", ())]


def without_allowed(answer: Answer, allowances: Iterable[Allowance], today: date) -> Answer:
    excused = {(a.package, a.id) for a in allowances if a.reason and today <= a.until}
    left = [w for w in answer.weaknesses if not any((w.package, id) in excused for id in w.ids)]
    return Answer(left, answer.unknown)


def read_pip_audit(output: str) -> Answer | None:
    found = _json(output)
    if not isinstance(found, dict) or "dependencies" not in found:
        return None
    weaknesses = [
        Weakness(
            package["name"],
            frozenset({weakness["id"], *weakness.get("aliases", ())}),
            f"{package['version']}, mended in {', '.join(weakness['fix_versions']) or 'nothing yet'}",
        )
        for package in found["dependencies"]
        for weakness in package.get("vulns", ())
    ]
    return Answer(weaknesses, [p["name"] for p in found["dependencies"] if "skip_reason" in p])


def read_npm_audit(output: str) -> Answer | None:
    found = _json(output)
    if not isinstance(found, dict) or "vulnerabilities" not in found:
        return None
    # A package that is weak only through another one names it instead of an advisory.
    return Answer(
        [
            Weakness(
                name,
                frozenset({advisory["url"].rpartition("/")[2]}),
                f"{advisory['severity']}, in {advisory['range']}: {advisory['title']}",
            )
            for name, weakness in found["vulnerabilities"].items()
            for advisory in weakness["via"]
            if isinstance(advisory, dict)
        ]
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _output(command: Sequence[str], folder: Path, environment: dict[str, str]) -> str:
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


def ask_pip_audit(requirements: Path, source: Sequence[str]) -> Answer | None:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements)]
    how = ["--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
    return read_pip_audit(_output([*command, *how, "--timeout", "10", *source], ROOT, {}))


def ask_npm_audit(folder: Path, registry: Sequence[str]) -> Answer | None:
    try:
        node = node_environment()
    except StartError:
        node = {}
    command = ["npm", "audit", "--omit=dev", "--json", "--package-lock-only"]
    how = ["--fetch-retries=0", "--fetch-timeout=20000"]
    return read_npm_audit(_output([*command, *how, *registry], folder, node))


def _knows(answer: Answer | None) -> bool:
    return answer is not None and bool(answer.weaknesses)


def judge_python(sources: Sequence[Sequence[str]], weak: Path, real: Path) -> Answer | None:
    """The first source that knows the weak package is believed."""
    for source in sources:
        if _knows(ask_pip_audit(weak, source)):
            return ask_pip_audit(real, source)
    return None


def judge_pages(registry: Sequence[str], weak: Path, real: Path) -> Answer | None:
    return ask_npm_audit(real, registry) if _knows(ask_npm_audit(weak, registry)) else None


def audit(
    *,
    sources: Sequence[Sequence[str]] = (("-s", "pypi"), ("-s", "osv")),
    registry: Sequence[str] = (),
    today: date,
    allowed: Path = ALLOWED,
) -> list[Verdict]:
    allowances = read_allowances(allowed.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        weak = Path(folder)
        (weak / "requirements.txt").write_text(WEAK_PYTHON, encoding="utf-8")
        (weak / "package.json").write_text(json.dumps(WEAK_PAGES), encoding="utf-8")
        (weak / "package-lock.json").write_text(json.dumps(WEAK_LOCK), encoding="utf-8")
        asked: dict[str, Callable[[], Answer | None]] = {
            "Python packages": lambda: judge_python(
                sources, weak / "requirements.txt", ROOT / "requirements" / "app.txt"
            ),
            "packages of the pages": lambda: judge_pages(registry, weak, WEB),
        }
        answers = {name: ask() for name, ask in asked.items()}
    return [
        Verdict(name, answer and without_allowed(answer, allowances, today))
        for name, answer in answers.items()
    ]


def outcome(verdicts: Sequence[Verdict]) -> int:
    if any(verdict.is_weak for verdict in verdicts):
        return WEAK
    return SOUND if all(verdict.is_judged for verdict in verdicts) else NOT_JUDGED


def main() -> int:
    verdicts = audit(today=datetime.now(UTC).date())
    for verdict in verdicts:
        print(verdict.text())
    return outcome(verdicts)


if __name__ == "__main__":
    sys.exit(main())
