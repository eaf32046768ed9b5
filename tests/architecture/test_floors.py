"""The floors and rooms of `.importlinter` hold, and every package has its place."""

import configparser
import re
import subprocess
import sys

from kurator.config.cli import find_commands
from tools.linters.source import ROOT


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:]


def test_every_package_has_a_floor() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    floors = set(re.findall(r"\w+", config["importlinter:contract:house"]["layers"]))
    packages = {path.parent.name for path in (ROOT / "kurator").glob("*/__init__.py")}

    assert packages - floors == set()


def test_every_command_can_be_described_without_importing_it() -> None:
    names = [command.name for command in find_commands()]

    assert len(names) == len(set(names))
    assert {"run", "serve", "worker", "db", "openapi"} <= set(names)
