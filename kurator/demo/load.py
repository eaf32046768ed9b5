"""Loads the demo company: people, attributes, customers with two years behind them, strategies."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from kurator.demo.attributes import ATTRIBUTES, TAGS
from kurator.demo.clock import Clock
from kurator.demo.company import Colleague, found_company
from kurator.demo.customers import make_customer
from kurator.demo.diary import add_diary
from kurator.demo.ids import LATEST_ID, seeded_id
from kurator.demo.plan import make_plan
from kurator.demo.rows import Ledger, add_customers
from kurator.demo.storing import open_store
from kurator.parties.models import Attribute, Tag
from kurator.platform.context import Context, open_scope
from kurator.platform.queries import read_value

Progress = Callable[[float], None]
LOADER: Final = Context(actor_kind="system", actor_name="demo", channel="demo")
CHUNK: Final = 250


def is_loaded() -> bool:
    """Demo ids are older than any real one."""
    return bool(read_value("SELECT EXISTS (SELECT FROM parties_party WHERE id < %s)", [LATEST_ID]))


def load_company(
    *, now: datetime, customers: int, seed: int, progress: Progress = lambda _: None
) -> bool:
    """Load what is not there yet; returns whether customers were loaded now."""
    progress(0.0)
    with open_scope(LOADER):
        people = found_company(seed)
        tag_ids = define_attributes(seed)
        is_new = not is_loaded()
    progress(0.03)
    if is_new:
        ledger = _imagine(
            now, customers, seed, people, tag_ids, lambda share: progress(0.03 + 0.42 * share)
        )
        _store(ledger, lambda share: progress(0.45 + 0.45 * share))
    progress(0.93)
    with open_scope(LOADER):
        make_plan(seed=seed, people=people, tag_ids=tag_ids, now=now)
    progress(1.0)
    return is_new


def define_attributes(seed: int) -> dict[str, UUID]:
    """Define the attributes and tags that are not there yet; returns ids of tags by code."""
    for position, shape in enumerate(ATTRIBUTES, start=1):
        values = shape.definition() | {
            "id": seeded_id(f"{seed}:attribute:{shape.code}"),
            "position": position,
        }
        code = values.pop("code")
        Attribute.objects.get_or_create(code=code, defaults=values)
    for tag in TAGS:
        defaults = {"id": seeded_id(f"{seed}:tag:{tag.code}"), "name": dict(tag.name)}
        Tag.objects.get_or_create(code=tag.code, defaults=defaults)
    return dict(Tag.objects.values_list("code", "id"))


def _first_number(customers: int) -> int:
    with open_scope(LOADER):
        return int(read_value("SELECT k.take_numbers('party', %s)", [customers]))


def _imagine(
    now: datetime,
    customers: int,
    seed: int,
    people: list[Colleague],
    tag_ids: dict[str, UUID],
    progress: Progress,
) -> Ledger:
    ledger = Ledger(seed, Clock(now, settings.COMPANY_TIME_ZONE), people, tag_ids)
    serving = [one for one in people if one.role in ("operator", "manager")]
    first = _first_number(customers)
    for start in range(0, customers, CHUNK):
        chunk = [
            make_customer(seed, index, serving, first)
            for index in range(start, min(start + CHUNK, customers))
        ]
        add_customers(ledger, chunk)
        for customer in chunk:
            add_diary(ledger, customer)
        progress(start / customers)
    return ledger


def _store(ledger: Ledger, progress: Progress) -> None:
    party_ids = [row[0] for row in ledger.rows["parties_party"]]
    with open_store() as store:
        store.write(ledger.rows, lambda share: progress(0.6 * share))
        if store.is_quiet:
            store.index(party_ids, lambda share: progress(0.6 + 0.4 * share))
    with open_store() as store:
        tables = ", ".join(table for table, rows in ledger.rows.items() if rows)
        store.connection.execute(f"ANALYZE {tables}, parties_partysearch".encode())
