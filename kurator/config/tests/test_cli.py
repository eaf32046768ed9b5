import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kurator.config.lost_database import words_of_lost_database


@pytest.mark.parametrize(
    "command",
    [["users", "list"], ["audit", "verify"], ["resume-outbound"]],
    ids=lambda words: words[0],
)
def test_a_command_without_a_database_says_so_in_one_line(
    command: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kurator", *command],
        env={
            **{name: value for name, value in os.environ.items() if "KURATOR" not in name},
            "KURATOR_HOME": str(tmp_path),
            "LC_ALL": "C",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The database does not run. "
        "Start Kurator (make run) or the database alone (kurator db start)."
    ]


def test_another_fault_of_the_database_keeps_its_traceback() -> None:
    assert words_of_lost_database(psycopg.errors.DeadlockDetected("deadlock")) == ""
    assert words_of_lost_database(psycopg.errors.UndefinedTable("no table")) == ""
    assert words_of_lost_database(ValueError("database")) == ""
