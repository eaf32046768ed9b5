from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from kurator.activities.models import Task
from kurator.kernel.ids import new_id
from kurator.parties.models import Party

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
_numbers = count(700_001)


def make_customer(owner_id: UUID, name: str = "Hartwell & Sons Ltd") -> Party:
    return Party.objects.create(number=next(_numbers), name={"en": name}, owner_id=owner_id)


def make_task(party: Party, assignee_id: UUID, **over: Any) -> Task:
    values: dict[str, Any] = {
        "title": {"en": "Call back", "ru": "Перезвонить", "uk": "Передзвонити"},
        "due_at": datetime.now(UTC) + timedelta(hours=1),
        "created_by_id": assignee_id,
        "created_at": NOW,
    }
    return Task.objects.create(id=new_id(), party=party, assignee_id=assignee_id, **(values | over))
