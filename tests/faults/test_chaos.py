"""The short form of `make chaos`: a kill at every fault point, nothing lost, nothing twice."""

import json
import os
import subprocess
import sys

import pytest

from kurator.bench.crash.workloads import ring
from kurator.platform.faults import POINTS
from tools.linters.source import ROOT

pytestmark = pytest.mark.fault
DATABASE_KILLS, PAUSES = 8, 2
ONE_OF_EACH = (
    "web_twice",
    "hooks_messages_not_once",
    "webhooks_lost",
    "imports_rows_twice",
    "files_not_once",
    "exports_lost",
    "bulk_twice",
)
SOMETHING_TO_LOSE = (
    "acknowledged",
    "keyed_done",
    "tasks_done",
    "web_requests",
    "hooks_messages",
    "webhooks_sent",
    "imports_rows",
    "files_sent",
    "exports_rows",
    "bulk_customers_changed",
)


def test_nothing_is_lost_and_nothing_happens_twice() -> None:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("KURATOR_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kurator", "bench", "--name", "crash"],
        env={**given, "KURATOR_CRASH_KILLS": f"{DATABASE_KILLS}:{len(ring())}:{PAUSES}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    figures = {line["figure"]: line["value"] for line in lines}
    wrong = {line["figure"]: line["value"] for line in lines if line["floor"] == 0}
    assert wrong == dict.fromkeys(wrong, 0)
    assert {"acknowledged_lost", "wrong_place", "keyless_twice", *ONE_OF_EACH} <= set(wrong)
    assert figures["process_kills"] + figures["database_kills"] >= 30
    assert [point for point in POINTS if not figures.get(f"killed_at_{point}")] == []
    assert sum(n for name, n in figures.items() if name.startswith("stood_still_at_")) == PAUSES
    assert [name for name in SOMETHING_TO_LOSE if not figures[name]] == []
