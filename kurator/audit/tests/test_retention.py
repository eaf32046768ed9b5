"""What is too old goes, in portions, and only that; how long is an administrator's choice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction

from kurator.audit.models import PartyView, RetentionSetting
from kurator.audit.rules import border, is_night_due
from kurator.audit.selectors.retention import count_old
from kurator.audit.services import retention
from kurator.audit.services.seals import seal_closed_days
from kurator.audit.services.verifying import verify_seals
from kurator.kernel.ids import new_id
from kurator.platform.database.connections import conninfo_for
from kurator.platform.queries import read_value
from kurator.platform.retention import retention_rules
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
NOW = datetime.now(UTC)


def view(days_ago: int) -> None:
    at = NOW - timedelta(days=days_ago)
    PartyView.objects.create(
        party_id=new_id(),
        day=at.date(),
        user_id=new_id(),
        channel="web",
        addr="",
        views=1,
        first_at=at,
        last_at=at,
    )


@pytest.mark.django_db
def test_only_what_is_too_old_goes_and_an_event_tells_how_much(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    for days_ago in (1, 30, 99, 101, 150, 200, 300, 400):
        view(days_ago)
    RetentionSetting.objects.create(
        code="audit.views", days=100, changed_at=NOW, changed_by_id=cast.arkady.id
    )
    dropped = retention.drop_old(now=NOW)
    assert dropped.counts["audit.views"] == 5
    assert PartyView.objects.count() == 3
    event = SecurityEvent.objects.get(kind="audit.retention_ran")
    assert event.details["dropped"] == {"audit.views": 5}
    assert retention.drop_old(now=NOW).counts["audit.views"] == 0


@pytest.mark.django_db
def test_a_rule_that_breaks_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    view(4000)
    right = retention._drop_rule

    def drop(rule: Any, *rest: Any) -> int:
        if rule.code == "activities.notices":
            raise DatabaseError
        return right(rule, *rest)

    monkeypatch.setattr(retention, "_drop_rule", drop)
    dropped = retention.drop_old(now=NOW)
    assert dropped.failed == ["activities.notices"]
    assert dropped.counts["audit.views"] == 1


@pytest.mark.django_db
def test_the_time_is_set_with_a_preview_and_kept_as_an_event(api: Api) -> None:
    for days_ago in (10, 50, 90):
        view(days_ago)
    arkady = api("arkady")
    seen = arkady.post("/audit/retention/audit.views/preview", {"days": 40}).json
    assert seen == {"count": 2, "is_exact": True}
    assert PartyView.objects.count() == 3
    rows = arkady.put("/audit/retention/audit.views", {"days": 40}).json
    assert next(row for row in rows if row["code"] == "audit.views")["days"] == 40
    event = SecurityEvent.objects.get(kind="audit.retention_changed")
    assert (event.subject, event.details["to"]) == ("audit.views", 40)
    assert event.actor_name == "Arkady Test"


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 40_000])
def test_too_short_and_too_long_are_refused_with_a_reason(api: Api, days: int) -> None:
    answer = api("arkady").put("/audit/retention/audit.views", {"days": days})
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["days"]
    assert api("arkady").put("/audit/retention/nothing", {"days": 100}).status == 404


@pytest.mark.django_db
def test_what_is_the_firms_is_removed_by_nobody_who_sees_a_part_and_by_no_program(api: Api) -> None:
    path, body = "/audit/retention/parties.recycle_bin", {"days": 7}
    before = RetentionSetting.objects.count()
    for who in ("viktor", "anna", "olena"):
        answer = api(who).put(path, body)
        assert (answer.status, answer.json["code"]) == (403, "audit.not_of_all")
    key = {"name": "Robot", "scopes": ["audit.retention"]}
    secret = api("arkady").post("/keys", key).json["secret"]
    answer = ApiClient().put(path, body, Authorization=f"Bearer {secret}")
    assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")
    assert RetentionSetting.objects.count() == before
    assert api("arkady").put(path, body).status == 200


@pytest.mark.django_db
def test_every_rule_counts_and_drops(cast: Cast) -> None:
    for rule in retention_rules().values():
        assert rule.label.keys() == rule.hint.keys() == {"en", "ru", "uk"}
        before = border(rule.default_days or rule.least_days, NOW)
        assert count_old(rule, before) == 0
        assert read_value(f"SELECT k.drop_old_{rule.function}(%s, %s)", [before, 10]) == 0


@pytest.mark.django_db(transaction=True)
def test_dropped_events_leave_their_seals_whole() -> None:
    with transaction.atomic():
        note_security_event("access.logged_in")
    _move_back(days=120)
    RetentionSetting.objects.create(
        code="tracking.security", days=100, changed_at=NOW, changed_by_id=new_id()
    )
    seal_closed_days(now=NOW)
    assert verify_seals() == []
    assert retention.drop_old(now=NOW).counts["tracking.security"] == 1
    assert not SecurityEvent.objects.filter(kind="access.logged_in").exists()
    assert verify_seals() == []


def _move_back(days: int) -> None:
    """Make the events as old as that, ids included."""
    moved = NOW - timedelta(days=days)
    head = f"{int(moved.timestamp() * 1000):012x}"
    old = f"{head[:8]}-{head[8:]}-7000-8000-000000000001"
    with psycopg.connect(**conninfo_for("admin")) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE tracking_securityevent SET id = %s, at = %s", [old, moved])


@pytest.mark.parametrize(
    ("now", "last", "is_due"),
    [
        ("2026-11-25T00:30+00:00", "2026-11-24T00:10+00:00", True),
        ("2026-11-24T23:30+00:00", "2026-11-24T00:10+00:00", False),
        ("2026-11-25T00:30+00:00", "2026-11-25T00:10+00:00", False),
        ("2026-11-25T12:00+00:00", None, True),
    ],
)
def test_the_night_is_due_once_a_day_after_two_by_the_companys_clock(
    now: str, last: str | None, is_due: bool
) -> None:
    found = is_night_due(
        now=datetime.fromisoformat(now),
        last=datetime.fromisoformat(last) if last else None,
        zone="Europe/Kyiv",
    )
    assert found is is_due
