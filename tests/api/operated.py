"""What an administrator finds when things went wrong: one of each."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.kernel.ids import new_id
from kurator.platform.models import OutboxEvent
from kurator.platform.outbound import pause_outbound
from kurator.strategies.models import Intent, Strategy


def make_troubles(party_id: UUID, strategy: Strategy) -> dict[str, Any]:
    """Return the ids of a failed action, a dead event and a failed job."""
    pause_outbound(reason="restored", restored_to=None, now=datetime.now(UTC))
    event = OutboxEvent.objects.create(topic="parties.changed", payload={"ids": []}, is_dead=True)
    return {
        "action_key": make_intent(party_id, strategy, status="FAILED"),
        "event_id": event.id,
        "job_id": _failed_job(),
    }


def make_intent(party_id: UUID, strategy: Strategy, *, status: str, seq: int = 99) -> str:
    """Return the key of a step of the strategy's first stage."""
    assert strategy.version is not None
    stage = strategy.version.definition["stages"][0]
    intent = Intent.objects.create(
        strategy_id=strategy.id,
        party_id=party_id,
        seq=seq,
        step_uid=UUID(stage["steps"][0]["uid"]) if stage["steps"] else new_id(),
        version_id=strategy.version.id,
        stage_uid=UUID(stage["uid"]),
        position=0,
        due_at=datetime.now(UTC),
        status=status,
        failure="ConnectionError()",
    )
    return f"{intent.strategy_id}:{party_id}:{seq}:{intent.step_uid}:1"


def _failed_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('default', 'imports.run', 'failed') RETURNING id"
        )
        return int(cursor.fetchone()[0])
