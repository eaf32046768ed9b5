from datetime import UTC, datetime
from uuid import uuid4

import pytest

from kurator.activities.rules import (
    decode_cursor,
    encode_cursor,
    end_of_day,
    is_settled_by_strategy,
)


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


def test_cursor_round_trip() -> None:
    at, row_id = datetime(2026, 3, 12, 9, 30, 1, 123456, tzinfo=UTC), uuid4()
    assert decode_cursor(encode_cursor(at, row_id)) == (at, row_id)


@pytest.mark.parametrize("text", ["x", "[]", "W10", "bnVsbA", "\u0436", "e30", "MQ"])
def test_foreign_text_is_no_cursor(text: str) -> None:
    assert decode_cursor(text) is None


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
