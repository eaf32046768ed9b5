from datetime import UTC, datetime, timedelta

import pytest

from kurator.operations.requests import quantile
from kurator.operations.rules import Circumstances, Waiting, attention
from kurator.operations.tasks import due_daily

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def circumstances(**changes: object) -> Circumstances:
    calm: dict[str, object] = {
        "queues": [Waiting("outbox", None, 0, 0)],
        "is_held": False,
        "disk_room": "ENOUGH",
        "archive_failed_at": None,
        "backup_at": NOW - timedelta(hours=3),
        "is_backup_bad": False,
        "are_seals_broken": False,
    }
    return Circumstances(**{**calm, **changes})  # type: ignore[arg-type]  # values as named above


def test_all_well_asks_for_nobody() -> None:
    assert attention(circumstances(), NOW) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"disk_room": "READ_ONLY"}, "disk"),
        ({"is_held": True}, "held"),
        ({"are_seals_broken": True}, "altered"),
        ({"archive_failed_at": NOW}, "archive"),
        ({"backup_at": None}, "no_backup"),
        ({"backup_at": NOW - timedelta(hours=27)}, "backup_old"),
        ({"is_backup_bad": True}, "backup_bad"),
        ({"queues": [Waiting("actions", None, 0, 1)]}, "unknown"),
        ({"queues": [Waiting("actions", None, 1, 0)]}, "failed_actions"),
        ({"queues": [Waiting("outbox", None, 1, 0)]}, "dead_events"),
        ({"queues": [Waiting("jobs:default", None, 1, 0)]}, "failed_jobs"),
        ({"queues": [Waiting("outbox", NOW - timedelta(seconds=61), 0, 0)]}, "late"),
        ({"queues": [Waiting("dirty", NOW - timedelta(seconds=61), 0, 0)]}, "late"),
        ({"queues": [Waiting("webhooks", NOW - timedelta(minutes=6), 0, 0)]}, "webhooks"),
    ],
)
def test_each_trouble_is_named(changes: dict[str, object], expected: str) -> None:
    assert attention(circumstances(**changes), NOW) == [expected]


def test_a_long_job_is_no_trouble_for_a_quarter_of_an_hour() -> None:
    waiting = [Waiting("jobs:default", NOW - timedelta(minutes=10), 0, 0)]
    assert attention(circumstances(queues=waiting), NOW) == []


@pytest.mark.parametrize(
    ("at", "newest", "expected"),
    [
        ("", None, False),
        ("03:00", None, True),
        ("03:00", NOW - timedelta(hours=2), False),
        ("03:00", NOW - timedelta(hours=14), True),
        ("23:30", NOW - timedelta(hours=13), False),
        ("23:30", NOW - timedelta(hours=15), True),
    ],
)
def test_the_daily_backup_is_due_once_a_day_in_the_companys_zone(
    at: str, newest: datetime | None, expected: bool
) -> None:
    assert due_daily(at=at, zone="Europe/Kyiv", newest=newest, now=NOW) is expected


def test_a_quantile_lies_within_its_bucket() -> None:
    buckets = {0.1: 50.0, 0.2: 90.0, 1.0: 100.0, float("inf"): 100.0}
    assert quantile(buckets, 0.5) == 0.1
    assert quantile(buckets, 0.7) == pytest.approx(0.15)
    assert quantile(buckets, 0.95) == pytest.approx(0.6)
