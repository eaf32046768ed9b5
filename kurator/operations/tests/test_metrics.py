"""What /metrics tells, and that the example alerts ask for figures that exist."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client

from kurator.tracking.security import note_security_event
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


def figure(name: str) -> float | None:
    content = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    found = re.search(rf"^{name} (\S+)$", content, re.MULTILINE)
    return float(found.group(1)) if found else None


@pytest.mark.parametrize(
    "name", ["all_queue_figures", "security_figures", "is_outbound_held", "all_seal_figures"]
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
