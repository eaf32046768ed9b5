"""Where one installation keeps its data, and the secrets it made for itself."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kurator.platform.database.errors import DatabaseError

SECRET_NAMES = ("admin", "owner", "web", "worker", "session", "sealing")


def home_directory() -> Path:
    given = os.environ.get("KURATOR_HOME")
    if given:
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        # Root's own home is closed to the account that the database server runs under.
        return Path("/var/lib/kurator")
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "kurator"


def files_directory() -> Path:
    """
    Where uploaded files stand. Another database in the same home (tests, journeys) has files of its
    own: sweepers remove what their database does not know.
    """
    named = os.environ.get("KURATOR_DATABASE_NAME", "").strip()
    return home_directory() / (f"files-{named}" if named else "files")


def demo_logins_path() -> Path:
    """Where the demo company's log-ins are written when it is loaded."""
    return home_directory() / "demo-logins.json"


def read_demo_logins() -> list[dict[str, str]]:
    """Log-ins that the log-in page offers; none without the demo company."""
    try:
        found: list[dict[str, str]] = json.loads(demo_logins_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found


def make_home() -> Path:
    home = home_directory()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o711)
    except OSError as error:
        raise DatabaseError(
            f"The data directory {home} cannot be created ({error.strerror}). "
            "Set KURATOR_HOME to a directory you may write to."
        ) from error
    if not os.access(home, os.W_OK):
        raise DatabaseError(
            f"The data directory {home} is not writable. Set KURATOR_HOME to one that is."
        )
    return home


def private_folder(path: Path) -> Path:
    """
    Make a folder that only its owner may look into: the home itself is passed through by the
    database's account, and whatever stands open in it by everybody.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; only its owner may read it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_secrets() -> dict[str, str]:
    path = home_directory() / "secrets.json"
    try:
        _refuse_open_file(path)
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise DatabaseError(f"{path} belongs to another user of this machine.") from error
    except ValueError as error:
        raise DatabaseError(
            f"{path} is damaged. Restore it from a backup, or remove it and run "
            "`kurator db setup`: new passwords will be made."
        ) from error
    return found


def _refuse_open_file(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise DatabaseError(
            f"{path} holds the passwords and may be read by others (mode {mode:03o}). Kurator does "
            f"not start like this: run `chmod 600 {path}`. If others use this machine, make new "
            "secrets."
        )


def ensure_secrets() -> dict[str, str]:
    """Add whatever secret is missing; those that exist never change."""
    home = make_home()
    with locked(home / "secrets.lock"):
        known = read_secrets()
        missing = [name for name in SECRET_NAMES if name not in known]
        if missing:
            known |= {name: secrets.token_urlsafe(32) for name in missing}
            write_private(home / "secrets.json", json.dumps(known, indent=1) + "\n")
    return known


@contextmanager
def locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
