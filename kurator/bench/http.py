"""
`http`: CPU milliseconds of the whole stack (web server and database) per request, one client, as
an operator whose scope is his team, with row-level security on; and card reads per second.
"""

import asyncio
import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

from kurator.bench.crowd import (
    Act,
    Person,
    Request,
    Watch,
    closed_loop,
    on_the_wire,
    open_loop,
    people_at_work,
)
from kurator.bench.figures import Figure, percentile, report
from kurator.bench.loaded import admin, database_of, prepare
from kurator.bench.stack import Stack, running_stack

REPEATS = 200
WARM_UP = 40
KEY = "bench-session"
CLIENTS = 4
RPS_SECONDS = 10
APART_REPEATS = 2_000
CROWD_SECONDS = 8.0
CROWD_P95_MS = 100.0
FILLING_CLIENTS = 16
FILLING_SECONDS = 4.0
DEMANDS = {
    "card": 6.0,
    "card_full": 12.0,
    "name_fragment": 12.0,
    "typeahead": 8.0,
    "phone_digits": 5.0,
    "list": 10.0,
    "create_customer": 12.0,
}
MILLION_DEMANDS = {"name_fragment": 15.0, "list": 15.0}


@dataclass(frozen=True)
class Sample:
    """One operator with customers of his team, and a customer that he may not see."""

    person: Person
    hidden: UUID


class Client:
    """One keep-alive connection; as little work of its own as can be."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.buffer = b""

    def ask(self, method: str, path: str, body: Any = None, *, expected: bytes = b"2") -> bytes:
        """`expected` is what the status begins with."""
        self.socket.sendall(on_the_wire(Request(method, path, body), KEY))
        return self._read(expected)

    def _read(self, expected: bytes) -> bytes:
        data = self.buffer
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, rest = data.partition(b"\r\n\r\n")
        lower = head.lower()
        if b"content-length:" in lower:
            length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
            while len(rest) < length:
                rest += self._more()
            self.buffer, rest = rest[length:], rest[:length]
        else:
            while not rest.endswith(b"0\r\n\r\n"):
                rest += self._more()
            self.buffer = b""
        if not head.split(b" ")[1].startswith(expected):
            raise RuntimeError(f"{head[:40]!r} {rest[:300]!r}")
        return rest

    def _more(self) -> bytes:
        found = self.socket.recv(262_144)
        if not found:
            raise ConnectionError("closed")
        return found


def run(rows: int) -> None:
    prepare(rows)
    sample, people = _sample(rows), people_at_work(rows)
    demands = DEMANDS | (MILLION_DEMANDS if rows >= 1_000_000 else {})
    with running_stack(database_of(rows)) as stack:
        for name in ROWS:
            _alone(stack, sample.person, name, demands[name])
        report(Figure("http", "card_rps", _card_rate(stack, sample.person), "1/s", 300.0))
        told = _hidden_minus_missing(Client(stack.port), sample.hidden)
        report(Figure("http", "hidden_minus_missing_ms", told, "ms", 0.1))
        for name in ROWS:
            _crowded(stack, people, name, demands[name])


def _alone(stack: Stack, person: Person, name: str, demand: float) -> None:
    client, generator = Client(stack.port), random.Random(name)

    def ask() -> None:
        request = ROWS[name](person, generator)
        client.ask(request.method, request.path, request.body)

    cpu, wall = _measure(stack, ask)
    report(Figure("http", f"{name}_cpu_ms", cpu, "ms", demand))
    report(Figure("http", f"{name}_p50_ms", wall, "ms"))


def _crowded(stack: Stack, people: Sequence[Person], name: str, demand: float) -> None:
    """The same row by all of them, at half of what the machine can do with the asking program on it."""
    capacity = asyncio.run(
        closed_loop(
            stack.port, people, ROWS[name], clients=FILLING_CLIENTS, seconds=FILLING_SECONDS
        )
    )
    watch, before = Watch(stack), stack.cpu_seconds()
    load = open_loop(stack.port, people, ROWS[name], per_second=capacity / 2, seconds=CROWD_SECONDS)
    tally = asyncio.run(load)
    spent, share = stack.cpu_seconds() - before, watch.share()
    row = f"{name}_{len(people)}_people"
    report(Figure("http", f"{row}_cpu_ms", spent * 1000 / max(1, tally.served), "ms", demand))
    report(Figure("http", f"{row}_p95_ms", percentile(tally.all, 0.95), "ms", CROWD_P95_MS))
    report(Figure("http", f"{row}_rps", tally.served / CROWD_SECONDS, "1/s", capacity))
    report(Figure("http", f"{row}_unserved", float(len(tally.shed) + tally.failed), "requests"))
    report(Figure("http", f"{row}_other_processors", share.others, "1"))


def _hidden_minus_missing(client: Client, hidden: UUID) -> float:
    """How far the medians of both 404 lie apart, asked in turn: what an outsider could measure."""
    walls: tuple[list[float], list[float]] = ([], [])
    for n in range(2 * APART_REPEATS):
        started = time.perf_counter()
        client.ask("GET", f"/parties/{hidden if n % 2 else uuid4()}", expected=b"404")
        walls[n % 2].append(time.perf_counter() - started)
    missing, shown = (sorted(one)[APART_REPEATS // 2] for one in walls)
    return abs(shown - missing) * 1000


def _pick(values: Sequence[Any], generator: random.Random) -> Any:
    return values[generator.randrange(len(values))]


def _card(person: Person, generator: random.Random) -> Request:
    return Request("GET", f"/parties/{_pick(person.ids, generator)}")


def _card_full(person: Person, generator: random.Random) -> Request:
    return Request("GET", f"/parties/{_pick(person.ids, generator)}/card")


def _name_fragment(person: Person, generator: random.Random) -> Request:
    body = {"q": _pick(person.names, generator)[1:4], "limit": 50}
    return Request("POST", "/parties/search", body)


def _typeahead(person: Person, generator: random.Random) -> Request:
    return Request("GET", f"/search?q={quote(_pick(person.phones, generator)[-9:-3])}")


def _phone_digits(person: Person, generator: random.Random) -> Request:
    body = {"q": _pick(person.phones, generator)[-9:-2], "limit": 50}
    return Request("POST", "/parties/search", body)


def _list(person: Person, generator: random.Random) -> Request:
    body = {
        "filter": {"op": "eq", "field": "party.status", "value": "ACTIVE"},
        "sort": [{"field": "party.created_at", "desc": True}],
        "limit": 50,
    }
    return Request("POST", "/parties/search", body)


def _create(person: Person, generator: random.Random) -> Request:
    phone = f"+38067{generator.randint(0, 9_999_999):07d}"
    body = {"values": {"party.name": f"Нова Клієнтка {time.time_ns()}"}, "phones": [phone]}
    return Request("POST", "/parties", body, is_read=False)


ROWS: Final[dict[str, Act]] = {
    "card": _card,
    "card_full": _card_full,
    "name_fragment": _name_fragment,
    "typeahead": _typeahead,
    "phone_digits": _phone_digits,
    "list": _list,
    "create_customer": _create,
}


def _measure(stack: Stack, ask: Callable[[], None]) -> tuple[float, float]:
    """Return CPU ms and the median wall ms of one request."""
    for _ in range(WARM_UP):
        ask()
    before, walls = stack.cpu_seconds(), []
    for _ in range(REPEATS):
        started = time.perf_counter()
        ask()
        walls.append((time.perf_counter() - started) * 1000)
    return (stack.cpu_seconds() - before) * 1000 / REPEATS, sorted(walls)[REPEATS // 2]


def _card_rate(stack: Stack, person: Person) -> float:
    """Card reads per second over several connections; the clients share the two cores."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + RPS_SECONDS

    def read(number: int) -> None:
        client, generator = Client(stack.port), random.Random(number)
        while time.perf_counter() < until:
            client.ask("GET", f"/parties/{generator.choice(person.ids)}")
            counts[number] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / RPS_SECONDS


def _sample(rows: int) -> Sample:
    """Choose an operator with the scope of a team and give him a session."""
    from kurator.access.sessions import hash_session_key
    from kurator.demo.company import role_permissions

    with admin(rows) as db:
        row = db.execute(
            "SELECT u.id FROM access_user u JOIN access_userrole ur ON ur.user_id = u.id"
            " JOIN access_role r ON r.id = ur.role_id AND r.scope = 'TEAM'"
            " WHERE 'parties.create' = ANY(r.permissions) AND EXISTS ("
            "  SELECT FROM parties_party p WHERE p.owner_id = u.id) ORDER BY u.id LIMIT 1"
        ).fetchone()
        if row is None:
            raise RuntimeError("the base has no operator with the scope of a team")
        # A base that was kept knows the permissions of its day: the card would lack sections.
        db.execute(
            "UPDATE access_role r SET permissions = %s FROM access_userrole ur"
            " WHERE ur.role_id = r.id AND ur.user_id = %s",
            [role_permissions("operator"), row[0]],
        )
        db.execute("DELETE FROM access_session WHERE key_hash = %s", [hash_session_key(KEY)])
        db.execute(
            "INSERT INTO access_session (key_hash, user_id, expires_at, addr, client)"
            " VALUES (%s, %s, %s, '', '')",
            [hash_session_key(KEY), row[0], datetime.now(UTC) + timedelta(days=1)],
        )
        found = db.execute(
            "SELECT p.id, (SELECT c.norm FROM parties_contactpoint c WHERE c.party_id = p.id"
            "   AND c.kind = 'PHONE' LIMIT 1), p.display_name FROM parties_party p"
            " WHERE p.owner_id IN (SELECT owner_id FROM access_visibleowner WHERE viewer_id = %s)"
            " ORDER BY md5(p.id::text) LIMIT 500",
            [row[0]],
        ).fetchall()
        hidden = _hidden_from(db, row[0])
    person = Person(
        key=KEY,
        ids=[r[0] for r in found],
        phones=[r[1] for r in found if r[1]],
        names=[r[2] for r in found if len(r[2]) > 4],
    )
    return Sample(person, hidden)


def _hidden_from(db: Any, viewer: UUID) -> UUID:
    row = db.execute(
        "SELECT id FROM parties_party WHERE owner_id NOT IN"
        " (SELECT owner_id FROM access_visibleowner WHERE viewer_id = %s) LIMIT 1",
        [viewer],
    ).fetchone()
    return UUID(str(row[0]))
