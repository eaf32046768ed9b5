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
ENTERED_BY = 11 * 60
"""The minute of the day by which a customer of that day is entered."""


def add_diary(ledger: Ledger, customer: Customer) -> None:
    """Add what was written and done for this customer, and perhaps what is still to do."""
    random = Random(f"{ledger.seed}:diary:{customer.index}")
    for _ in range(random.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]):
        _add_note(ledger, random, customer)
    given: list[dict[str, str]] = []
    for _ in range(random.choices((0, 1, 2), (60, 28, 12))[0]):
        _add_done_task(ledger, random, customer, given)
    if customer.owner is not None and random.random() < OPEN_SHARE:
        _add_open_task(ledger, random, customer, given)
    if customer.owner is None and random.random() < POOL_SHARE:
        _add_open_task(ledger, random, customer, given)


def _past_day(random: Random, customer: Customer) -> int:
    return random.randint(min(customer.born + 1, -1), -1)


def _minute(customer: Customer, day: int, minute: int) -> int:
    """Nothing is done for a customer before he is entered."""
    return max(minute, ENTERED_BY + minute // 10) if day <= customer.born else minute


def _title(random: Random, given: list[dict[str, str]]) -> dict[str, str]:
    """Nobody sets one customer the same task twice."""
    at = random.randrange(len(TASKS))
    title = next(one for one in (*TASKS[at:], *TASKS[:at]) if one not in given)
    given.append(title)
    return title


def _add_note(ledger: Ledger, random: Random, customer: Customer) -> None:
    author = customer.owner or ledger.colleague("operator")
    day, minute = _past_day(random, customer), random.randrange(540, 1080)
    minute = _minute(customer, day, minute)
    text = random.choice(NOTES[author.language])
    at = ledger.clock.at(day, minute)
    note_id = demo_id(random, day=day_of(day, minute))
    ledger.rows["activities_note"].append((note_id, customer.id, text, author.id, at))


def _add_done_task(
    ledger: Ledger, random: Random, customer: Customer, given: list[dict[str, str]]
) -> None:
    person = customer.owner or ledger.colleague("supervisor")
    day, minute = _past_day(random, customer), random.randrange(540, 1080)
    set_day = max(customer.born, day - random.randint(1, 9))
    set_minute = _minute(customer, set_day, 601)
    done_minute = max(minute, set_minute + 15) if day == set_day else minute
    created_at, done_at = ledger.clock.at(set_day, set_minute), ledger.clock.at(day, done_minute)
    due_at = ledger.clock.at(day + random.choice((-1, 0, 0, 1, 2)), 1080)
    result = random.choice(RESULTS[person.language])
    is_cancelled = random.random() < 0.08
    ledger.rows["activities_task"].append(
        (
            demo_id(random, day=day_of(set_day, set_minute)),
            customer.id,
            packed(_title(random, given)),
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


def _add_open_task(
    ledger: Ledger, random: Random, customer: Customer, given: list[dict[str, str]]
) -> None:
    """A sixth is overdue, a fifth for today, the rest within three weeks."""
    author = customer.owner or ledger.colleague("supervisor")
    due_day = random.choices((-random.randint(1, 6), 0, random.randint(1, 21)), (16, 20, 64))[0]
    set_day = max(customer.born, min(due_day, 0) - random.randint(1, 7))
    set_minute = _minute(customer, set_day, 605)
    is_taken = customer.owner is not None and random.random() > WAITING_SHARE
    ledger.rows["activities_task"].append(
        (
            demo_id(random, day=day_of(set_day, set_minute)),
            customer.id,
            packed(_title(random, given)),
            "",
            ledger.clock.at(due_day, random.randrange(9, 19) * 60),
            author.id if is_taken else NOBODY_ID,
            "OPEN",
            "",
            "USER",
            author.id,
            ledger.clock.at(set_day, set_minute),
            None,
            None,
        )
    )
