"""
What was shown and refused is noted in memory and written down once a second, in one statement for
all: a read of a card costs the database nothing, and does not wait for a write. A killed web process
loses at most its last second (ADR 0018).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.metrics import UNWRITTEN_SIGHTINGS
from kurator.platform.sightings import Reader, Refusal, Sighting
from kurator.tracking.security import note_security_event

MAX_NAMED: Final = 20
KIND_DENIED: Final = "audit.access_denied"
_TURN: Final = "audit.notebook"
_SYSTEM: Final = Context(actor_kind="system", actor_name="audit", channel="web")
ViewKey = tuple[UUID, UUID, date, str]
ListKey = tuple[UUID, date]
DenialKey = tuple[UUID, str, int, str]


@dataclass
class _View:
    """Some readings within a second; `views` is 0 when an open page made them all by itself."""

    addr: str
    first_at: datetime
    last_at: datetime
    views: int = 0


@dataclass
class _Denial:
    reader: Reader
    request_id: str
    subjects: set[str] = field(default_factory=set)
    times: int = 0


@dataclass
class Page:
    """What has been noted since the last time."""

    views: dict[ViewKey, _View] = field(default_factory=dict)
    lists: dict[ListKey, int] = field(default_factory=dict)
    denials: dict[DenialKey, _Denial] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.views) + len(self.lists) + len(self.denials)


class Notebook:
    """One per process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._page = Page()

    def note_sighting(self, sighting: Sighting) -> None:
        at, reader = sighting.at, sighting.reader
        day = at.astimezone(ZoneInfo(settings.COMPANY_TIME_ZONE)).date()
        with self._lock:
            if sighting.party_id is None:
                key = (reader.user_id, day)
                self._page.lists[key] = self._page.lists.get(key, 0) + sighting.rows
            else:
                view_key = (sighting.party_id, reader.user_id, day, reader.channel)
                self._view(view_key, sighting)

    def _view(self, key: ViewKey, sighting: Sighting) -> None:
        at, addr = sighting.at, sighting.reader.addr
        view = self._page.views.setdefault(key, _View(addr, first_at=at, last_at=at))
        view.views += not sighting.is_refresh
        view.addr, view.last_at = addr, at

    def note_refusal(self, refusal: Refusal) -> None:
        reader = refusal.reader
        key = (reader.user_id, refusal.operation, refusal.status, reader.addr)
        with self._lock:
            denial = self._page.denials.setdefault(key, _Denial(reader, refusal.request_id))
            denial.times += 1
            if refusal.subject and len(denial.subjects) < MAX_NAMED:
                denial.subjects.add(refusal.subject)

    def write_down(self) -> int:
        """Write all that was noted; what cannot be written now is kept for the next time."""
        with self._lock:
            page, self._page = self._page, Page()
        if not len(page):
            return 0
        try:
            _write(page)
        except BaseException:
            self._put_back(page)
            raise
        UNWRITTEN_SIGHTINGS.set(0)
        return len(page)

    def _put_back(self, page: Page) -> None:
        with self._lock:
            newer, self._page = self._page, page
            for key, view in newer.views.items():
                known = page.views.setdefault(key, _View(view.addr, view.first_at, view.last_at))
                known.views, known.addr = known.views + view.views, view.addr
                known.last_at = view.last_at
            for listed, rows in newer.lists.items():
                page.lists[listed] = page.lists.get(listed, 0) + rows
            for denied, denial in newer.denials.items():
                older = page.denials.setdefault(denied, _Denial(denial.reader, denial.request_id))
                older.times += denial.times
                older.subjects |= denial.subjects
            UNWRITTEN_SIGHTINGS.set(len(page))


NOTEBOOK: Final = Notebook()


def _write(page: Page) -> None:
    with open_scope(_SYSTEM, role=WEB_ROLE):
        # One process after the other: the day of a reader is written twice here, by his cards and by
        # his lists, so that two processes could wait for each other.
        _call("pg_advisory_xact_lock(hashtextextended(%s, 0))", [_TURN])
        _write_views(list(page.views.items()))
        if page.lists:
            users, days = zip(*page.lists, strict=True)
            _call("k.note_lists(%s::uuid[], %s::date[], %s::bigint[])",
                  [list(users), list(days), list(page.lists.values())])  # fmt: skip
        for (_, operation, status, _), denial in page.denials.items():
            with open_scope(_context_of(denial)):
                _note_denial(operation, status, denial)


def _write_views(views: Sequence[tuple[ViewKey, _View]]) -> None:
    if not views:
        return
    _call(
        "k.note_views(%s::uuid[], %s::uuid[], %s::date[], %s::text[], %s::text[], %s::int[],"
        " %s::timestamptz[], %s::timestamptz[])",
        [
            [party for (party, _, _, _), _ in views],
            [user for (_, user, _, _), _ in views],
            [day for (_, _, day, _), _ in views],
            [channel for (_, _, _, channel), _ in views],
            [view.addr for _, view in views],
            [view.views for _, view in views],
            [view.first_at for _, view in views],
            [view.last_at for _, view in views],
        ],
    )


def _call(function: str, parameters: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", parameters)


def _context_of(denial: _Denial) -> Context:
    reader = denial.reader
    return Context(
        uid=str(reader.user_id),
        actor_kind="user",
        actor_id=str(reader.user_id),
        actor_name=reader.name,
        channel=reader.channel.partition(":")[0],
        addr=reader.addr,
        client=reader.client,
        request_id=denial.request_id,
    )


def _note_denial(operation: str, status: int, denial: _Denial) -> None:
    """One event for all that one person was refused at one operation within a second."""
    subjects = sorted(denial.subjects)
    details = {"operation": operation, "status": status, "times": denial.times}
    if len(subjects) > 1:
        details["subjects"] = subjects
    note_security_event(KIND_DENIED, subject=subjects[0] if subjects else "", details=details)
