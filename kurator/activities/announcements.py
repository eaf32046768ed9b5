"""Live events of tasks: customers' cards hear by their owner, people by their own id."""

from collections.abc import Iterable
from uuid import UUID

from kurator.kernel.ids import NOBODY_ID
from kurator.platform.outbox import publish

TASKS_CHANGED = "tasks.changed"
TASK_ASSIGNED = "tasks.assigned"
NOTIFICATIONS_CREATED = "notifications.created"
MAX_NAMED = 200


def announce_tasks(*, party_ids: Iterable[UUID], user_ids: Iterable[UUID]) -> None:
    """Publish which customers' and which people's tasks changed; null when too many to name."""
    parties = sorted(map(str, set(party_ids)))
    if len(parties) > MAX_NAMED:
        publish(TASKS_CHANGED, {"ids": None})
        return
    publish(TASKS_CHANGED, {"ids": parties})
    announce_people(TASKS_CHANGED, user_ids)


def announce_people(topic: str, user_ids: Iterable[UUID]) -> None:
    people = sorted(map(str, set(user_ids) - {NOBODY_ID}))
    if people:
        publish(topic, {"ids": people, "owners": people})
