"""
Brings the database up to date, doing nothing twice. A process of its own does it: what it imports
must not weigh on the supervisor for as long as Kurator runs.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.parent import VARIABLE, die_with_parent
from kurator.config.supervisor.progress import say, step
from kurator.platform.database import embedded
from kurator.platform.database.connections import is_embedded
from kurator.platform.database.fingerprints import fingerprint

PACKAGE = Path(__file__).resolve().parent.parent.parent


def prepare_database_apart(*, with_demo: bool) -> None:
    demo = ["--demo"] if with_demo else []
    command = [sys.executable, "-m", "kurator", "db", "prepare", *demo]
    environment = {**os.environ, VARIABLE: str(os.getpid())}
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
        raise StartError("The database is not ready; see above.")


def prepare_database(*, with_demo: bool) -> None:
    from kurator.platform.database.check import require_safe_database
    from kurator.platform.database.setup import set_up_database
    from kurator.platform.database.state import read_state, remember

    die_with_parent()
    with step("Database"):
        if is_embedded():
            embedded.start()
        set_up_database()
        require_safe_database()
        done = read_state()
    current = fingerprint(_sources())
    if done.get("migrations") != current:
        with step("Tables and rules"):
            _kurator("db", "migrate", quiet=True)
            if "demo" in done:
                _kurator("demo", "rights", quiet=True)
            remember("migrations", current)
    if with_demo and "demo" not in done and (PACKAGE / "demo" / "command.py").exists():
        say("  Demo company, on the first start only:")
        _kurator("demo", "load", quiet=False)
        remember("demo", "loaded")


def _sources() -> Iterator[Path]:
    """All the code: tables, policies and triggers are made from declarations in many rooms."""
    for pattern in ("*.py", "*.sql"):
        yield from (path for path in PACKAGE.rglob(pattern) if "tests" not in path.parts)
    yield PACKAGE.parent / "requirements" / "app.txt"


def _kurator(*arguments: str, quiet: bool) -> None:
    login = "owner" if arguments[0] == "db" else "worker"
    done = subprocess.run(
        [sys.executable, "-m", "kurator", *arguments],
        env={
            **os.environ,
            "KURATOR_DATABASE_LOGIN": login,
            VARIABLE: str(os.getpid()),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        said = f":\n{done.stdout[-4000:]}" if quiet else ""
        raise StartError(f"`kurator {' '.join(arguments)}` failed{said}")
