"""Notes and tasks of the demo company's people."""

from random import Random

from kurator.demo.clock import day_of
from kurator.demo.customers import Customer
from kurator.demo.diary_texts import NOTES, RESULTS, TASKS
from kurator.demo.ids import demo_id
from kurator.demo.rows import Ledger, packed
from kurator.kernel.ids import NOBODY_ID

OPEN_SHARE = 0.07
POOL_SHARE = 0.25
WAITING_SHARE = 0.1
"""Of open tasks, those that wait in the pool for somebody of the team to take them."""


def add_diary(ledger: Ledger, customer: Customer) -> None:
    """Add what was written and done for this customer, and perhaps what is still to do."""
    random = Random(f"{ledger.seed}:diary:{customer.index}")
    for _ in range(random.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]):
        _add_note(ledger, random, customer)
    for _ in range(random.choices((0, 1, 2), (60, 28, 12))[0]):
        _add_done_task(ledger, random, customer)
    if customer.owner is not None and random.random() < OPEN_SHARE:
        _add_open_task(ledger, random, customer)
    if customer.owner is None and random.random() < POOL_SHARE:
        _add_open_task(ledger, random, customer)


def _past_day(random: Random, customer: Customer) -> int:
    return random.randint(min(customer.born + 1, -1), -1)


def _add_note(ledger: Ledger, random: Random, customer: Customer) -> None:
    author = customer.owner or ledger.colleague("operator")
    day, minute = _past_day(random, customer), random.randrange(540, 1080)
    text = random.choice(NOTES[author.language])
    at = ledger.clock.at(day, minute)
    note_id = demo_id(random, day=day_of(day, minute))
    ledger.rows["activities_note"].append((note_id, customer.id, text, author.id, at))


def _add_done_task(ledger: Ledger, random: Random, customer: Customer) -> None:
    person = customer.owner or ledger.colleague("supervisor")
    day, minute = _past_day(random, customer), random.randrange(540, 1080)
    done_at = ledger.clock.at(day, minute)
    set_day = max(customer.born, day - random.randint(1, 9))
    created_at = ledger.clock.at(set_day, 601)
    due_at = ledger.clock.at(day + random.choice((-1, 0, 0, 1, 2)), 1080)
    result = random.choice(RESULTS[person.language])
    is_cancelled = random.random() < 0.08
    ledger.rows["activities_task"].append(
        (
            demo_id(random, day=day_of(set_day, 601)),
            customer.id,
            packed(random.choice(TASKS)),
            "",
            due_at,
            person.id,
            "CANCELLED" if is_cancelled else "DONE",
            "" if is_cancelled else result,
            "USER",
            person.id,
            created_at,
            done_at,
            person.id,
        )
    )


def _add_open_task(ledger: Ledger, random: Random, customer: Customer) -> None:
    """A sixth is overdue, a fifth for today, the rest within three weeks."""
    author = customer.owner or ledger.colleague("supervisor")
    due_day = random.choices((-random.randint(1, 6), 0, random.randint(1, 21)), (16, 20, 64))[0]
    set_day = max(customer.born, min(due_day, 0) - random.randint(1, 7))
    is_taken = customer.owner is not None and random.random() > WAITING_SHARE
    ledger.rows["activities_task"].append(
        (
            demo_id(random, day=day_of(set_day, 605)),
            customer.id,
            packed(random.choice(TASKS)),
            "",
            ledger.clock.at(due_day, random.randrange(9, 19) * 60),
            author.id if is_taken else NOBODY_ID,
            "OPEN",
            "",
            "USER",
            author.id,
            ledger.clock.at(set_day, 605),
            None,
            None,
        )
    )
