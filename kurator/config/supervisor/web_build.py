"""The pages: built from web/ when they are missing or older than their sources."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from whitenoise.compress import Compressor

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.progress import step
from kurator.platform.database.fingerprints import fingerprint
from kurator.platform.database.home import locked

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WEB = ROOT / "web"
OLDEST_NODE = (20, 19)
NOT_SOURCES = frozenset({"node_modules", "dist", "coverage", ".vite"})


def ensure_web_built() -> None:
    """One at a time: two starts at once would pull the packages away from each other."""
    if not (WEB / "package.json").exists() or not is_web_stale():
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with locked(ROOT / "var" / "web-build.lock"):
        if is_web_stale():
            _build()


def _build() -> None:
    environment = node_environment()
    if is_install_stale():
        with step("Installing what the pages are made of"):
            install_packages(environment)
    with step("Building the pages"):
        _run(["npm", "run", "build"], environment)
        _compress(WEB / "dist")
        _stamp(WEB / "dist").write_text(fingerprint(web_sources()))


def _compress(folder: Path) -> None:
    """Beside each file its compressed twin, which browsers are given instead of it."""
    compressor = Compressor(quiet=True, use_brotli=False)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "index.html" and compressor.should_compress(path.name):
            compressor.compress(str(path))


def is_web_stale() -> bool:
    stamp = _stamp(WEB / "dist")
    if not (WEB / "dist" / "index.html").exists() or not stamp.exists():
        return True
    return stamp.read_text() != fingerprint(web_sources())


def web_sources() -> Iterator[Path]:
    for folder, names, files in os.walk(WEB):
        names[:] = [name for name in names if name not in NOT_SOURCES]
        yield from (
            Path(folder, file)
            for file in files
            if not re.search(r"\.test\.tsx?$|\.tsbuildinfo$", file)
        )


def is_install_stale() -> bool:
    stamp = _stamp(WEB / "node_modules")
    return not stamp.exists() or stamp.read_text() != fingerprint([WEB / "package-lock.json"])


def install_packages(environment: dict[str, str]) -> None:
    _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
    _stamp(WEB / "node_modules").write_text(fingerprint([WEB / "package-lock.json"]))


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are new enough: the system's or the package's."""
    for folder in (None, Path(sys.executable).parent):
        path = f"{folder}{os.pathsep}{os.environ['PATH']}" if folder else os.environ["PATH"]
        node = shutil.which("node", path=path)
        if node and shutil.which("npm", path=path) and _node_version(node) >= OLDEST_NODE:
            return {**os.environ, "PATH": path, "NO_COLOR": "1"}
    raise StartError(
        "Building the pages needs Node 20.19 or newer. `make setup` brings it; without make: "
        "pip install -r requirements/node.txt"
    )


def _node_version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else (0, 0)


def _stamp(folder: Path) -> Path:
    return folder / ".fingerprint"


def _run(command: list[str], environment: dict[str, str]) -> None:
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    done = subprocess.run(
        [program, *command[1:]],
        cwd=WEB,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StartError(f"`{' '.join(command)}` failed in {WEB}:\n{done.stdout[-4000:]}")
