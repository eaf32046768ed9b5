"""The short form of `make chaos`: at least thirty kills, nothing lost, nothing twice."""

import json
import os
import subprocess
import sys

import pytest

from tools.linters.source import ROOT

pytestmark = pytest.mark.fault
DATABASE_KILLS, PROCESS_KILLS = 8, 36
MUST_BE_NOTHING = (
    "acknowledged_lost",
    "wrong_place",
    "broken_chains",
    "tasks_lost_or_twice",
    "keyed_lost",
    "keyless_twice",
    "keyless_neither_done_nor_visible",
    "keyless_done_but_called_cancelled",
    "web_lost",
    "web_twice",
)


def test_nothing_is_lost_and_nothing_happens_twice() -> None:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("KURATOR_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kurator", "bench", "--name", "crash"],
        env={**given, "KURATOR_CRASH_KILLS": f"{DATABASE_KILLS}:{PROCESS_KILLS}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    figures = {line["figure"]: line["value"] for line in lines}
    assert {name: figures[name] for name in MUST_BE_NOTHING} == dict.fromkeys(MUST_BE_NOTHING, 0)
    assert figures["process_kills"] + figures["database_kills"] >= 30
    assert figures["acknowledged"] > 0
    assert figures["keyed_done"] > 0
    assert figures["tasks_done"] > 0
