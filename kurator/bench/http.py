"""
`http`: CPU milliseconds of the whole stack (web server and database) per request, one client, as
an operator whose scope is his team, with row-level security on; and card reads per second.

The floors are what peers.md demands.
"""

import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from kurator.bench.figures import Figure, report
from kurator.bench.loaded import admin, database_of, prepare
from kurator.bench.stack import Stack, running_stack

REPEATS = 200
WARM_UP = 40
KEY = "bench-session"
CLIENTS = 4
RPS_SECONDS = 10
APART_REPEATS = 2_000
DEMANDS = {
    "card_cpu_ms": 6.0,
    "card_full_cpu_ms": 12.0,
    "name_fragment_cpu_ms": 12.0,
    "typeahead_cpu_ms": 8.0,
    "phone_digits_cpu_ms": 5.0,
    "list_cpu_ms": 10.0,
    "create_customer_cpu_ms": 12.0,
}
MILLION_DEMANDS = {"name_fragment_cpu_ms": 15.0, "list_cpu_ms": 15.0}


@dataclass(frozen=True)
class Sample:
    """What the operator asks about: his customers, their phones and names."""

    ids: Sequence[UUID]
    phones: Sequence[str]
    names: Sequence[str]
    hidden: UUID


class Client:
    """One keep-alive connection; as little work of its own as can be."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.buffer = b""
        self.csrf = "a" * 32

    def ask(self, method: str, path: str, body: Any = None, *, expected: bytes = b"2") -> bytes:
        """`expected` is what the status begins with."""
        payload = b"" if body is None else orjson.dumps(body)
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: kurator_session={KEY}; kurator_csrf={self.csrf}\r\nX-CSRFToken: {self.csrf}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + payload)
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
    sample = _sample(rows)
    with running_stack(database_of(rows)) as stack:
        client = Client(stack.port)
        for figure, ask in _requests(client, sample).items():
            demand = DEMANDS[figure]
            if rows >= 1_000_000:
                demand = MILLION_DEMANDS.get(figure, demand)
            cpu, wall = _measure(stack, ask)
            report(Figure("http", figure, cpu, "ms", demand))
            report(Figure("http", figure.replace("_cpu_ms", "_p50_ms"), wall, "ms"))
        report(Figure("http", "card_rps", _card_rate(stack, sample), "1/s", 300.0))
        told = _hidden_minus_missing(Client(stack.port), sample.hidden)
        report(Figure("http", "hidden_minus_missing_ms", told, "ms", 0.1))


def _hidden_minus_missing(client: Client, hidden: UUID) -> float:
    """How far the medians of both 404 lie apart, asked in turn: what an outsider could measure."""
    walls: tuple[list[float], list[float]] = ([], [])
    for n in range(2 * APART_REPEATS):
        started = time.perf_counter()
        client.ask("GET", f"/parties/{hidden if n % 2 else uuid4()}", expected=b"404")
        walls[n % 2].append(time.perf_counter() - started)
    missing, shown = (sorted(one)[APART_REPEATS // 2] for one in walls)
    return abs(shown - missing) * 1000


def _requests(client: Client, sample: Sample) -> dict[str, Callable[[int], bytes]]:
    def pick(values: Sequence[Any], n: int) -> Any:
        return values[n % len(values)]

    def name_fragment(n: int) -> bytes:
        return client.ask("POST", "/parties/search", {"q": pick(sample.names, n)[1:4], "limit": 50})

    def phone_digits(n: int) -> bytes:
        return client.ask(
            "POST", "/parties/search", {"q": pick(sample.phones, n)[-9:-2], "limit": 50}
        )

    def listing(n: int) -> bytes:
        body = {
            "filter": {"op": "eq", "field": "party.status", "value": "ACTIVE"},
            "sort": [{"field": "party.created_at", "desc": True}],
            "limit": 50,
        }
        return client.ask("POST", "/parties/search", body)

    def create(n: int) -> bytes:
        phone = f"+38067{random.randint(0, 9_999_999):07d}"
        body = {"values": {"party.name": f"Нова Клієнтка {time.time_ns()}"}, "phones": [phone]}
        return client.ask("POST", "/parties", body)

    return {
        "card_cpu_ms": lambda n: client.ask("GET", f"/parties/{pick(sample.ids, n)}"),
        "card_full_cpu_ms": lambda n: client.ask("GET", f"/parties/{pick(sample.ids, n)}/card"),
        "name_fragment_cpu_ms": name_fragment,
        "typeahead_cpu_ms": lambda n: client.ask(
            "GET", f"/search?q={_ascii(pick(sample.phones, n)[-9:-3])}"
        ),
        "phone_digits_cpu_ms": phone_digits,
        "list_cpu_ms": listing,
        "create_customer_cpu_ms": create,
    }


def _ascii(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


def _measure(stack: Stack, ask: Callable[[int], bytes]) -> tuple[float, float]:
    """Return CPU ms and the median wall ms of one request."""
    for n in range(WARM_UP):
        ask(n)
    before, walls = stack.cpu_seconds(), []
    for n in range(REPEATS):
        started = time.perf_counter()
        ask(WARM_UP + n)
        walls.append((time.perf_counter() - started) * 1000)
    return (stack.cpu_seconds() - before) * 1000 / REPEATS, sorted(walls)[REPEATS // 2]


def _card_rate(stack: Stack, sample: Sample) -> float:
    """Card reads per second over several connections; the clients share the two cores."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + RPS_SECONDS

    def read(number: int) -> None:
        client, generator = Client(stack.port), random.Random(number)
        while time.perf_counter() < until:
            client.ask("GET", f"/parties/{generator.choice(sample.ids)}")
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
    return Sample(
        ids=[r[0] for r in found],
        phones=[r[1] for r in found if r[1]],
        names=[r[2] for r in found if len(r[2]) > 4],
        hidden=hidden,
    )


def _hidden_from(db: Any, viewer: UUID) -> UUID:
    row = db.execute(
        "SELECT id FROM parties_party WHERE owner_id NOT IN"
        " (SELECT owner_id FROM access_visibleowner WHERE viewer_id = %s) LIMIT 1",
        [viewer],
    ).fetchone()
    return UUID(str(row[0]))
