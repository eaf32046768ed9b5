"""
A hundred people at work: each has a session, a connection and customers of his own.

Requests come at random moments and do not wait for each other (an open loop): only that shows how
a queue grows. What is measured is the time from the moment a person asks.
"""

import asyncio
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson

from kurator.bench.loaded import admin
from kurator.bench.stack import CLOCK_TICKS, Stack

PEOPLE: Final = 100
CUSTOMERS_EACH: Final = 100
CONNECTIONS: Final = 400
CSRF: Final = "a" * 32


@dataclass(frozen=True)
class Person:
    """One who is at work, and customers of his own."""

    key: str
    ids: Sequence[UUID]
    names: Sequence[str]
    phones: Sequence[str]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: Any = None
    is_read: bool = True


Act = Callable[[Person, random.Random], Request]
"""What a person asks for next."""


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

    @property
    def all(self) -> list[float]:
        return [*self.reads, *self.writes]


@dataclass(frozen=True)
class Share:
    """Processors that were busy, on average: the stack's, the asking program's, all the others."""

    stack: float
    client: float
    others: float


class Watch:
    """Who used the processors between its making and `share`."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.began = self._now()

    def share(self) -> Share:
        at, stack, client, machine = (
            now - then for now, then in zip(self._now(), self.began, strict=True)
        )
        others = max(0.0, machine - stack - client)
        return Share(stack / at, client / at, others / at)

    def _now(self) -> tuple[float, float, float, float]:
        own = resource.getrusage(resource.RUSAGE_SELF)
        busy = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        # user, nice, system, irq, softirq; without idle, waiting and what a host took away
        machine = sum(int(busy[n]) for n in (1, 2, 3, 6, 7)) / CLOCK_TICKS
        client = own.ru_utime + own.ru_stime
        return time.perf_counter(), self.stack.cpu_seconds(), client, machine


class Connections:
    """Keep-alive connections that are used by whoever asks next."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.places = asyncio.Semaphore(CONNECTIONS)

    async def ask(self, request: bytes) -> tuple[int, dict[str, str]]:
        async with self.places:
            reader, writer = await self._take()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            await _skip_body(reader, headers)
            self.idle.append((reader, writer))
            return int(head[0].split(" ")[1]), headers

    async def _take(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The one that rested longest, as a hundred browsers take turns, unless it was closed."""
        while self.idle:
            reader, writer = self.idle.pop(0)
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def open(self, number: int) -> None:
        """Have that many connections ready."""
        while len(self.idle) < number:
            self.idle.append(await asyncio.open_connection("127.0.0.1", self.port))


async def _skip_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> None:
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
        return
    while size := int((await reader.readline()).strip() or b"0", 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def on_the_wire(request: Request, key: str) -> bytes:
    payload = b"" if request.body is None else orjson.dumps(request.body)
    head = (
        f"{request.method} /api/v1{request.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: kurator_session={key}; kurator_csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload


async def ask(connections: Connections, person: Person, request: Request, tally: Tally) -> None:
    wire = on_the_wire(request, person.key)
    started = time.perf_counter()
    try:
        status, headers = await connections.ask(wire)
    except (OSError, asyncio.IncompleteReadError, ValueError):
        tally.failed += 1
        return
    milliseconds = (time.perf_counter() - started) * 1000
    if status in (429, 503):
        tally.shed.append(milliseconds)
        tally.without_time += "retry-after" not in headers
    elif status < 300:
        (tally.reads if request.is_read else tally.writes).append(milliseconds)
    else:
        tally.failed += 1


async def closed_loop(
    port: int, people: Sequence[Person], act: Act, *, clients: int, seconds: float
) -> float:
    """Requests per second when a few clients ask without a pause."""
    connections, tally = Connections(port), Tally()
    until = time.perf_counter() + seconds

    async def work(number: int) -> None:
        generator = random.Random(number)
        while time.perf_counter() < until:
            person = generator.choice(people)
            await ask(connections, person, act(person, generator), tally)

    await asyncio.gather(*(work(n) for n in range(clients)))
    return tally.served / seconds


async def open_loop(
    port: int, people: Sequence[Person], act: Act, *, per_second: float, seconds: float
) -> Tally:
    """Requests at random moments, `per_second` on average, whatever the server does."""
    connections, tally, tasks = Connections(port), Tally(), []
    await connections.open(len(people))
    generator, due = random.Random(1), time.perf_counter()
    until = due + seconds
    while due < until:
        due += generator.expovariate(per_second)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        person = generator.choice(people)
        request = act(person, generator)
        tasks.append(asyncio.create_task(ask(connections, person, request, tally)))
    await asyncio.gather(*tasks)
    return tally


def people_at_work(rows: int, *, name: str = "") -> list[Person]:
    """
    Operators of the base, or of a copy of this name, with the scope of a team, each with a session
    and customers.
    """
    from kurator.access.sessions import hash_session_key

    people: list[Person] = []
    with admin(rows, name=name) as db:
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
                "SELECT p.id, p.display_name, (SELECT c.norm FROM parties_contactpoint c"
                "  WHERE c.party_id = p.id AND c.kind = 'PHONE' LIMIT 1)"
                " FROM parties_party p WHERE p.owner_id = %s LIMIT %s",
                [user_id, CUSTOMERS_EACH],
            ).fetchall()
            if mine:
                people.append(
                    Person(
                        key=key,
                        ids=[row[0] for row in mine],
                        names=[row[1] for row in mine if len(row[1]) > 4],
                        phones=[row[2] for row in mine if row[2]],
                    )
                )
    return people
