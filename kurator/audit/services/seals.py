"""
Seals: a keyed digest of each closed day of the history and of the security events, chained to the day
before. Personal values do not go in, so erasing them breaks nothing; of a customer who was removed for
good the digest of each sealed row stays in its place.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from kurator.audit.models import Seal
from kurator.platform.context import Context, open_scope
from kurator.platform.queries import read_row, read_value
from kurator.tracking.security import note_security_event

KIND_SEALED: Final = "audit.sealed"
KIND_BROKEN: Final = "audit.seal_broken"
SEALER: Final = Context(actor_kind="system", actor_name="audit", channel="worker")
FIRST: Final = "0" * 64
SETTLE_SECONDS: Final = 600


@dataclass(frozen=True)
class Stream:
    """`row` is an SQL record over `t`: what of a row is sealed."""

    code: str
    table: str
    row: str
    order: str = "t.id"
    retention: str = ""
    """The rule that may drop whole days of it."""
    erased: str = ""
    """Condition under which the values of a row are gone and `t.erased` is the digest of what it was."""

    @property
    def digest(self) -> str:
        """SQL of the digest of one row."""
        whole = f"sha256(convert_to(ROW({self.row})::text, 'UTF8'))"
        return f"CASE WHEN {self.erased} THEN t.erased ELSE {whole} END" if self.erased else whole


STREAMS: Final = (
    Stream(
        "transactions",
        "tracking_changetransaction",
        "t.id, extract(epoch FROM t.at), t.actor_kind, t.actor_id, t.channel, t.request_id, t.reason",
    ),
    Stream(
        "changes",
        "tracking_change",
        "t.party_id, t.id, t.transaction_id, t.entity, t.entity_id, t.operation, t.diff",
        order="t.id, t.party_id",
        # Only of customers on the erasure list, and only where really nothing stayed.
        erased="t.erased IS NOT NULL AND t.diff = '{}' AND t.personal IS NULL"
        " AND EXISTS (SELECT FROM tracking_erasure e WHERE e.party_id = t.party_id)",
    ),
    Stream(
        "security",
        "tracking_securityevent",
        "t.id, extract(epoch FROM t.at), t.kind, t.actor_kind, t.actor_id, t.channel,"
        " t.request_id, t.subject, t.details",
        retention="tracking.security",
    ),
)
# By hour, so that no single value grows with the whole of a busy day.
_CONTENT: Final = """
SELECT date_trunc('hour', uuid_extract_timestamp(t.id), 'UTC')::text, count(*),
       encode(sha256(string_agg({digest}, ''::bytea ORDER BY {order})), 'hex')
  FROM {table} t WHERE t.id >= %s AND t.id < %s GROUP BY 1 ORDER BY 1
"""


def seal_closed_days(*, now: datetime, settle: Callable[[], bool] | None = None) -> list[Seal]:
    """
    Seal what is not sealed up to yesterday (UTC) and return the new seals; nothing as long as a
    transaction that may belong to a closed day is still open.
    """
    if not (settle or wait_for_writers)():
        return []
    sealed: list[Seal] = []
    for stream in STREAMS:
        sealed += list(_seal_stream(stream, until=now.astimezone(UTC).date()))
    if sealed:
        with open_scope(SEALER):
            latest = {seal.stream: seal for seal in sealed}
            details = {code: {"day": str(s.day), "digest": s.digest} for code, s in latest.items()}
            note_security_event(KIND_SEALED, details=details | {"days": len(sealed)})
    return sealed


def _seal_stream(stream: Stream, *, until: date) -> Iterator[Seal]:
    with open_scope(SEALER):
        last = Seal.objects.filter(stream=stream.code).order_by("-day").first()
        day = last.day + timedelta(days=1) if last else _first_day(stream)
    previous = last.digest if last else FIRST
    while day is not None and day < until:
        with open_scope(SEALER):
            rows, content = content_of(stream, day)
            seal = Seal(
                stream=stream.code,
                day=day,
                rows=rows,
                content=content,
                previous=previous,
                digest=digest_of(signing_keys()[0], stream.code, day, rows, content, previous),
                key_id=key_id(signing_keys()[0]),
            )
            Seal.objects.bulk_create([seal])
        yield seal
        previous, day = seal.digest, day + timedelta(days=1)


def _first_day(stream: Stream) -> date | None:
    sql = f"SELECT uuid_extract_timestamp(t.id) FROM {stream.table} t ORDER BY t.id LIMIT 1"
    row = read_row(sql)
    return row[0].astimezone(UTC).date() if row and row[0] else None


def content_of(stream: Stream, day: date) -> tuple[int, str]:
    """Return number and digest of the rows whose ids were made on this day."""
    sql = _CONTENT.format(digest=stream.digest, order=stream.order, table=stream.table)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_floor(day), _floor(day + timedelta(days=1))])
        hours = cursor.fetchall()
    digest = hashlib.sha256()
    for hour, rows, content in hours:
        digest.update(f"{hour}|{rows}|{content}\n".encode())
    return sum(rows for _, rows, _ in hours), digest.hexdigest()


def _floor(day: date) -> UUID:
    """The least UUIDv7 of a day."""
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return UUID(int=int(instant.timestamp() * 1000) << 80)


def signing_keys() -> list[bytes]:
    """The present key and those before it; none is kept in the database."""
    secrets = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", ())]
    return [
        hmac.digest(str(secret).encode(), b"kurator.audit.seal", "sha256") for secret in secrets
    ]


def key_id(key: bytes) -> str:
    """Return twelve hex digits by which a seal names its key without telling it."""
    return hashlib.sha256(key).hexdigest()[:12]


def digest_of(key: bytes, stream: str, day: date, rows: int, content: str, previous: str) -> str:
    text = f"{stream}|{day}|{rows}|{content}|{previous}"
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def wait_for_writers(*, seconds: float = SETTLE_SECONDS) -> bool:
    """
    Wait until every transaction that was open at this moment has ended: only then no row of a
    closed day can still appear. False when one of them takes too long.
    """
    with open_scope(SEALER):
        mark = str(read_value("SELECT pg_current_xact_id()::text"))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with open_scope(SEALER):
            if read_value("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [mark]):
                return True
        time.sleep(0.2)
    return False
