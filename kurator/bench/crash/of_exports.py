"""Lists as files: each holds every customer once, and no piece of another stays on the disk."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kurator.bench.crash.jobs import shorten_watches
from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import people
from kurator.bench.crash.processes import Worker
from kurator.bench.crash.proof import figures
from kurator.bench.strategy import BENCH
from kurator.exports.models import Export
from kurator.exports.services.files import file_path, folder
from kurator.exports.services.requesting import request_export
from kurator.exports.services.sweeping import expire_files
from kurator.exports.types import FileFormat
from kurator.parties.models import Party
from kurator.platform.context import open_scope

WORKER = Worker(("exports",), has_jobs=True)
UNDER_WAY = (Export.Status.QUEUED, Export.Status.RUNNING)
_WRONG = """
SELECT %(amount)s - count(*) FILTER (WHERE status = 'DONE') AS exports_lost,
       count(*) FILTER (WHERE (SELECT count(*) FROM tracking_securityevent s
           WHERE s.kind = 'exports.made' AND s.subject = e.id::text) <> 1) AS exports_not_noted_once,
       count(*) FILTER (WHERE (SELECT count(*) FROM activities_notification n
           WHERE n.source_key LIKE 'export:' || e.id || ':%%') > 1) AS exports_told_twice
  FROM exports_export e WHERE id = ANY(%(ids)s)
"""


class Workload(OfWorkers):
    worker, heartbeats = WORKER, "exports_export"
    is_proven_late = False

    def __init__(self) -> None:
        shorten_watches()
        self.made: list[UUID] = []
        self.rows = 0
        self.wrong = {"exports_files_not_whole": 0, "exports_files_left": 0}
        self.proven = 0

    def begin(self) -> None:
        self.made.append(self._start())

    def _start(self) -> UUID:
        with people().asking() as viewer:
            return request_export(
                viewer=viewer,
                subject="party",
                query={"columns": ["party.number"]},
                file_format=FileFormat.CSV,
                is_raw=True,
                name="Bench",
                now=datetime.now(UTC),
            ).id

    def is_over(self) -> bool:
        with open_scope(BENCH):
            return not Export.objects.filter(status__in=UNDER_WAY).exists()

    def look(self) -> None:
        """Nobody makes customers meanwhile: all that there are must stand in the file."""
        with open_scope(BENCH):
            key = Export.objects.get(id=self.made[-1]).file_key
            expected = sorted(Party.objects.values_list("number", flat=True))
        with file_path(key).open(encoding="utf-8-sig", newline="") as file:
            found = sorted(int(row[0]) for row in list(csv.reader(file))[1:])
        self.rows += len(found)
        self.wrong["exports_files_not_whole"] += found != expected
        expire_files(now=datetime.now(UTC) + timedelta(hours=2))
        with open_scope(BENCH):
            kept = set(Export.objects.exclude(file_key="").values_list("file_key", flat=True))
        names = {path.name for path in folder().iterdir()}
        self.wrong["exports_files_left"] += len(names ^ kept)

    def prove(self) -> Mapping[str, int]:
        ids, self.proven = self.made[self.proven :], len(self.made)
        wrong, self.wrong = self.wrong, dict.fromkeys(self.wrong, 0)
        return {**figures(_WRONG, {"ids": ids, "amount": len(ids)}), **wrong}

    def tell(self) -> Mapping[str, float]:
        return {"exports_rows": self.rows}
