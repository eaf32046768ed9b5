"""PostgreSQL's own programs, run under the account of the server and with its libraries."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from kurator.platform.database import embedded
from kurator.platform.database.account import Account, server_account
from kurator.platform.database.connections import conninfo_for, is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.runtime import ensure_runtime

Progress = Callable[[float], None]
_SHARE = re.compile(rb"\((\d+)%\)")


class ProgramFailed(DatabaseError):
    """A program of PostgreSQL refused; the message is its own."""


def require_embedded() -> None:
    if not is_embedded():
        raise DatabaseError(
            "KURATOR_DATABASE_URL names a server of your own. Back it up with the tools of that "
            "server: pgBackRest (https://pgbackrest.org) or WAL-G (https://github.com/wal-g/wal-g), "
            "both with a continuous archive of the log; at a hosted server switch its own backups "
            "on. Copy the folder files in KURATOR_HOME and secrets.json as well. "
            "See docs/how-to/operate.md."
        )


def account() -> Account:
    return server_account(embedded.data_directory())


def make_folder(path: Path) -> None:
    """A folder for the server's account, which nobody else may look into."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    account().own(path)


def run_program(
    name: str, arguments: Sequence[str], *, progress: Progress | None = None, connects: bool = False
) -> str:
    """Run it and return what it said; raises ProgramFailed with its last words."""
    runtime = ensure_runtime(account())
    environment = dict(runtime.environment)
    if connects:
        environment |= _connection()
    process = subprocess.Popen(
        [runtime.program(name), *arguments],
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        umask=0o077,
        **account().identity(),
    )
    try:
        said = _follow(process, progress)
    except BaseException:
        process.terminate()
        raise
    finally:
        process.wait()
    if process.returncode:
        raise ProgramFailed(f"{name} failed: {said[-2000:].strip()}")
    return said


def _follow(process: "subprocess.Popen[bytes]", progress: Progress | None) -> str:
    said = b""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    while piece := os.read(process.stdout.fileno(), 65536):
        said = (said + piece)[-100_000:]
        shares = _SHARE.findall(piece)
        if progress and shares:
            progress(int(shares[-1]) / 100)
    return said.decode(errors="replace")


def _connection() -> dict[str, str]:
    conninfo = conninfo_for("admin", name="postgres")
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    return {variable: str(conninfo[name]) for name, variable in names.items()}
