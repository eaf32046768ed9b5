"""Files of customers, half of them known: each row is written once, whoever died while it ran."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kurator.bench.crash.jobs import shorten_watches
from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import people
from kurator.bench.crash.processes import Worker
from kurator.bench.crash.proof import figures
from kurator.bench.strategy import BENCH
from kurator.imports.models import Import
from kurator.imports.services import portions, running, uploading
from kurator.imports.services.queue import IMPORTS
from kurator.platform.context import open_scope

ROWS, PORTION = 120, 40
WORKER = Worker(("imports",), has_jobs=True)
_WRONG = """
WITH runs AS (SELECT * FROM imports_import WHERE id = ANY(%(ids)s)),
     written AS (SELECT t.set_id, c.party_id, c.operation FROM tracking_change c
                   JOIN tracking_changetransaction t ON t.id = c.transaction_id
                  WHERE t.set_id = ANY(%(ids)s) AND c.entity = 'party')
SELECT %(amount)s - count(*) FILTER (WHERE status = 'DONE' AND rows_done = %(rows)s
           AND created + updated = %(rows)s AND refused = 0 AND file_key = '')
           AS imports_not_whole,
       sum(abs(%(rows)s - (SELECT count(DISTINCT party_id) FROM written w WHERE w.set_id = runs.id)))
           AS imports_rows_lost,
       sum((SELECT count(*) - count(DISTINCT party_id) FROM written w WHERE w.set_id = runs.id))
           AS imports_rows_twice,
       (SELECT count(*) - count(DISTINCT external_id) FROM parties_party
         WHERE external_id LIKE 'I%%') AS imports_customers_twice
  FROM runs
"""


class Workload(OfWorkers):
    worker, heartbeats = WORKER, "imports_import"
    is_proven_late = False

    def __init__(self) -> None:
        portions.PORTION = PORTION  # type: ignore[misc]  # final everywhere but here
        shorten_watches()
        self.imported: list[UUID] = []
        self.proven = 0

    def begin(self) -> None:
        self.imported.append(self._start(len(self.imported)))

    def passages(self, point: str) -> int:
        return ROWS // PORTION

    def _start(self, number: int) -> UUID:
        """The latter half of a file is the first half of the next one, under other names."""
        first = number * ROWS // 2
        lines = [f"I{n},Imported {number} {n}" for n in range(first, first + ROWS)]
        with people().asking() as viewer:
            one = uploading.receive_file(
                viewer=viewer,
                file_name="customers.csv",
                source_name="",
                chunks=["\n".join(["id,name", *lines]).encode()],
            )
            running.start_run(viewer=viewer, import_id=one.id, now=datetime.now(UTC))
        return one.id

    def is_over(self) -> bool:
        with open_scope(BENCH):
            return not Import.objects.filter(status__in=IMPORTS.jobs).exists()

    def prove(self) -> Mapping[str, int]:
        ids, self.proven = self.imported[self.proven :], len(self.imported)
        left = list((Path(settings.FILES_DIR) / "imports").glob("*"))
        asked = {"ids": ids, "amount": len(ids), "rows": ROWS}
        return {**figures(_WRONG, asked), "imports_files_left": len(left)}

    def tell(self) -> Mapping[str, float]:
        return {"imports_rows": len(self.imported) * ROWS}
