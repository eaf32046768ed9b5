"""
What the worker does with a content that has come in: let it be scanned, then draw it.

The state stands in the row; a killed worker's lease runs out and another goes on.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from django.db import connection

from kurator.files.rules.kinds import KINDS
from kurator.files.services.drawing import draw_content
from kurator.files.services.limits import current_limits
from kurator.files.services.scanning import ScannerSilent, find_virus
from kurator.files.services.storage import content_path, remove_content
from kurator.files.types import Preview, Scan
from kurator.platform.clock import lease_is_over
from kurator.platform.context import Context, open_scope
from kurator.platform.faults import fault_point
from kurator.platform.metrics import note_expired
from kurator.platform.outbox import publish
from kurator.tracking.security import note_security_event

log = structlog.get_logger(__name__)
LEASE_SECONDS: Final = 150
MAX_ATTEMPTS: Final = 3
SCANNER_PAUSE_SECONDS: Final = 15
_SYSTEM: Final = Context(actor_kind="system", actor_name="files", channel="worker")
_CLAIM: Final = f"""
UPDATE files_fileversion SET attempts = attempts + 1,
       leased_until = clock_timestamp() + make_interval(secs => %s)
 WHERE id = (SELECT id FROM files_fileversion
              WHERE (scan = 'WAITING' OR preview = 'WAITING')
                AND {lease_is_over("leased_until", seconds=LEASE_SECONDS)}
              ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING new.id, new.file_id, new.party_id, new.key, new.kind, new.scan, new.preview,
          new.attempts, old.attempts > 0
"""


@dataclass(frozen=True)
class _Claimed:
    id: UUID
    file_id: UUID
    party_id: UUID
    key: str
    kind: str
    scan: str
    preview: str
    attempts: int


def inspect_next() -> bool:
    """Scan and draw one waiting content; returns whether there was one."""
    with open_scope(_SYSTEM), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [LEASE_SECONDS])
        row = cursor.fetchone()
    if row is None:
        return False
    note_expired("files", int(row[-1]))
    claimed = _Claimed(*row[:-1])
    fault_point("files.claimed")
    if not content_path(claimed.key).exists():
        _settle(claimed, scan=claimed.scan, preview=Preview.FAILED)
        return True
    scan = _scanned(claimed)
    if scan == Scan.WAITING:
        return True
    if scan == Scan.INFECTED:
        _refuse(claimed)
        return True
    _draw(claimed, scan)
    return True


def _scanned(claimed: _Claimed) -> str:
    """Return the new state; WAITING when the scanner is silent: then it is asked again later."""
    address = current_limits().clamd
    if claimed.scan != Scan.WAITING:
        return claimed.scan
    if not address:  # the setting was taken back meanwhile
        return Scan.UNSCANNED
    try:
        virus = find_virus(content_path(claimed.key), address=address)
    except ScannerSilent as error:
        log.warning("scanner_silent", error=str(error))
        _ask_again_later(claimed)
        return Scan.WAITING
    if virus:
        log.warning("file_infected", version_id=str(claimed.id), virus=virus)
    return Scan.INFECTED if virus else Scan.CLEAN


def _ask_again_later(claimed: _Claimed) -> None:
    with open_scope(_SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE files_fileversion SET attempts = 0,"
            " leased_until = clock_timestamp() + make_interval(secs => %s) WHERE id = %s",
            [SCANNER_PAUSE_SECONDS, claimed.id],
        )


def _refuse(claimed: _Claimed) -> None:
    """The rows stay and say why; the content goes, with that of versions that repeat it."""
    with open_scope(_SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE files_fileversion SET scan = %s, preview = %s, leased_until = NULL"
                " WHERE key = %s",
                [Scan.INFECTED, Preview.NONE, claimed.key],
            )
        note_security_event(
            "files.infected", subject=str(claimed.file_id), details={"version": str(claimed.id)}
        )
        publish("files.changed", {"ids": [str(claimed.party_id)]})
    remove_content(claimed.key)


def _draw(claimed: _Claimed, scan: str) -> None:
    preview, pages = claimed.preview, 0
    if preview == Preview.WAITING:
        is_hopeless = claimed.attempts > MAX_ATTEMPTS  # it killed the worker before
        kind = KINDS[claimed.kind]
        method = kind.drawer or kind.preview
        drawn = None if is_hopeless else draw_content(claimed.key, method=method)
        preview, pages = (Preview.FAILED, 0) if drawn is None else (Preview.READY, drawn)
    _settle(claimed, scan=scan, preview=preview, pages=pages)


def _settle(claimed: _Claimed, *, scan: str, preview: str, pages: int = 0) -> None:
    with open_scope(_SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE files_fileversion SET scan = %s, preview = %s, pages = greatest(pages, %s),"
                " leased_until = NULL WHERE id = %s",
                [scan, preview, pages, claimed.id],
            )
        publish("files.changed", {"ids": [str(claimed.party_id)]})
