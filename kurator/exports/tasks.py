"""Background work on exports; each task may be started twice and finishes once."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.exports.services.queue import EXPORTS, RUN
from kurator.exports.services.running import run_export
from kurator.exports.services.sweeping import drop_withdrawn, expire_files
from kurator.platform.jobs import LONG
from kurator.platform.runs import Chore, Watch

WATCH: Final = Watch(
    EXPORTS,
    [
        Chore(0, lambda _: drop_withdrawn()),
        Chore(600, lambda now: expire_files(now=now)),
    ],
)


@app.task(name=RUN, queue=LONG)
def run(export_id: str) -> None:
    run_export(UUID(export_id), clock=lambda: datetime.now(UTC), must_stop=WATCH.must_stop)
