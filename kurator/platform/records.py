"""Kinds of record that files are kept on; registered, so that nobody imports their domains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class RecordKind:
    """
    `find_party(viewer, record_id)` returns the customer the record belongs to, and None for a
    record the viewer does not see; `permission` opens the records of this kind. A record's files
    are seen with its customer. `tags` are the marks of its files, besides those all kinds have.
    """

    code: str
    label: LocalizedText
    permission: str
    find_party: Callable[[Any, UUID], UUID | None]
    name_records: Callable[[Any, Sequence[UUID]], Mapping[UUID, str]] = lambda viewer, ids: {}
    tags: Mapping[str, LocalizedText] = field(default_factory=dict)
