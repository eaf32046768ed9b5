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
class Pattern:
    """What is looked for in a text: `anywhere`, at its `start` or `end`, or as the `whole` of it."""

    find: str
    where: str = "anywhere"
    is_exact: bool = False
    """Capital and small letters are told apart."""


@dataclass(frozen=True)
class TextEdit:
    """
    `put` writes `new` or, without it, takes the text away; `replace` writes it in place of what is
    found; `trim` and `letters` bring a text in order. A name is meant in one `language`, or in all of
    them; of `put` in the customer's own.
    """

    field: str
    rule: str
    language: str = ""
    pattern: Pattern | None = None
    new: str = ""
    letters: str = ""


@dataclass(frozen=True)
class ContactEdit:
    """
    `add` a contact point, `remove` those of a kind, `replace` a part of them. What is removed may be
    narrowed by `value`, `pattern` and `label`.
    """

    act: str
    kind: str
    value: str = ""
    extension: str = ""
    label: str = ""
    is_preferred: bool = False
    pattern: Pattern | None = None
    new: str = ""


@dataclass(frozen=True)
class Action:
    """
    `values` go by field code. With several `owner_ids` customers are spread evenly; with
    `with_tasks` their open tasks go along. `undo_of` names a change set that is taken back.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Sequence[TextEdit] = ()
    contacts: Sequence[ContactEdit] = ()
    add_tags: Sequence[UUID] = ()
    remove_tags: Sequence[UUID] = ()
    only_tags: Sequence[UUID] | None = None
    """Exactly these tags: all others are taken off."""
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
    def is_of_tags(self) -> bool:
        return bool(self.add_tags or self.remove_tags or self.only_tags is not None)

    @property
    def is_edit(self) -> bool:
        """Whether it writes what stands on the card."""
        return bool(self.values or self.texts or self.contacts or self.is_of_tags)

    @property
    def is_empty(self) -> bool:
        return not (self.is_edit or self.owner_ids or self.recycles)


def action_to_json(action: Action) -> dict[str, Any]:
    return asdict(action)


def action_from_json(stored: Mapping[str, Any]) -> Action:
    undo_of, only = stored["undo_of"], stored.get("only_tags")
    return Action(
        values=stored["values"],
        texts=[TextEdit(**_with_pattern(one)) for one in stored.get("texts", ())],
        contacts=[ContactEdit(**_with_pattern(one)) for one in stored.get("contacts", ())],
        add_tags=[UUID(one) for one in stored["add_tags"]],
        remove_tags=[UUID(one) for one in stored["remove_tags"]],
        only_tags=None if only is None else [UUID(one) for one in only],
        owner_ids=[UUID(one) for one in stored["owner_ids"]],
        with_tasks=stored["with_tasks"],
        recycles=stored["recycles"],
        undo_of=UUID(undo_of) if undo_of else None,
        is_forced=stored["is_forced"],
        choices=stored.get("choices", {}),
        closed=stored.get("closed", ()),
    )


def _with_pattern(stored: Mapping[str, Any]) -> dict[str, Any]:
    pattern = stored["pattern"]
    return {**stored, "pattern": Pattern(**pattern) if pattern else None}


MovedTask = tuple[UUID, UUID, UUID]
"""A task, who had it and who has it now."""


@dataclass
class Outcome:
    """
    What became of one portion; `refused` holds the reason by customer, `conflicts` the
    fields that others have changed since or that are closed to the person, or that were refused.
    """

    changed: set[UUID] = field(default_factory=set)
    refused: dict[UUID, str] = field(default_factory=dict)
    conflicts: dict[UUID, list[str]] = field(default_factory=dict)
    moved_tasks: list[MovedTask] = field(default_factory=list)
