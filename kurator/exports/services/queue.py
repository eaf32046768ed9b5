"""Jobs and live announcements of exports, in the transaction that makes them necessary."""

from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.exports.models import Export
from kurator.platform.jobs import LONG
from kurator.platform.outbox import publish

RUN: Final = "exports.run"
READY: Final = "exports.ready"
"""Told once, when the file can be fetched or will not come."""


def enqueue(export_id: UUID) -> None:
    app.configure_task(RUN, queue=LONG).defer(export_id=str(export_id))


def announce(one: Export) -> None:
    publish("exports.progress", {"ids": [str(one.id)], "owners": [str(one.user_id)]})


def announce_ready(one: Export) -> None:
    publish(
        READY,
        {
            "ids": [str(one.id)],
            "owners": [str(one.user_id)],
            "name": one.name,
            "rows": one.rows_done,
            "is_done": one.status == Export.Status.DONE,
        },
    )
