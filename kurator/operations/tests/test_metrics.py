"""What /metrics tells, and that the example alerts ask for figures that exist."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client

from kurator.access.models import UserRole
from kurator.audit.services.notebook import KIND_DENIED
from kurator.exports.models import Export
from kurator.platform.context import Context, open_scope
from kurator.platform.models import OutboxEvent
from kurator.platform.outbox import claim_events, park_event, publish
from kurator.tracking.security import note_security_event
from tests.cast import Cast
from tests.client import ApiClient
from tools.linters.source import ROOT

pytestmark = pytest.mark.django_db
ALERTS = ROOT / "docs" / "reference" / "alerts.yml"
OPERATING = ROOT / "docs" / "how-to" / "operate.md"
# Known once there is a backup, once one was proven, and after the first night.
NOT_AT_ONCE = {
    "kurator_seals_verified_age_seconds",
    "kurator_backup_age_seconds",
    "kurator_backup_is_good",
    "kurator_backup_proof_age_seconds",
}


def rules() -> list[dict[str, Any]]:
    return [
        rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
    ]


@pytest.fixture
def exposed(api: Callable[[str], ApiClient]) -> str:
    api("anna").get("/session")
    answer = Client(REMOTE_ADDR="127.0.0.1").get("/metrics")
    assert answer.status_code == 200
    return answer.content.decode()


def test_metrics_tell_of_queues_disk_and_clock(exposed: str) -> None:
    assert 'kurator_queue_waiting{queue="outbox"}' in exposed
    assert 'kurator_queue_waiting{queue="webhooks"}' in exposed
    assert "kurator_database_up 1.0" in exposed
    free = re.search(r"^kurator_disk_free_bytes (\S+)$", exposed, re.MULTILINE)
    assert free is not None
    assert float(free.group(1)) > 0
    offset = re.search(r"^kurator_clock_offset_seconds (\S+)$", exposed, re.MULTILINE)
    assert offset is not None
    assert abs(float(offset.group(1))) < 5


def test_every_alert_asks_for_a_figure_that_exists(exposed: str) -> None:
    known = set(re.findall(r"^# TYPE (kurator_\w+)", exposed, re.MULTILINE)) | NOT_AT_ONCE
    known |= {f"{name}{end}" for name in known for end in ("_bucket", "_count", "_sum", "_total")}
    asked = {name for rule in rules() for name in re.findall(r"kurator_\w+", rule["expr"])}
    assert asked - known == set()


@pytest.mark.parametrize(
    ("promise", "words", "patience"),
    [
        ("an unknown outcome stands for 15 minutes", "sum(kurator_queue_unknown) > 0", "15m"),
        ("a dead event", 'sum(kurator_queue_failed{queue="outbox"}) > 0', None),
        ("a backup of more than 26 hours", "kurator_backup_age_seconds > 26 * 3600", None),
        ("the oldest event waits for a minute", "kurator_queue_oldest_seconds", "2m"),
        ("the log lags by five minutes", "kurator_archive_lag_seconds > 300", None),
        ("the database refused a statement", "kurator_policy_refusals_total", None),
        ("no proof within the week", "kurator_backup_proof_age_seconds > 8 * 24 * 3600", "1h"),
        ("the past was altered", "kurator_broken_seals > 0", None),
        ("the disk fills up", "kurator_disk_free_bytes", None),
        ("somebody guesses", "kurator_security_events_last_hour", None),
        ("somebody asks for what is hidden", "kurator_refusals_last_hour", None),
        ("somebody takes many customers away", "kurator_exported_rows_last_hour", None),
        ("workers die", "kurator_lease_expiries_total", None),
        ("clocks differ", "abs(kurator_clock_offset_seconds)", "5m"),
    ],
)
def test_what_was_promised_is_told(promise: str, words: str, patience: str | None) -> None:
    found = [rule.get("for") for rule in rules() if words in rule["expr"]]
    assert patience in found, promise


def test_every_figure_that_must_be_watched_is_there(exposed: str) -> None:
    """The list of the design, by what it is called here."""
    wanted = {
        "request": ["kurator_request_seconds", "kurator_request_statements"],
        "wait": ["kurator_queue_seconds", "kurator_pool_seconds"],
        "queues": ["kurator_queue_oldest_seconds", "kurator_queue_waiting"],
        "jobs": ["kurator_queue_attempts", "kurator_queue_failed", "kurator_queue_unknown"],
        "leases": ["kurator_lease_expiries"],
        "access": ["kurator_refusals_last_hour", "kurator_policy_refusals"],
        "people": ["kurator_security_events_last_hour", "kurator_exported_rows_last_hour"],
        "log": ["kurator_archive_lag_seconds"],
        "disk": ["kurator_disk_free_bytes", "kurator_disk_total_bytes"],
        "seals": ["kurator_broken_seals"],
        "clock": ["kurator_clock_offset_seconds"],
    }
    known = set(re.findall(r"^# TYPE (kurator_\w+)", exposed, re.MULTILINE)) | NOT_AT_ONCE
    named = {name.removesuffix("_total") for name in known}
    assert {name for names in wanted.values() for name in names} - named == set()


def test_refusals_are_counted_by_role_and_rows_of_exports_by_the_hour(cast: Cast) -> None:
    context = Context(actor_kind="user", actor_id=str(cast.anna.id), actor_name="Anna")
    (role,) = UserRole.objects.filter(user=cast.anna).values_list("role__code", flat=True)
    before = figure("kurator_refusals_last_hour", role=role)
    with open_scope(context):
        note_security_event(KIND_DENIED, subject="x", details={"times": 7})
        note_security_event(KIND_DENIED, subject="y", details={"times": 2})
    assert (before, figure("kurator_refusals_last_hour", role=role)) == (0.0, 9.0)
    now = datetime.now(UTC)
    made = {
        "user_id": cast.anna.id,
        "subject": "party",
        "name": "All",
        "format": "CSV",
        "query": {},
    }
    for rows, hours in ((300, 0.5), (20, 1.5), (4, 0.0)):
        finished = now - timedelta(hours=hours)
        Export.objects.create(**made, status="DONE", rows_done=rows, finished_at=finished)
    assert figure("kurator_exported_rows_last_hour") == 304.0


def test_what_is_tried_again_is_told() -> None:
    assert figure("kurator_queue_attempts", queue="outbox") == 0.0
    OutboxEvent.objects.create(topic="tests.happened", payload={}, attempts=4, is_dead=False)
    assert figure("kurator_queue_attempts", queue="outbox") == 4.0


def test_only_work_whose_holder_is_gone_counts_as_taken_over() -> None:
    def expired() -> float:
        return figure("kurator_lease_expiries_total", queue="outbox") or 0.0

    began = expired()
    publish("tests.happened", {"ids": [], "owners": []})
    (first,) = claim_events(limit=10)
    let_time_pass()
    (second,) = claim_events(limit=10)  # the first one said nothing
    assert (first.id, expired() - began) == (second.id, 1.0)
    park_event(second, failure="cannot be read")
    let_time_pass()
    claim_events(limit=10)
    assert expired() - began == 1.0
    assert OutboxEvent.objects.get().failure == ""


def let_time_pass() -> None:
    OutboxEvent.objects.update(claimed_until=None)


def test_alerts_say_what_to_do() -> None:
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["annotations"]["summary"], rule
        assert rule["annotations"]["action"], rule
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule
        assert rule["expr"].count("(") == rule["expr"].count(")"), rule
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))


def test_every_figure_is_explained(exposed: str) -> None:
    explained = OPERATING.read_text()
    known = set(re.findall(r"^# TYPE (kurator_\w+)", exposed, re.MULTILINE)) | NOT_AT_ONCE
    # The library tells of each counter and histogram also when it was made.
    figures = {name.removesuffix("_total") for name in known if not name.endswith("_created")}
    parts = ("waiting", "oldest_seconds", "running", "failed", "unknown")
    of_queues = {f"kurator_queue_{part}" for part in parts}
    assert [name for name in sorted(figures - of_queues) if f"`{name}" not in explained] == []


def test_an_altered_past_is_told_until_it_is_found_whole_again() -> None:
    assert figure("kurator_broken_seals") == 0.0
    assert figure("kurator_seals_verified_age_seconds") is None
    note_security_event("audit.seal_broken", subject="changes")
    note_security_event("audit.seal_broken", subject="security")
    assert figure("kurator_broken_seals") == 2.0
    note_security_event("audit.seals_verified", details={"days": 3})
    assert figure("kurator_broken_seals") == 0.0
    assert figure("kurator_seals_verified_age_seconds") == pytest.approx(0.0, abs=30.0)


def figure(name: str, **labels: str) -> float | None:
    content = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    said = "".join(f'{{{key}="{value}"}}' for key, value in labels.items())
    found = re.search(rf"^{name}{re.escape(said)} (\S+)$", content, re.MULTILINE)
    return float(found.group(1)) if found else None


@pytest.mark.parametrize(
    "name",
    [
        "all_queue_figures",
        "security_figures",
        "is_outbound_held",
        "all_seal_figures",
        "attempt_figures",
        "refusal_figures",
        "exported_rows",
    ],
)
def test_the_log_in_that_serves_the_figures_may_read_them(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('kurator_web', oid, 'EXECUTE') FROM pg_proc"
            " WHERE proname = %s",
            [name],
        )
        assert cursor.fetchone() == (True,)


def test_metrics_are_for_this_machine_only() -> None:
    assert Client(REMOTE_ADDR="10.0.0.1").get("/metrics").status_code == 404
    forwarded = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "10.0.0.1"})
    assert forwarded.get("/metrics").status_code == 404
