"""Background work on imports; each task may be started twice and finishes once."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.imports.services.queue import ANALYZE, CHECK, IMPORTS, RUN
from kurator.imports.services.running import (
    analyze_in_background,
    check_in_background,
    run_import,
)
from kurator.imports.services.sweeping import forget_old_files
from kurator.platform.jobs import LONG
from kurator.platform.runs import Chore, Watch

WATCH: Final = Watch(IMPORTS, [Chore(3600, lambda now: forget_old_files(now=now))])


def _now() -> datetime:
    return datetime.now(UTC)


@app.task(name=RUN, queue=LONG)
def run(import_id: str) -> None:
    run_import(UUID(import_id), clock=_now, must_stop=WATCH.must_stop)


@app.task(name=CHECK, queue=LONG)
def check(import_id: str) -> None:
    check_in_background(UUID(import_id), clock=_now, must_stop=WATCH.must_stop)


@app.task(name=ANALYZE, queue=LONG)
def analyze(import_id: str) -> None:
    analyze_in_background(UUID(import_id), clock=_now)
