"""Jobs and live announcements of imports, in the transaction that makes them necessary."""

from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from kurator.imports.models import Import
from kurator.platform.jobs import LONG
from kurator.platform.outbox import publish

ANALYZE: Final = "imports.analyze"
CHECK: Final = "imports.check"
RUN: Final = "imports.run"


def enqueue(job: str, import_id: UUID) -> None:
    app.configure_task(job, queue=LONG).defer(import_id=str(import_id))


def announce(one: Import) -> None:
    publish("imports.progress", {"ids": [str(one.id)], "owners": [str(one.user_id)]})
