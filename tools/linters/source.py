"""One file as the linters see it."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# "# allow: clock - the reason" at the end of a line lets that line pass one linter.
_ALLOW = re.compile(r"#\s*allow:\s*([a-z-]+)\s+-\s+\S")
# The same for a whole file, on a line of its own.
_ALLOW_FILE = re.compile(r"^# allow in this file: ([a-z-]+) - \S", re.MULTILINE)


@dataclass(frozen=True)
class Problem:
    path: Path
    line: int
    linter: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.linter}: {self.message}"


@dataclass(frozen=True)
class Source:
    path: Path
    """Relative to the root of the project."""
    text: str

    @classmethod
    def read(cls, path: Path) -> "Source":
        return cls(path.relative_to(ROOT), path.read_text(encoding="utf-8"))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def domain(self) -> str:
        """The package below kurator/, or "" outside of it."""
        parts = self.path.parts
        return parts[1] if parts[0] == "kurator" and len(parts) > 2 else ""

    @property
    def room(self) -> str:
        """The room of the domain: "services" for services.py and for services/merge.py."""
        return Path(self.path.parts[2]).stem if self.domain else ""

    def allows(self, line: int, linter: str) -> bool:
        if linter in _ALLOW_FILE.findall(self.text):
            return True
        found = _ALLOW.search(self.lines[line - 1]) if 0 < line <= len(self.lines) else None
        return found is not None and found.group(1) == linter

    def problem(self, line: int, linter: str, message: str) -> Problem:
        return Problem(self.path, line, linter, message)
