"""
Progress of a run, told through a connection of its own: the reading is one transaction, and what
is written in it would be seen by nobody before its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kurator.exports.models import Export
from kurator.exports.services.queue import announce
from kurator.platform.beside import repeated
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import Context, open_scope

PAUSE_SECONDS: Final = 1.0
SYSTEM: Final = Context(actor_kind="system", actor_name="exports", channel="worker")


@dataclass
class Progress:
    """`rows` is written by the run; `is_stopped` tells it that it was canceled or taken over."""

    export_id: UUID
    epoch: int
    rows: int = 0
    is_stopped: bool = False


@contextmanager
def told_progress(export_id: UUID, epoch: int) -> Iterator[Progress]:
    progress = Progress(export_id, epoch)
    with repeated(lambda: _tell(progress), seconds=PAUSE_SECONDS, name="export-progress"):
        yield progress


def _tell(progress: Progress) -> None:
    with open_scope(SYSTEM):
        held = Export.objects.filter(
            id=progress.export_id,
            epoch=progress.epoch,
            status=Export.Status.RUNNING,
            is_cancel_requested=False,
        )
        if not held.update(rows_done=progress.rows, heartbeat_at=SIGN_OF_LIFE):
            progress.is_stopped = True
            return
        announce(held.get())
