from datetime import UTC, datetime

import pytest

from kurator.activities.rules import end_of_day, is_settled_by_strategy


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 12, 21, 59, tzinfo=UTC), datetime(2026, 3, 12, 22, 0, tzinfo=UTC)),
        (datetime(2026, 3, 12, 22, 0, tzinfo=UTC), datetime(2026, 3, 13, 22, 0, tzinfo=UTC)),
        # the day on which clocks go forward has 23 hours
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), datetime(2026, 3, 29, 21, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_of_the_company(now: datetime, expected: datetime) -> None:
    assert end_of_day(now, "Europe/Kyiv") == expected


@pytest.mark.parametrize(
    ("creator", "is_in_pool", "is_taking", "expected"),
    [
        ("USER", False, False, False),
        ("STRATEGY", False, False, True),
        ("STRATEGY", False, True, True),
        ("STRATEGY", True, True, False),
        ("STRATEGY", True, False, True),
    ],
)
def test_what_a_strategy_settles(
    creator: str, is_in_pool: bool, is_taking: bool, expected: bool
) -> None:
    assert (
        is_settled_by_strategy(creator=creator, is_in_pool=is_in_pool, is_taking=is_taking)
        is expected
    )
