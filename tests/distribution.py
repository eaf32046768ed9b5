"""
How the tests are shared out among processes: `-n 2`.

What waits (browsers, processes that are killed) runs beside what computes: one process takes from
the one end of the list, the next from the other, until they meet among the small files.
"""

from functools import cache

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tools.linters.source import ROOT

JOURNEYS = "tests/journeys"
WAITING = "pytest.mark.fault"


class TwoEnds(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """A unit is a file, because it may have fixtures of its own; the journeys share one product."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return JOURNEYS if file.startswith(JOURNEYS) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        end = min if int(node.gateway.id.removeprefix("gw")) % 2 == 0 else max
        self.workqueue.move_to_end(end(self.workqueue, key=self._place), last=False)
        super()._assign_work_unit(node)

    def _place(self, unit: str) -> tuple[bool, int, str]:
        """The longest at the ends, what waits at the first and what computes at the last."""
        count = len(self.workqueue[unit])
        return (False, -count, unit) if waits(unit) else (True, count, unit)


@cache
def waits(unit: str) -> bool:
    return unit == JOURNEYS or WAITING in (ROOT / unit).read_text(encoding="utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TwoEnds:
    return TwoEnds(config, log)
