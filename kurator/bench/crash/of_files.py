"""
Files that are sent along with a request: each is there once and whole, every content on the disk has
its row, and a preview is drawn whoever died over it.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kurator.bench.crash.jobs import shorten_watches
from kurator.bench.crash.of_workers import OfWorkers
from kurator.bench.crash.people import headers, people
from kurator.bench.crash.processes import Worker, carry_on
from kurator.bench.crash.proof import figures
from kurator.bench.crash.serving import Request, door
from kurator.bench.strategy import BENCH
from kurator.files.models import File, FileVersion
from kurator.files.services import inspecting
from kurator.files.services.storage import content_path
from kurator.files.services.sweeping import sweep_orphans
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.platform.context import open_scope
from kurator.platform.queries import read_value

WORKER = Worker(("files",))
LINES = 20_000
OF_WEB = "files.placed"
_WRONG = """
SELECT (SELECT count(*) FROM unnest(%(names)s::text[]) AS n(name)
         WHERE (SELECT count(*) FROM files_file f WHERE f.name = n.name) <> 1) AS files_not_once,
       (SELECT count(*) FROM files_fileversion v WHERE v.name = ANY(%(names)s)
           AND v.preview <> 'READY') AS files_without_preview
"""


class Workload(OfWorkers):
    worker = WORKER
    is_proven_late = False

    def __init__(self) -> None:
        inspecting.LEASE_SECONDS = 1  # type: ignore[misc]  # final everywhere but here
        shorten_watches()
        with open_scope(BENCH):
            number = int(read_value("SELECT k.take_numbers('party', 1)"))
            self.party: UUID = Party.objects.create(
                number=number,
                kind="PERSON",
                status="NEW",
                name={"en": "With files"},
                owner_id=people().person,
            ).id
        self.names: list[str] = []
        self.proven = 0

    def kill(self, point: str) -> bool:
        if point != OF_WEB:
            return super().kill(point)
        has_died = self._send(killed_at=point)
        carry_on(WORKER, self.is_over, what="a preview")
        return has_died

    def begin(self) -> None:
        self._send()

    def _send(self, *, killed_at: str | None = None) -> bool:
        key = str(new_id())
        self.names.append(f"{key}.txt")
        path = f"/api/v1/files?record_kind=party&record_id={self.party}"
        sent = headers(key=key, content_type="application/octet-stream")
        request = Request(path, _content(self.names[-1]), {**sent, "X-File-Name": self.names[-1]})
        return door().ask(request, killed_at=killed_at)[0]

    def is_over(self) -> bool:
        with open_scope(BENCH):
            waiting = FileVersion.objects.filter(preview=FileVersion.Preview.WAITING)
            return not waiting.exists()

    def prove(self) -> Mapping[str, int]:
        names, self.proven = self.names[self.proven :], len(self.names)
        sweep_orphans(now=datetime.now(UTC) + timedelta(hours=2))
        with open_scope(BENCH):
            keys = dict(FileVersion.objects.values_list("key", "name"))
            kept = File.objects.count()
        contents = Path(settings.FILES_DIR) / "records" / "contents"
        left = {path.name for path in contents.rglob("*") if path.is_file()}
        torn = [key for key, name in keys.items() if name in names and not _is_whole(key, name)]
        return {
            **figures(_WRONG, {"names": names}),
            "files_torn": len(torn),
            "files_rows_or_contents_alone": len(left ^ set(keys)) + abs(kept - len(keys)),
        }

    def tell(self) -> Mapping[str, float]:
        return {"files_sent": len(self.names)}


def _content(name: str) -> bytes:
    return f"{name}\n".encode() * LINES


def _is_whole(key: str, name: str) -> bool:
    path = content_path(key)
    wanted = hashlib.sha256(_content(name)).digest()
    return path.exists() and hashlib.sha256(path.read_bytes()).digest() == wanted
