"""
`load`: a hundred people at work at the same time, at half of what the machine can do and at twice
as much. In overload the server must refuse in time what it cannot do, and stay quick in the rest.
"""

import asyncio
import random
from typing import Final
from urllib.parse import quote

from kurator.bench.crowd import (
    Person,
    Request,
    Share,
    Tally,
    Watch,
    closed_loop,
    open_loop,
    people_at_work,
)
from kurator.bench.figures import Figure, percentile, report
from kurator.bench.loaded import database_of, prepare
from kurator.bench.stack import running_stack

CLOSED_CLIENTS: Final = 16
SECONDS: Final = 12.0
WARM_SECONDS: Final = 4.0
HALF_P95_MS: Final = 100.0
OVERLOAD_P95_MS: Final = 300.0


def act(person: Person, generator: random.Random) -> Request:
    """What a person does: mostly cards and lists, now and then a search, a change in twenty."""
    party, chance = generator.choice(person.ids), generator.random()
    if chance < 0.45:
        return Request("GET", f"/parties/{party}")
    if chance < 0.60:
        return Request("GET", f"/parties/{party}/card")
    if chance < 0.80:
        body = {"filter": {"op": "eq", "field": "party.status", "value": "ACTIVE"}, "limit": 50}
        return Request("POST", "/parties/search", body)
    if chance < 0.95:
        return Request("GET", f"/search?q={quote(generator.choice(person.names)[:5])}")
    text = {"party_id": str(party), "text": "Has asked to be called back"}
    return Request("POST", "/notes", text, is_read=False)


def run(rows: int) -> None:
    prepare(rows)
    people = people_at_work(rows)
    with running_stack(database_of(rows), has_limits=True) as stack:

        def saturate(seconds: float) -> float:
            clients = CLOSED_CLIENTS
            return asyncio.run(
                closed_loop(stack.port, people, act, clients=clients, seconds=seconds)
            )

        def load(per_second: float) -> Tally:
            loop = open_loop(stack.port, people, act, per_second=per_second, seconds=SECONDS)
            return asyncio.run(loop)

        saturate(WARM_SECONDS)
        capacity = saturate(SECONDS)
        report(Figure("load", "capacity_rps", capacity, "1/s"))
        watch = Watch(stack)
        half = load(capacity / 2)
        _report_half(half, watch.share())
        _report_overload(load(capacity * 2), capacity)


def _report_half(tally: Tally, share: Share) -> None:
    report(Figure("load", "half_p50_ms", percentile(tally.all, 0.5), "ms"))
    report(Figure("load", "half_p95_ms", percentile(tally.all, 0.95), "ms", HALF_P95_MS))
    report(Figure("load", "half_shed_share", len(tally.shed) / max(1, tally.served), "share"))
    report(Figure("load", "half_failed", float(tally.failed), "requests"))
    # Whether the machine was ours: what others use is missing at the times above.
    report(Figure("load", "half_stack_processors", share.stack, "1"))
    report(Figure("load", "half_client_processors", share.client, "1"))
    report(Figure("load", "half_other_processors", share.others, "1"))


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
