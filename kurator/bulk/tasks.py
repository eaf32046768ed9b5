"""Background work on changes of many; a task may be started twice and finishes once."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.bulk.services.queue import BULK, RUN
from kurator.bulk.services.running import run_in_background
from kurator.platform.runs import Watch

WATCH: Final = Watch(BULK)


@app.task(name=RUN)
def run(run_id: str) -> None:
    run_in_background(UUID(run_id), clock=lambda: datetime.now(UTC), must_stop=WATCH.must_stop)
