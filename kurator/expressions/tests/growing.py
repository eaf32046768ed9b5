"""Hypothesis strategies: instants where calendars are awkward, rows near them, random trees."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kurator.expressions.evaluate import Facts
from kurator.expressions.nodes import (
    And,
    Between,
    Compare,
    Empty,
    InSegment,
    Literal,
    Membership,
    Node,
    Not,
    Or,
    RelativeNow,
    TagMatch,
    Unit,
)
from kurator.expressions.tests.town import ANNA, BORIS, DEALER, DEBTOR, LOYAL, VIP
from kurator.expressions.wall_clock import to_instant, to_local

thoroughly = settings(
    max_examples=int(os.environ.get("KURATOR_PROPERTY_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Clocks that change at 03:00, at midnight, onto midnight, by half an hour, by two hours, by a day.
AWKWARD = {
    "Europe/Kyiv": ("2024-03-31T03:00", "2024-10-27T03:30", "2024-02-29T12:00"),
    "America/New_York": ("2025-03-09T02:30", "2025-11-02T01:30"),
    "America/St_Johns": ("2010-11-07T00:00", "2010-11-06T23:30", "2010-03-14T00:01"),
    "Atlantic/Azores": ("2024-10-27T00:00", "2024-03-31T00:00"),
    "America/Havana": ("2024-11-03T00:30", "2024-03-10T00:00"),
    "Asia/Beirut": ("2022-10-30T00:00", "2022-03-27T00:00"),
    "America/Santiago": ("2022-09-11T00:00", "2022-04-02T23:30"),
    "Australia/Lord_Howe": ("2024-04-07T01:45", "2024-10-06T02:15"),
    "Antarctica/Troll": ("2024-03-31T01:30", "2024-10-27T02:00"),
    "Pacific/Apia": ("2011-12-30T00:00", "2011-12-31T00:00"),
    "Asia/Kathmandu": ("2023-02-28T23:59", "2023-12-31T23:59"),
    "UTC": ("2024-02-29T00:00", "2023-01-31T00:00", "2000-02-29T10:00"),
}
JITTERS = [
    timedelta(microseconds=step * sign)
    for sign in (1, -1)
    for step in (0, 1, 60_000_000, 1_800_000_000, 3_600_000_000, 86_400_000_000)
]
SPANS = {
    Unit.MINUTE: 90,
    Unit.HOUR: 49,
    Unit.DAY: 400,
    Unit.WEEK: 60,
    Unit.MONTH: 30,
    Unit.YEAR: 5,
}
ALPHABET = "aAbBяЯїЇґҐёЁßİıΣσςÅ%_\\{}'\" 0é"

zones = st.sampled_from(sorted(AWKWARD))
jitters = st.lists(st.sampled_from(JITTERS), max_size=2).map(lambda found: sum(found, timedelta()))
texts = st.text(ALPHABET, min_size=1, max_size=4)
tags = st.sampled_from([VIP, DEBTOR, DEALER])


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    zone = draw(zones)
    local = datetime.fromisoformat(draw(st.sampled_from(AWKWARD[zone])))
    return to_instant(local, zone) + draw(jitters)


def relatives(units: tuple[Unit, ...] = tuple(Unit)) -> st.SearchStrategy[RelativeNow]:
    return st.sampled_from(units).flatmap(
        lambda unit: st.builds(
            RelativeNow,
            st.sampled_from([0, 1, -1, 12, -12]) | st.integers(-SPANS[unit], SPANS[unit]),
            st.just(unit),
        )
    )


def _near(now: datetime) -> st.SearchStrategy[datetime]:
    offsets = st.sampled_from([0, 1, -1, 12, -12, 24, -24, 31, -31, 365, -365, 366]).flatmap(
        lambda n: st.sampled_from([timedelta(days=n), timedelta(hours=n), timedelta(minutes=n)])
    )
    return st.builds(lambda a, b: now + a + b, offsets, jitters) | instants()


@st.composite
def rows_near(draw: st.DrawFn, now: datetime) -> Facts:
    zone = draw(zones)

    def maybe(values: st.SearchStrategy[object]) -> object:
        return draw(st.none() | values | values)

    days = _near(now).map(lambda moment: to_local(moment, zone).date())
    return Facts(
        {
            "status": maybe(st.sampled_from(["NEW", "ACTIVE", "FORMER", ""])),
            "name": maybe(st.text(ALPHABET, max_size=6)),
            "score": maybe(st.sampled_from([Decimal(v) for v in ("0", "0.1", "5", "5.50", "-3")])),
            "debt": maybe(st.integers(-3, 3) | st.just(2**62)),
            "sms": maybe(st.booleans()),
            "born": maybe(days | st.dates(date(1971, 1, 1), date(2040, 1, 1))),
            "seen": maybe(_near(now)),
            "owner": maybe(st.sampled_from([ANNA, BORIS])),
            "tags": maybe(st.lists(tags, max_size=3)),
            "emails": maybe(st.lists(st.text(ALPHABET, max_size=4), max_size=3)),
        },
        zone,
    )


_ORDERS = st.sampled_from(["lt", "le", "gt", "ge"])
_EQUAL = st.sampled_from(["eq", "ne"])
_IN = st.sampled_from(["in", "not_in"])
_NUMBERS = st.sampled_from([0, 0.1, 5, 5.5, -3.0, 1e300]).map(Literal)
_COINS = (st.integers(-3, 3) | st.just(2**62)).map(Literal)
_STATES = st.sampled_from(["NEW", "ACTIVE", "FORMER"]).map(Literal)
_USERS = st.sampled_from([ANNA, BORIS, ANNA.upper()]).map(Literal)
_WORDS = texts.map(Literal)
_DAYS = st.dates(date(1999, 1, 1), date(2026, 1, 1)).map(lambda day: Literal(day.isoformat()))
_MOMENTS = instants().map(lambda at: Literal(at.astimezone(UTC).isoformat()))
DAY_UNITS = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)
TEXT_FIELDS = st.sampled_from(["name", "emails"])

time_compares = st.one_of(
    st.builds(Compare, _ORDERS, st.just("seen"), relatives()),
    st.builds(Compare, _ORDERS | _EQUAL, st.just("born"), relatives(DAY_UNITS)),
)
time_atoms: st.SearchStrategy[Node] = st.one_of(
    time_compares,
    st.builds(Between, st.just("seen"), relatives() | _MOMENTS, relatives() | _MOMENTS),
    st.builds(Between, st.just("born"), relatives(DAY_UNITS) | _DAYS, relatives(DAY_UNITS)),
)
plain_atoms: st.SearchStrategy[Node] = st.one_of(
    st.builds(Compare, _ORDERS | _EQUAL, st.just("score"), _NUMBERS),
    st.builds(Compare, _ORDERS | _EQUAL, st.just("debt"), _COINS),
    st.builds(Compare, _EQUAL, st.just("sms"), st.booleans().map(Literal)),
    st.builds(Compare, _EQUAL, st.just("status"), _STATES),
    st.builds(Compare, _EQUAL, st.just("owner"), _USERS),
    st.builds(Compare, _ORDERS | _EQUAL, st.just("born"), _DAYS),
    st.builds(Compare, _ORDERS | _EQUAL, st.just("seen"), _MOMENTS),
    st.builds(Compare, _EQUAL | st.sampled_from(["contains", "starts"]), TEXT_FIELDS, _WORDS),
    st.builds(Between, st.just("score"), _NUMBERS, _NUMBERS),
    st.builds(Membership, _IN, TEXT_FIELDS, st.lists(_WORDS, min_size=1, max_size=3).map(tuple)),
    st.builds(Membership, _IN, st.just("status"), st.lists(_STATES, min_size=1).map(tuple)),
    st.builds(Membership, _IN, st.just("debt"), st.lists(_COINS, min_size=1).map(tuple)),
    st.builds(
        Empty,
        st.sampled_from(["is_empty", "not_empty"]),
        st.sampled_from(["status", "name", "score", "sms", "born", "seen", "tags", "emails"]),
    ),
    st.builds(
        TagMatch,
        st.sampled_from(["has_any", "has_all", "has_none"]),
        st.just("tags"),
        st.lists(tags, min_size=1, max_size=3).map(tuple),
    ),
)


def _grown(leaves: st.SearchStrategy[Node], size: int) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(And, st.lists(inner, min_size=1, max_size=4).map(tuple)),
            st.builds(Or, st.lists(inner, min_size=1, max_size=4).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=size,
    )


trees = _grown(plain_atoms | time_atoms | st.just(InSegment(LOYAL)), 12)
time_trees = _grown(time_atoms | time_atoms | plain_atoms, 4)
