"""Token buckets: exact, shared by forks, refilled with time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.platform.limits import SLOTS, Buckets, Rate, parse_rate
from kurator.platform.tests.forks import in_fork

RATE = Rate(per_second=5, burst=20)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_served_and_then_the_rate() -> None:
    clock = Clock()
    buckets = Buckets(clock)
    assert [buckets.take("anna", RATE) for _ in range(20)] == [0] * 20
    assert buckets.take("anna", RATE) == 1
    clock.now += 0.2
    assert buckets.take("anna", RATE) == 0
    assert buckets.take("anna", RATE) == 1


def test_a_slow_rate_names_the_seconds_to_wait() -> None:
    buckets, slow = Buckets(Clock()), Rate(per_second=0.1, burst=1)
    assert [buckets.take("anna", slow) for _ in range(2)] == [0, 10]


def test_people_do_not_share_a_bucket() -> None:
    buckets = Buckets(Clock())
    for _ in range(21):
        buckets.take("anna", RATE)
    assert buckets.take("boris", RATE) == 0


def test_a_full_table_gives_up_who_was_idle_the_longest() -> None:
    clock = Clock()
    buckets = Buckets(clock)
    for number in range(SLOTS * 2):
        clock.now += 0.001
        assert buckets.take(f"person {number}", RATE) == 0


def test_forks_share_the_buckets() -> None:
    buckets = Buckets(Clock())
    in_fork(lambda: [buckets.take("anna", RATE) for _ in range(20)])
    assert buckets.take("anna", RATE) == 1


@given(st.lists(st.floats(min_value=-1, max_value=3), max_size=80))
def test_nobody_ever_gets_more_than_burst_and_rate(pauses: list[float]) -> None:
    """Also when the clock goes backwards."""
    clock = Clock()
    buckets, forward, served = Buckets(clock), 0.0, 0
    for pause in pauses:
        clock.now += pause
        forward += max(0.0, pause)
        served += buckets.take("anna", RATE) == 0
    assert served <= RATE.burst + forward * RATE.per_second + 1


@pytest.mark.parametrize("text", ["off", "", "0", " OFF "])
def test_a_limit_can_be_switched_off(text: str) -> None:
    assert parse_rate(text) is None


def test_a_rate_is_read() -> None:
    assert parse_rate("20:60") == Rate(20, 60)
    assert parse_rate("5") == Rate(5, 5)


@pytest.mark.parametrize("text", ["a", "-1", "5:0.5", "5:x"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_rate(text)
