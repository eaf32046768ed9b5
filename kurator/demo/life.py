"""
Two years of a customer's life: what changed on which day, by whom and through which channel.

Changes are applied in order, so the last values are the present state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from kurator.demo.attributes import BUSINESS_TARIFFS, HOME_TARIFFS, Tariff
from kurator.demo.company import Colleague
from kurator.demo.customers import Customer

OWNER: Final = "owner"
BILLING: Final = "billing"
SUPPORT: Final = "support"
SURVEY: Final = "survey"
WATCH: Final = "watch"
SUPERVISOR: Final = "supervisor"


@dataclass(frozen=True)
class Moment:
    """One transaction of one customer. `values` are new values by field code; dates are days."""

    day: int
    minute: int
    by: str
    values: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Date:
    """A date counted from today."""

    day: int


@dataclass(frozen=True)
class Fate:
    """Where the relationship stands today, decided before the way there."""

    status: str
    tariff: Tariff
    is_debtor: bool
    calls: int


def _fate(random: Random, customer: Customer) -> Fate:
    tariffs = HOME_TARIFFS if customer.is_person else BUSINESS_TARIFFS
    tariff = random.choices(tariffs, (30, 35, 25, 10))[0]
    if customer.born > -30:
        status = "NEW" if random.random() < 0.7 else "ACTIVE"
    else:
        status = random.choices(("ACTIVE", "LEAVING", "SLEEPING", "FORMER"), (76, 7, 9, 8))[0]
    is_debtor = random.random() < {"ACTIVE": 0.16, "LEAVING": 0.5, "SLEEPING": 0.45}.get(status, 0)
    usual = {"LEAVING": (1, 7), "ACTIVE": (0, 3)}.get(status, (0, 1))
    calls = random.randint(*((4, 7) if status == "ACTIVE" and random.random() < 0.05 else usual))
    return Fate(status, tariff, is_debtor, calls)


def _first(random: Random, customer: Customer, fate: Fate) -> dict[str, Any]:
    """What was known when the customer was entered."""
    tariffs = HOME_TARIFFS if customer.is_person else BUSINESS_TARIFFS
    place = tariffs.index(fate.tariff)
    tariff = tariffs[max(0, place - 1)] if random.random() < 0.4 else fate.tariff
    term = 365 if random.random() < 0.8 else 180
    values: dict[str, Any] = {
        "party.status": "NEW",
        "attr.tariff": tariff.code,
        "attr.monthly_fee": tariff.fee,
        "attr.debt": 0,
        "attr.autopay": False,
        "attr.support_calls": 0,
    }
    if random.random() < 0.92:
        values["attr.contract_until"] = Date(customer.born + term)
        values["attr.contract_number"] = f"D-{customer.number:06d}"
    if random.random() < 0.85:
        kinds = ("FIBER", "CABLE", "RADIO")
        values["attr.connection"] = random.choices(kinds, (60, 28, 12))[0]
    return values


def _office_minute(random: Random) -> int:
    return random.randrange(8 * 60 + 30, 18 * 60)


def _between(random: Random, earliest: int, latest: int) -> int:
    return random.randint(min(earliest, latest), latest)


def _greeting(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    if fate.status == "NEW":
        return
    day = min(-1, customer.born + random.randint(2, 25))
    values: dict[str, Any] = {"party.status": "ACTIVE"}
    if random.random() < 0.45:
        values["attr.autopay"] = True
    yield Moment(day, _office_minute(random), OWNER, values)


def _renewals(random: Random, customer: Customer, first: dict[str, Any]) -> Iterator[Moment]:
    """Contracts are renewed some weeks before their end, until the present term."""
    until = first.get("attr.contract_until")
    while isinstance(until, Date) and until.day < -10:
        day = min(-1, until.day - random.randint(3, 40))
        if day <= customer.born:
            day = customer.born + 1
        until = Date(until.day + 365)
        yield Moment(day, _office_minute(random), OWNER, {"attr.contract_until": until})


def _plan_change(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    day = _between(random, customer.born + 30, -3)
    values = {"attr.tariff": fate.tariff.code, "attr.monthly_fee": fate.tariff.fee}
    yield Moment(max(day, customer.born + 1), _office_minute(random), OWNER, values)


def _bills(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    """Billing runs come on every thirtieth day; a run changes many customers at once."""
    runs = [day for day in range(-720, 0, 30) if day > customer.born + 30]
    fee = fate.tariff.fee
    for day in sorted(random.sample(runs, min(len(runs), random.randint(0, 2)))):
        yield Moment(day, 180, BILLING, {"attr.debt": fee * random.randint(1, 2)})
        paid = day + random.randint(3, 25)
        if paid < 0:
            yield Moment(
                paid, random.randrange(1440), BILLING, {"attr.debt": 0, "attr.paid_on": Date(paid)}
            )
    if fate.is_debtor and runs:
        months = random.randint(1, 4)
        yield Moment(runs[-1], 180, BILLING, {"attr.debt": fee * months})
    elif fate.status in ("ACTIVE", "NEW", "LEAVING") and customer.born < -5:
        day = -random.randint(1, min(28, -customer.born - 1))
        values = {"attr.debt": 0, "attr.paid_on": Date(day)}
        yield Moment(day, random.randrange(1440), BILLING, values)


def _calls(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    """Each call within the last sixty days adds one."""
    earliest = max(-60, customer.born + 1)
    days = sorted(_between(random, earliest, -1) for _ in range(fate.calls))
    for number, day in enumerate(days, start=1):
        minute = random.randrange(7 * 60, 22 * 60)
        yield Moment(day, minute, SUPPORT, {"attr.support_calls": number})


def _opinion(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    if random.random() > 0.45 or customer.born > -20:
        return
    scores = (1, 3) if fate.status in ("LEAVING", "FORMER") else (3, 5)
    day = _between(random, customer.born + 15, -2)
    yield Moment(
        day, random.randrange(1440), SURVEY, {"attr.satisfaction": random.randint(*scores)}
    )


def _turn(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    if fate.status in ("NEW", "ACTIVE"):
        return
    span = 45 if fate.status == "LEAVING" else 300
    day = _between(random, max(customer.born + 27, -span), -1)
    yield Moment(day, 250, WATCH, {"party.status": fate.status})
    if fate.status == "FORMER":
        closing = {"attr.debt": 0, "attr.autopay": False, "attr.contract_until": Date(day)}
        yield Moment(day, 600, OWNER, closing)


def _marks(random: Random, customer: Customer, fate: Fate) -> Iterator[Moment]:
    chances = {
        "vip": 0.05 if customer.is_person else 0.2,
        "wholesale": 0.0 if customer.is_person else 0.12,
        "partner": 0.0 if customer.is_person else 0.06,
        "pioneer": 0.5 if customer.born < -640 else 0.0,
        "do_not_call": 0.04,
        "complained": 0.4 if fate.calls >= 4 else 0.02,
    }
    for tag, chance in chances.items():
        if random.random() < chance:
            day = _between(random, customer.born + 1, -1)
            yield Moment(day, _office_minute(random), OWNER, tags=(tag,))


HANDOVER_DAYS: Final = (-412, -187, -64)
"""On these days a supervisor gave customers of one colleague to another."""


def _handover(
    random: Random, customer: Customer, people: Sequence[Colleague]
) -> Iterator[tuple[Colleague, Moment]]:
    days = [day for day in HANDOVER_DAYS if day > customer.born + 5]
    if not days or customer.owner is None or random.random() > 0.2:
        return
    team = [one for one in people if one.team == customer.owner.team and one != customer.owner]
    if team:
        values = {"party.owner": str(customer.owner.id)}
        yield random.choice(team), Moment(random.choice(days), 620, SUPERVISOR, values)


def live(
    seed: int, customer: Customer, people: Sequence[Colleague]
) -> tuple[dict[str, Any], list[Moment]]:
    """Return the first values and all later moments, in order of time."""
    random = Random(f"{seed}:life:{customer.index}")
    fate = _fate(random, customer)
    first = _first(random, customer, fate)
    first["party.owner"] = str(customer.owner_id)
    handed = list(_handover(random, customer, people))
    for former, _ in handed:
        first["party.owner"] = str(former.id)
    moments = [
        *_greeting(random, customer, fate),
        *_renewals(random, customer, first),
        *_plan_change(random, customer, fate),
        *_bills(random, customer, fate),
        *_calls(random, customer, fate),
        *_opinion(random, customer, fate),
        *_turn(random, customer, fate),
        *_marks(random, customer, fate),
        *(moment for _, moment in handed),
    ]
    kept = [moment for moment in moments if customer.born < moment.day < 0]
    return first, sorted(kept, key=lambda moment: (moment.day, moment.minute))
