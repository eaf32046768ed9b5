"""The code before the latest steps of the tables, brought out of the history into a folder."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "kurator/*/migrations/[0-9]*.py"
_NUMBERED = re.compile(r"/migrations/\d{4}_\w+\.py$")


def git(*arguments: str) -> str:
    """What it says; empty where it fails, as in a copy without a history."""
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def previous_commit() -> str:
    """
    The one before the latest that brought a migration; empty without a history. One in which two
    migrations of a package have the same number was never a state that could be installed.
    """
    for commit in git("log", "--format=%H", "--", MIGRATIONS).split():
        before = git("rev-parse", "--verify", "--quiet", f"{commit}~1")
        if before and _has_one_chain(before):
            return before
    return ""


def _has_one_chain(commit: str) -> bool:
    files = git("ls-tree", "-r", "--name-only", commit, "kurator").split()
    numbers = [re.sub(r"_\w+\.py$", "", name) for name in files if _NUMBERED.search(name)]
    return len(numbers) == len(set(numbers))


@contextmanager
def code_of(commit: str, folder: Path) -> Iterator[Path]:
    """Its files in the folder, which must not exist yet and is gone afterwards."""
    git("worktree", "add", "--detach", str(folder), commit)
    if not (folder / "kurator").is_dir():
        raise LookupError(f"{commit} cannot be brought out")
    try:
        yield folder
    finally:
        git("worktree", "remove", "--force", str(folder))


def steps_since(code: Path) -> list[str]:
    """The steps that this code has and the earlier one has not, as package.name."""
    return sorted(_steps(ROOT) - _steps(code))


def _steps(root: Path) -> set[str]:
    found = (root / "kurator").glob("*/migrations/[0-9]*.py")
    return {f"{path.parents[1].name}.{path.stem}" for path in found}
