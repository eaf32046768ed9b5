"""Jobs and live announcements, in the transaction that makes them necessary."""

from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.bulk.models import BulkRun
from kurator.platform.jobs import LONG
from kurator.platform.outbox import publish

RUN: Final = "bulk.run"


def enqueue(run_id: UUID) -> None:
    app.configure_task(RUN, queue=LONG).defer(run_id=str(run_id))


def announce(run: BulkRun) -> None:
    publish("bulk.progress", {"ids": [str(run.id)], "owners": [str(run.user_id)]})
