"""What workloads have in common whose victims are workers."""

from abc import ABC, abstractmethod

from kurator.bench.crash.jobs import be_silent
from kurator.bench.crash.processes import Worker, carry_on, kill_worker, pause_worker


class OfWorkers(ABC):
    worker: Worker
    heartbeats = ""
    """The table in which a run of a job tells that it lives."""

    @abstractmethod
    def begin(self) -> None:
        """Put work there."""

    @abstractmethod
    def is_over(self) -> bool:
        """Whether all of it is done."""

    def look(self) -> None:
        """What must be looked at before the next work is put there; nothing, unless said."""
        return

    def passages(self, point: str) -> int:
        """How often a point is passed by the work at least."""
        return 1

    def kill(self, point: str) -> bool:
        self.begin()
        has_died = kill_worker(self.worker, point, passages=self.passages(point))
        self._leave_behind()
        carry_on(self.worker, self.is_over, what=type(self).__module__)
        self.look()
        return has_died

    def pause(self, point: str) -> bool:
        self.begin()
        has_stopped = pause_worker(
            self.worker,
            point,
            passages=self.passages(point),
            is_over=self.is_over,
            on_stop=self._leave_behind,
        )
        self.look()
        return has_stopped

    def _leave_behind(self) -> None:
        if self.heartbeats:
            be_silent(self.heartbeats)
