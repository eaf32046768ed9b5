"""The system account that the embedded server runs under: PostgreSQL refuses to be root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from kurator.platform.database.errors import DatabaseError


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    is_switched: bool

    def own(self, path: Path) -> None:
        if self.is_switched:
            os.chown(path, self.uid, self.gid)

    def own_tree(self, path: Path) -> None:
        self.own(path)
        for folder, names, files in os.walk(path):
            for name in (*names, *files):
                os.chown(os.path.join(folder, name), self.uid, self.gid, follow_symlinks=False)

    def identity(self) -> Identity:
        if not self.is_switched:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def require_reach(self, path: Path) -> None:
        """Refuse a directory that the account cannot enter, such as one below root's home."""
        if not self.is_switched:
            return
        test = shutil.which("test") or "/usr/bin/test"
        probe = subprocess.run([test, "-x", str(path)], cwd="/", check=False, **self.identity())
        if probe.returncode:
            raise DatabaseError(
                f"PostgreSQL does not run as root, and the account {self.name} that it runs under "
                f"cannot enter {path}. Set KURATOR_HOME to a directory that every user may enter "
                "(the default for root, /var/lib/kurator, is one), or run as an ordinary user."
            )

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def server_account(data: Path) -> Account:
    """Ourselves; under root the owner of existing data, else "kurator", else "nobody"."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_switched=False)
    if data.exists() and data.stat().st_uid != 0:
        found = data.stat()
        return Account(found.st_uid, found.st_gid, is_switched=True)
    for name in ("kurator", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, is_switched=True)
    raise DatabaseError(
        "PostgreSQL does not run as root, and this machine has neither a user kurator "
        "nor nobody. Create one (useradd --system kurator) and start again."
    )
