import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kurator.config.lost_database import words_of_lost_database


def run_at(home: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kurator", *command],
        env={
            **{name: value for name, value in os.environ.items() if "KURATOR" not in name},
            "KURATOR_HOME": str(home),
            "LC_ALL": "C",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [["users", "list"], ["audit", "verify"], ["resume-outbound"]],
    ids=lambda words: words[0],
)
def test_a_command_without_a_database_says_so_in_one_line(
    command: list[str], tmp_path: Path
) -> None:
    done = run_at(tmp_path, *command)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The database does not run. "
        "Start Kurator (make run) or the database alone (kurator db start)."
    ]


@pytest.mark.parametrize("is_file", [False, True])
def test_the_doctor_says_that_there_is_no_folder_and_makes_none(
    tmp_path: Path, is_file: bool
) -> None:
    """A misspelt KURATOR_HOME is what somebody who calls the doctor may have."""
    home = tmp_path / "misspelt"
    if is_file:
        home.write_text("a file")
    done = run_at(home, "doctor")
    assert (done.returncode, done.stderr) == (5, "")
    assert f"There is no folder {home}" in done.stdout
    assert "KURATOR_HOME" in done.stdout
    assert not home.is_dir()


def test_another_fault_of_the_database_keeps_its_traceback() -> None:
    assert words_of_lost_database(psycopg.errors.DeadlockDetected("deadlock")) == ""
    assert words_of_lost_database(psycopg.errors.UndefinedTable("no table")) == ""
    assert words_of_lost_database(ValueError("database")) == ""
