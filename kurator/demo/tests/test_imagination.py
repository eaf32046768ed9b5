"""The demo company as plain data: the same from the same seed, and credible."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from kurator.demo.attributes import TAGS
from kurator.demo.clock import Clock
from kurator.demo.company import colleagues
from kurator.demo.customers import Customer, make_customer
from kurator.demo.diary import add_diary
from kurator.demo.ids import LATEST_ID
from kurator.demo.life import live
from kurator.demo.names import female
from kurator.demo.rows import Ledger, add_customers
from kurator.kernel.ids import new_id

SEED = 7
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
PEOPLE = colleagues(SEED)
SERVING = [one for one in PEOPLE if one.role in ("operator", "manager")]
TAG_IDS = {tag.code: uuid4() for tag in TAGS}


def customers(count: int) -> list[Customer]:
    return [make_customer(SEED, index, SERVING, 10_001) for index in range(count)]


def ledger(now: datetime = NOW, count: int = 120) -> Ledger:
    made = Ledger(SEED, Clock(now, "Europe/Kyiv"), PEOPLE, TAG_IDS)
    chosen = customers(count)
    add_customers(made, chosen)
    for customer in chosen:
        add_diary(made, customer)
    return made


def test_the_same_seed_gives_the_same_company() -> None:
    assert ledger().rows == ledger().rows


def test_a_customer_does_not_depend_on_how_many_there_are() -> None:
    assert customers(5) == customers(50)[:5]


def test_another_day_moves_dates_only() -> None:
    here, later = ledger(), ledger(datetime(2026, 6, 1, 9, 0, tzinfo=UTC))
    for table, rows in here.rows.items():
        assert [row[0] for row in rows] == [row[0] for row in later.rows[table]]


def test_ids_come_before_all_real_ones() -> None:
    tables = ledger().rows
    words = {row[0] for row in tables.pop("tracking_actwords")}
    assert words <= {row[0] for row in tables["tracking_changetransaction"]}
    ids = [row[0] for rows in tables.values() for row in rows]
    assert len(ids) == len(set(ids))
    assert max(ids) < LATEST_ID < new_id()
    assert {UUID(str(one)).version for one in ids} == {7}


def test_ids_of_the_history_are_in_the_order_of_time() -> None:
    rows = ledger().rows
    times = {row[0]: row[1] for row in rows["tracking_changetransaction"]}
    by_party: dict[UUID, list[tuple[UUID, datetime]]] = {}
    for change_id, party_id, tx_id, *_ in rows["tracking_change"]:
        by_party.setdefault(party_id, []).append((change_id, times[tx_id]))
    for changes in by_party.values():
        assert [at for _, at in sorted(changes)] == sorted(at for _, at in changes)


def test_nothing_happened_in_the_future() -> None:
    rows = ledger().rows
    assert all(row[1] < NOW for row in rows["tracking_changetransaction"])
    assert all(row[4] < NOW for row in rows["activities_note"])


def test_nothing_is_done_for_a_customer_before_he_is_entered() -> None:
    rows = ledger(count=2_000).rows
    at = {row[0]: row[1] for row in rows["tracking_changetransaction"]}
    entered = {
        row[1]: at[row[2]] for row in rows["tracking_change"] if row[3:6:2] == ("party", "I")
    }
    for _, party_id, _, _, written_at in rows["activities_note"]:
        assert entered[party_id] < written_at
    for row in rows["activities_task"]:
        created_at, closed_at = row[10:12]
        assert entered[row[1]] < created_at < (closed_at or NOW)
    titles = Counter((row[1], row[2]) for row in rows["activities_task"])
    assert set(titles.values()) == {1}


def test_the_history_ends_in_the_present_state() -> None:
    for customer in customers(60):
        first, moments = live(SEED, customer, PEOPLE)
        state = dict(first)
        for moment in moments:
            state.update(moment.values)
        assert state["party.owner"] == str(customer.owner_id)
        assert all(customer.born < moment.day < 0 for moment in moments)


def test_all_languages_countries_and_kinds_are_there() -> None:
    many = customers(600)
    assert set(Counter(one.language for one in many)) == {"ru", "uk", "en"}
    assert {one.country for one in many} == {"UA", "RU", "KZ", "GB"}
    assert 0.6 < sum(one.is_person for one in many) / len(many) < 0.85
    assert any(contact.extension for one in many for contact in one.contacts)


def test_addresses_are_nobodys() -> None:
    for customer in customers(300):
        for contact in customer.contacts:
            if contact.kind == "EMAIL":
                assert ".example" in contact.norm or "@example." in contact.norm
            if contact.kind == "PHONE":
                assert contact.norm.isdigit()
                assert contact.norm.startswith(("380", "7", "44"))


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        ("Белов", "Белова"),
        ("Ковалевский", "Ковалевская"),
        ("Ковалевський", "Ковалевська"),
        ("Chernetskyi", "Chernetska"),
        ("Никитин", "Никитина"),
        ("Бондаренко", "Бондаренко"),
        ("Литвин", "Литвин"),
        ("Kuznetsov", "Kuznetsova"),
    ],
)
def test_surnames_of_women(his: str, hers: str) -> None:
    assert female(his) == hers
