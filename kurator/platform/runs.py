"""
Long work in the worker: done by one at a time, stopped when asked, gone on with by another when its
worker was killed.

A run is a row. Whoever claims it raises its epoch, and by that a late worker is fenced out; a sign
of life tells the others that somebody is at it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from typing import Final, Generic, TypeVar
from uuid import UUID

import structlog
from django.db import close_old_connections, models
from procrastinate.contrib.django import app

from kurator.platform.beside import repeated
from kurator.platform.clock import SIGN_OF_LIFE, is_silent
from kurator.platform.context import Context, open_scope
from kurator.platform.jobs import LONG
from kurator.platform.metrics import note_expired
from kurator.platform.outbox import publish
from kurator.platform.queries import literal, read_rows

log = structlog.get_logger(__name__)
BEAT_SECONDS: Final = 1.0
STALLED_SECONDS: Final = 60
LOOK_SECONDS: Final = 10


class Stopped(Exception):
    """The run was canceled or claimed by another worker."""


class Postponed(Exception):
    """The worker stops; the next one goes on."""


class Run(models.Model):
    user_id = models.UUIDField()
    status = models.TextField()
    epoch = models.IntegerField(default=0)
    is_cancel_requested = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


R = TypeVar("R", bound=Run)


@dataclass(frozen=True)
class RunKind(Generic[R]):
    """`jobs` do the work, by the status in which it waits for them; `argument` names them the run."""

    name: str
    model: type[R]
    argument: str
    jobs: Mapping[str, str]

    @property
    def system(self) -> Context:
        """On whose account a run is claimed and ended."""
        return Context(actor_kind="system", actor_name=self.name, channel="worker")

    def enqueue(self, run: R) -> None:
        self.enqueue_as(run.status, run.pk)

    def enqueue_as(self, status: str, run_id: UUID) -> None:
        app.configure_task(self.jobs[status], queue=LONG).defer(**{self.argument: str(run_id)})

    def announce(self, run: R) -> None:
        publish(f"{self.name}.progress", {"ids": [str(run.pk)], "owners": [str(run.user_id)]})

    def under_way(self, run_id: UUID, epoch: int) -> "models.QuerySet[R]":
        """The run, while it is ours and not over."""
        return self.model._default_manager.filter(pk=run_id, epoch=epoch, status__in=self.jobs)

    def lock(self, run_id: UUID, epoch: int) -> R | None:
        return self.under_way(run_id, epoch).select_for_update().first()

    def hold(self, run_id: UUID, epoch: int) -> R:
        """Return the run, locked, if it is still ours; raises Stopped."""
        run = self.lock(run_id, epoch)
        if run is None or run.is_cancel_requested:
            raise Stopped
        return run


_STALLED: Final = """
UPDATE {table} SET heartbeat_at = clock_timestamp()
 WHERE status IN ({statuses})
   AND {is_silent}
   AND NOT EXISTS (
     SELECT FROM procrastinate_jobs j
      WHERE j.status = 'todo' AND j.task_name IN ({jobs})
        AND j.args ->> {argument} = {table}.id::text)
RETURNING id, status
"""


def requeue_stalled(kind: RunKind[R], *, seconds: float = STALLED_SECONDS) -> list[UUID]:
    """Queue runs whose worker has been silent; those that still wait in the queue are left."""
    statement = _STALLED.format(
        table=kind.model._meta.db_table,
        statuses=", ".join(literal(status) for status in kind.jobs),
        is_silent=is_silent("heartbeat_at"),
        jobs=", ".join(sorted({literal(job) for job in kind.jobs.values()})),
        argument=literal(kind.argument),
    )
    with open_scope(kind.system):
        stalled = read_rows(statement, [seconds, seconds])
        note_expired(kind.name, len(stalled))
        for run_id, status in stalled:
            kind.enqueue_as(status, run_id)
    return [run_id for run_id, _ in stalled]


@dataclass
class Progress:
    """`rows` were done, where nothing else tells of them; `is_stopped` asks the work to end."""

    rows: int = 0
    is_stopped: bool = False


@contextmanager
def told_progress(kind: RunKind[R], run_id: UUID, epoch: int) -> Iterator[Progress]:
    """
    Tell, by a connection of its own, that the work goes on and how far it is: a reading may be one
    transaction, and take longer than others wait before they take the work over.
    """
    progress = Progress()

    def tell() -> None:
        with open_scope(kind.system):
            ours = kind.under_way(run_id, epoch).filter(is_cancel_requested=False)
            rows = {"rows_done": progress.rows} if progress.rows else {}
            if not ours.update(heartbeat_at=SIGN_OF_LIFE, **rows):
                progress.is_stopped = True
            elif progress.rows:
                kind.announce(ours.get())

    with repeated(tell, seconds=BEAT_SECONDS, name=f"{kind.name}-alive"):
        yield progress


@dataclass(frozen=True)
class Chore:
    """What else a watch does, at its first look and every so many seconds; 0: at each look."""

    seconds: float
    act: Callable[[datetime], object]


class Watch(Generic[R]):
    """Looks after the runs of a kind in the worker, and tells them that their worker stops."""

    def __init__(self, kind: RunKind[R], chores: Sequence[Chore] = ()) -> None:
        self._kind, self._chores = kind, chores
        self._done_at = [float("-inf")] * len(chores)
        self._stop: Event | None = None

    def must_stop(self) -> bool:
        return self._stop is not None and self._stop.is_set()

    def keep(self, stop: Event) -> None:
        self._stop = stop
        while not stop.wait(LOOK_SECONDS):
            close_old_connections()
            for run_id in requeue_stalled(self._kind):
                log.warning("run_taken_over", kind=self._kind.name, id=str(run_id))
            self._do_chores()

    def _do_chores(self) -> None:
        for place, chore in enumerate(self._chores):
            if monotonic() - self._done_at[place] >= chore.seconds:
                chore.act(datetime.now(UTC))
                self._done_at[place] = monotonic()
