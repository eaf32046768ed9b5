"""Once a week a backup is proven, whoever takes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kurator.operations import tasks
from kurator.operations.tasks import due_proof, prove_when_due
from kurator.platform.database.errors import DatabaseError

NIGHT = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # half past two in Kyiv
NOON = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("newest", "proven", "now", "is_due"),
    [
        (None, None, NIGHT, False),
        (HOUR, None, NIGHT, True),
        (HOUR, None, NOON, False),
        (DAY + HOUR, None, NOON, True),
        (HOUR, 6 * DAY, NIGHT, False),
        (HOUR, 7 * DAY + HOUR, NIGHT, True),
        (HOUR, 7 * DAY + HOUR, NOON, False),
        (HOUR, 8 * DAY + HOUR, NOON, True),
    ],
)
def test_a_proof_is_due_at_night_or_when_it_is_late(
    newest: timedelta | None, proven: timedelta | None, now: datetime, is_due: bool
) -> None:
    found = due_proof(
        zone="Europe/Kyiv",
        newest=now - newest if newest else None,
        proven_at=now - proven if proven else None,
        now=now,
    )
    assert found is is_due


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Instants of proofs; a backup of yesterday evening is there and was never proven."""
    made: list[datetime] = []

    def verify(*, now: datetime, tell: Callable[..., None] | None = None) -> Any:
        made.append(now)
        return SimpleNamespace(is_good=True)

    def verdict() -> dict[str, object] | None:
        return {"at": made[-1].isoformat(), "is_good": True} if made else None

    monkeypatch.setattr(tasks, "verify_latest", verify)
    monkeypatch.setattr(tasks, "latest_verdict", verdict)
    monkeypatch.setattr(tasks, "newest_backup_at", lambda: NIGHT - 6 * HOUR)
    monkeypatch.setattr(tasks, "_proof_failed_at", datetime.min.replace(tzinfo=UTC))
    return made


@pytest.mark.django_db
def test_it_is_done_once_a_week(proofs: list[datetime]) -> None:
    for hours in range(0, 15 * 24):
        prove_when_due(NIGHT + hours * HOUR)
    assert [(at - NIGHT).days for at in proofs] == [0, 7, 14]


@pytest.mark.django_db
def test_a_proof_that_cannot_be_made_is_tried_again_after_an_hour(
    proofs: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[datetime] = []

    def no_room(*, now: datetime) -> Any:
        tried.append(now)
        raise DatabaseError("no room")

    monkeypatch.setattr(tasks, "verify_latest", no_room)
    for minutes in (0, 10, 50, 61, 70):
        prove_when_due(NIGHT + timedelta(minutes=minutes))
    assert [(at - NIGHT).seconds // 60 for at in tried] == [0, 61]
