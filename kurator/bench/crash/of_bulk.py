"""
Changes of many, their undo, and hand-overs with tasks in turn: everybody is changed once, and
stands in the history once.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import cycle
from uuid import UUID

from kurator.access.types import Viewer
from kurator.activities.models import Task
from kurator.bench.crash.jobs import shorten_watches
from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import people
from kurator.bench.crash.processes import Worker
from kurator.bench.crash.proof import figures
from kurator.bench.strategy import BENCH
from kurator.bulk.models import BulkRun
from kurator.bulk.selectors.selections import Selection
from kurator.bulk.services import running, starting, undoing
from kurator.bulk.types import Action
from kurator.parties.models import Party
from kurator.parties.selectors.filters import list_vocabulary
from kurator.platform.context import open_scope
from kurator.platform.queries import read_value

CUSTOMERS, PORTION = 45, 10
WORKER = Worker(("bulk",), has_jobs=True)
_WRONG = """
WITH changed AS (SELECT t.set_id, c.party_id, c.entity FROM tracking_change c
                   JOIN tracking_changetransaction t ON t.id = c.transaction_id
                  WHERE t.set_id = %(run)s),
     found AS (SELECT p.status, p.owner_id, t.assignee_id FROM parties_party p
                 JOIN activities_task t ON t.party_id = p.id WHERE p.id = ANY(%(ids)s))
SELECT (SELECT count(*) FROM bulk_bulkrun r WHERE r.id = %(run)s
           AND (status, done, changed, refused) IS DISTINCT FROM
               ('DONE', cardinality(%(ids)s), cardinality(%(ids)s), 0)) AS bulk_not_whole,
       (SELECT cardinality(%(ids)s) - count(DISTINCT party_id) FROM changed
         WHERE entity = 'party') AS bulk_lost,
       (SELECT count(*) - count(DISTINCT party_id) FROM changed WHERE entity = 'party')
           AS bulk_twice,
       (SELECT count(*) FROM found WHERE status <> %(status)s OR owner_id <> %(owner)s)
           AS bulk_wrong_value,
       (SELECT count(*) FROM found WHERE assignee_id <> %(owner)s) AS bulk_tasks_left_behind
"""


class Workload(OfWorkers):
    worker, heartbeats = WORKER, "bulk_bulkrun"
    is_proven_late = False

    def __init__(self) -> None:
        for module in (running, starting):
            module.PORTION = PORTION  # type: ignore[attr-defined]  # of a few, so that there are many
        starting.AT_ONCE = 0  # type: ignore[misc]
        shorten_watches()
        self.owner, self.status = people().person, "FORMER"
        with open_scope(BENCH):
            self.ids = [self._make() for _ in range(CUSTOMERS)]
        acts: tuple[Callable[[Viewer], BulkRun], ...] = (
            self._change,
            self._undo,
            self._hand_over,
            self._undo,
        )
        self.acts = cycle(acts)
        self.runs: list[UUID] = []
        self.wrong: Counter[str] = Counter()

    def _make(self) -> UUID:
        number = int(read_value("SELECT k.take_numbers('party', 1)"))
        party = Party.objects.create(
            number=number,
            kind="PERSON",
            status=self.status,
            name={"en": f"Of many {number}"},
            owner_id=self.owner,
        )
        Task.objects.create(
            party=party,
            title={"en": "Call"},
            due_at=datetime.now(UTC),
            created_at=datetime.now(UTC),
            created_by_id=self.owner,
            assignee_id=self.owner,
        )
        return party.id

    def begin(self) -> None:
        act = next(self.acts)
        with people().asking() as viewer:
            self.runs.append(act(viewer).id)

    def passages(self, point: str) -> int:
        return CUSTOMERS // PORTION + 1

    def look(self) -> None:
        wanted = {"ids": self.ids, "run": self.runs[-1], "status": self.status}
        self.wrong.update(figures(_WRONG, {**wanted, "owner": self.owner}))

    def _change(self, viewer: Viewer) -> BulkRun:
        self.status = "SLEEPING"
        return self._start(viewer, Action(values={"party.status": self.status}))

    def _hand_over(self, viewer: Viewer) -> BulkRun:
        self.owner = people().colleague
        return self._start(viewer, Action(owner_ids=[self.owner], with_tasks=True))

    def _start(self, viewer: Viewer, action: Action) -> BulkRun:
        return starting.start_change(
            viewer=viewer,
            selection=Selection(ids=self.ids),
            action=action,
            fingerprint=None,
            now=datetime.now(UTC),
            vocabulary=list_vocabulary("en"),
        )

    def _undo(self, viewer: Viewer) -> BulkRun:
        self.owner, self.status = people().person, "FORMER"
        return undoing.start_undo(
            viewer=viewer, set_id=self.runs[-1], is_forced=False, now=datetime.now(UTC)
        )

    def is_over(self) -> bool:
        with open_scope(BENCH):
            return not BulkRun.objects.filter(status=BulkRun.Status.RUNNING).exists()

    def prove(self) -> Mapping[str, int]:
        wrong, self.wrong = self.wrong, Counter()
        return wrong

    def tell(self) -> Mapping[str, float]:
        return {"bulk_customers_changed": len(self.runs) * CUSTOMERS}
