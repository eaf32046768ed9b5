"""Which tables are tracked and captured; the triggers are generated from these declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class TrackedColumn:
    """
    One column in the history. `field` is its code in the catalogue; `attributes` marks the jsonb
    column of custom attributes, which is compared key by key; personal values are kept apart.
    """

    name: str
    field: str
    is_personal: bool = False
    is_attributes: bool = False
    is_silent: bool = False
    """Captured for strategies, but not kept in the history."""
    label: LocalizedText = with_default(default_factory=dict)
    """How the history names it when it is no field of the catalogue."""
    choices: Mapping[str, LocalizedText] = with_default(default_factory=dict)


@dataclass(frozen=True)
class TrackedTable:
    """
    `entity` names the record in the history; `party_column` leads to the customer; `topic` is
    the live event that a change causes; with a `permission` only whoever has it reads the changes.
    Without `wakes_strategies` a change is kept in the history and places nobody anew: no condition
    reads the table.
    """

    table: str
    entity: str
    columns: Sequence[TrackedColumn]
    party_column: str = "id"
    topic: str = "parties.changed"
    is_kept: bool = True
    """In the history; False for a table of facts that is a history itself."""
    wakes_strategies: bool = True
    permission: str = ""
    label: LocalizedText = with_default(default_factory=dict)
    """What the record is called as one thing, where it is told that it changed."""
    prelude: tuple[str, str] | None = None
    """A field and its value with which a row is only made ready: another act brings it into being."""
