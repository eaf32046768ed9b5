"""A whole installation in a folder of its own, worked by its commands."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from kurator.operations.backups.staging import at_home
from kurator.platform.database.connections import conninfo_for

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Installation:
    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        given = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KURATOR_", "DJANGO_", "LC_", "LANG"))
        }
        return {**given, "KURATOR_HOME": str(self.home), **self.settings}

    def run(self, *arguments: str, expected: int = 0, code: Path = ROOT) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kurator", *arguments],
            env=self.environment,
            cwd=code,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout + done.stderr

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with at_home(self.home):
            conninfo = conninfo_for("admin", name="kurator")
        with psycopg.connect(**conninfo, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []


Made = TypeVar("Made", bound=Installation)


@contextmanager
def new_installation(kind: type[Made], *, code: Path = ROOT, **settings: str) -> Iterator[Made]:
    """Set up by the code in the given folder."""
    folder = Path(tempfile.mkdtemp(prefix="kurator-operated-"))
    folder.chmod(0o711)
    made = kind(folder / "home", settings)
    try:
        made.run("db", "setup", code=code)
        made.run("db", "migrate", code=code)
        yield made
    finally:
        made.run("db", "stop")
        shutil.rmtree(folder)


def wait_until(condition: Any, *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
