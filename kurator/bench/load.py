"""
`load`: a hundred people at work at the same time, at half of what the machine can do and at twice
as much. In overload the server must refuse in time what it cannot do, and stay quick in the rest.

Requests come at random moments and do not wait for each other (an open loop): only that shows how
a queue grows. What is measured is the time from the moment a person asks.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import orjson

from kurator.bench.figures import Figure, percentile, report
from kurator.bench.loaded import admin, database_of, prepare
from kurator.bench.stack import running_stack

PEOPLE: Final = 100
CLOSED_CLIENTS: Final = 16
SECONDS: Final = 12.0
WARM_SECONDS: Final = 4.0
CONNECTIONS: Final = 400
CSRF: Final = "a" * 32
HALF_P95_MS: Final = 100.0
OVERLOAD_P95_MS: Final = 300.0


@dataclass(frozen=True)
class Person:
    """One who is at work, and customers of his team."""

    key: str
    ids: Sequence[UUID]
    names: Sequence[str]


@dataclass
class Tally:
    """Times of what was served, in ms, and how many were refused or failed."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    shed: list[float] = field(default_factory=list)
    without_time: int = 0
    failed: int = 0

    @property
    def served(self) -> int:
        return len(self.reads) + len(self.writes)


class Connections:
    """Keep-alive connections that are used by whoever asks next."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.places = asyncio.Semaphore(CONNECTIONS)

    async def ask(self, request: bytes) -> tuple[int, dict[str, str]]:
        async with self.places:
            reader, writer = (
                self.idle.pop()
                if self.idle
                else await asyncio.open_connection("127.0.0.1", self.port)
            )
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            await _skip_body(reader, headers)
            self.idle.append((reader, writer))
            return int(head[0].split(" ")[1]), headers


async def _skip_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> None:
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
        return
    while size := int((await reader.readline()).strip() or b"0", 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def _request(person: Person, generator: random.Random) -> tuple[bool, bytes]:
    """What a person does: mostly cards and lists, now and then a search, a change in twenty."""
    party, chance = generator.choice(person.ids), generator.random()
    if chance < 0.45:
        return True, _bytes(person, "GET", f"/parties/{party}")
    if chance < 0.60:
        return True, _bytes(person, "GET", f"/parties/{party}/card")
    if chance < 0.80:
        body = {"filter": {"op": "eq", "field": "party.status", "value": "ACTIVE"}, "limit": 50}
        return True, _bytes(person, "POST", "/parties/search", body)
    if chance < 0.95:
        fragment = quote(generator.choice(person.names)[:5])
        return True, _bytes(person, "GET", f"/search?q={fragment}")
    text = {"party_id": str(party), "text": "Has asked to be called back"}
    return False, _bytes(person, "POST", "/notes", text)


def _bytes(person: Person, method: str, path: str, body: Any = None) -> bytes:
    payload = b"" if body is None else orjson.dumps(body)
    head = (
        f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: kurator_session={person.key}; kurator_csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload


async def _ask(connections: Connections, person: Person, tally: Tally) -> None:
    is_read, request = _request(person, random.Random())
    started = time.perf_counter()
    try:
        status, headers = await connections.ask(request)
    except (OSError, asyncio.IncompleteReadError, ValueError):
        tally.failed += 1
        return
    milliseconds = (time.perf_counter() - started) * 1000
    if status in (429, 503):
        tally.shed.append(milliseconds)
        tally.without_time += "retry-after" not in headers
    elif status < 300:
        (tally.reads if is_read else tally.writes).append(milliseconds)
    else:
        tally.failed += 1


async def _capacity(port: int, people: Sequence[Person], seconds: float) -> float:
    """Requests per second when a few clients ask without a pause."""
    connections, tally = Connections(port), Tally()
    until = time.perf_counter() + seconds

    async def work(number: int) -> None:
        generator = random.Random(number)
        while time.perf_counter() < until:
            await _ask(connections, generator.choice(people), tally)

    await asyncio.gather(*(work(n) for n in range(CLOSED_CLIENTS)))
    return tally.served / seconds


async def _load(port: int, people: Sequence[Person], per_second: float) -> Tally:
    """Requests at random moments, `per_second` on average, whatever the server does."""
    connections, tally, tasks = Connections(port), Tally(), []
    generator, due = random.Random(1), time.perf_counter()
    until = due + SECONDS
    while due < until:
        due += generator.expovariate(per_second)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(_ask(connections, generator.choice(people), tally)))
    await asyncio.gather(*tasks)
    return tally


def run(rows: int) -> None:
    prepare(rows)
    people = _people(rows)
    with running_stack(database_of(rows), has_limits=True) as stack:
        asyncio.run(_capacity(stack.port, people, WARM_SECONDS))
        capacity = asyncio.run(_capacity(stack.port, people, SECONDS))
        report(Figure("load", "capacity_rps", capacity, "1/s"))
        half = asyncio.run(_load(stack.port, people, capacity / 2))
        _report_half(half)
        _report_overload(asyncio.run(_load(stack.port, people, capacity * 2)), capacity)


def _report_half(tally: Tally) -> None:
    both = [*tally.reads, *tally.writes]
    report(Figure("load", "half_p50_ms", percentile(both, 0.5), "ms"))
    report(Figure("load", "half_p95_ms", percentile(both, 0.95), "ms", HALF_P95_MS))
    report(Figure("load", "half_shed_share", len(tally.shed) / max(1, len(both)), "share"))
    report(Figure("load", "half_failed", float(tally.failed), "requests"))


def _report_overload(tally: Tally, capacity: float) -> None:
    asked = tally.served + len(tally.shed) + tally.failed
    report(
        Figure("load", "double_read_p95_ms", percentile(tally.reads, 0.95), "ms", OVERLOAD_P95_MS)
    )
    report(Figure("load", "double_served_rps", tally.served / SECONDS, "1/s", capacity))
    report(Figure("load", "double_shed_share", len(tally.shed) / max(1, asked), "share"))
    report(Figure("load", "double_refusal_p95_ms", percentile(tally.shed or [0.0], 0.95), "ms"))
    report(Figure("load", "double_refused_without_time", float(tally.without_time), "requests"))
    report(Figure("load", "double_failed", float(tally.failed), "requests"))


def _people(rows: int) -> list[Person]:
    """Operators of the base with the scope of a team, each with a session and customers."""
    from kurator.access.sessions import hash_session_key

    people: list[Person] = []
    with admin(rows) as db:
        found = db.execute(
            "SELECT u.id FROM access_user u JOIN access_userrole ur ON ur.user_id = u.id"
            " JOIN access_role r ON r.id = ur.role_id AND r.scope = 'TEAM'"
            " WHERE u.is_active ORDER BY u.id LIMIT %s",
            [PEOPLE],
        ).fetchall()
        for number, (user_id,) in enumerate(found):
            key = f"load-session-{number}"
            db.execute("DELETE FROM access_session WHERE key_hash = %s", [hash_session_key(key)])
            db.execute(
                "INSERT INTO access_session (key_hash, user_id, expires_at, addr, client)"
                " VALUES (%s, %s, %s, '', '')",
                [hash_session_key(key), user_id, datetime.now(UTC) + timedelta(days=1)],
            )
            mine = db.execute(
                "SELECT id, display_name FROM parties_party WHERE owner_id = %s LIMIT 100",
                [user_id],
            ).fetchall()
            if mine:
                people.append(Person(key, [row[0] for row in mine], [row[1] for row in mine]))
    return people
