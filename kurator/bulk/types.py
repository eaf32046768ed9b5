"""What is done to many customers, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

PORTION: Final = 5_000
SAMPLES: Final = 5


Choices = Mapping[str, Mapping[str, bool]]
"""Customer → field, or `*` for all others of his → whether the old value is taken."""


@dataclass(frozen=True)
class Action:
    """
    `values` go by field code. With several `owner_ids` customers are spread evenly; with
    `with_tasks` their open tasks go along. `undo_of` names a change set that is taken back.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    add_tags: Sequence[UUID] = ()
    remove_tags: Sequence[UUID] = ()
    owner_ids: Sequence[UUID] = ()
    with_tasks: bool = False
    recycles: bool = False
    undo_of: UUID | None = None
    is_forced: bool = False
    choices: "Choices" = field(default_factory=dict)
    """Of an undo: what is to become of single conflicts, whatever `is_forced` says."""
    closed: Sequence[str] = ()
    """Of an undo: what whoever asked might not take back; a key may less than its person."""

    @property
    def is_of_owners(self) -> bool:
        """What only those do who serve a customer: a share, even one to change, does not allow it."""
        return bool(self.owner_ids or self.recycles)

    @property
    def is_empty(self) -> bool:
        return not (
            self.values or self.add_tags or self.remove_tags or self.owner_ids or self.recycles
        )


def action_to_json(action: Action) -> dict[str, Any]:
    return asdict(action)


def action_from_json(stored: Mapping[str, Any]) -> Action:
    undo_of = stored["undo_of"]
    return Action(
        values=stored["values"],
        add_tags=[UUID(one) for one in stored["add_tags"]],
        remove_tags=[UUID(one) for one in stored["remove_tags"]],
        owner_ids=[UUID(one) for one in stored["owner_ids"]],
        with_tasks=stored["with_tasks"],
        recycles=stored["recycles"],
        undo_of=UUID(undo_of) if undo_of else None,
        is_forced=stored["is_forced"],
        choices=stored.get("choices", {}),
        closed=stored.get("closed", ()),
    )


MovedTask = tuple[UUID, UUID, UUID]
"""A task, who had it and who has it now."""


@dataclass
class Outcome:
    """
    What became of one portion; `refused` holds the reason by customer, `conflicts` the
    fields that others have changed since or that are closed to the person.
    """

    changed: set[UUID] = field(default_factory=set)
    refused: dict[UUID, str] = field(default_factory=dict)
    conflicts: dict[UUID, list[str]] = field(default_factory=dict)
    moved_tasks: list[MovedTask] = field(default_factory=list)
