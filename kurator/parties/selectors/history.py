"""What was changed of a customer: by whom, when, from where, with fields and values named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings

from kurator.access.types import Viewer
from kurator.expressions.scalars import is_uuid
from kurator.expressions.types import FieldSpec, Kind, Lang
from kurator.expressions.wording import plain_text, yes_or_no
from kurator.kernel.localized import LocalizedText, text_in
from kurator.parties.catalogue import Catalogue
from kurator.parties.field_rights import visible_pairs
from kurator.parties.fields import text
from kurator.parties.models import ContactPoint
from kurator.parties.selectors.visibility import SEEN_PARTY, require_party, seen_parameters
from kurator.parties.vocabulary import names_of_people
from kurator.platform.capture import TrackedColumn
from kurator.platform.features import features
from kurator.platform.prepared import read_prepared
from kurator.platform.queries import literal
from kurator.tracking.types import WORDS_OF_ACT, tell_act

OTHER_LABELS: Final[Mapping[str, LocalizedText]] = {
    "party.created": text("Exists", "Есть в системе", "Є в системі"),
    "party.deleted_at": text("In the recycle bin", "В корзине", "У кошику"),
    "party.contact": text("Contact", "Контакт", "Контакт"),
    "party.contact_kind": text("Kind of contact", "Вид контакта", "Вид контакту"),
    "party.contact_extension": text("Extension", "Добавочный", "Додатковий"),
    "party.contact_label": text("Note on the contact", "Подпись контакта", "Підпис контакту"),
    "party.contact_preferred": text(
        "Preferred contact", "Предпочтительный контакт", "Бажаний контакт"
    ),
}
_CONTACT_KINDS: Final[Mapping[str, LocalizedText]] = {
    ContactPoint.Kind.PHONE: text("phone", "телефон", "телефон"),
    ContactPoint.Kind.EMAIL: text("e-mail", "эл. почта", "ел. пошта"),
    ContactPoint.Kind.MESSENGER: text("messenger", "мессенджер", "месенджер"),
    ContactPoint.Kind.WEBSITE: text("website", "сайт", "сайт"),
    ContactPoint.Kind.ADDRESS: text("address", "адрес", "адреса"),
}
UNDOABLE: Final = frozenset({"party", "contact_point", "tag"})
_CONTACT: Final = "party.contact"
_ATTRIBUTE_GONE: Final = text("removed attribute", "удалённый атрибут", "видалений атрибут")


@dataclass(frozen=True)
class ChangeRow:
    """
    One changed row as the history keeps it; `pairs` holds [old, new] by field. Who and why are told in
    the reader's language.
    """

    id: UUID
    transaction_id: UUID
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    channel: str
    addr: str
    reason: str
    entity: str
    entity_id: UUID
    operation: str
    pairs: Mapping[str, Sequence[Any]]
    undoes_id: str | None = None


_COLUMNS: Final = (
    "c.id, t.id, t.at, t.actor_kind, t.actor_id, t.actor_name, t.channel, t.addr, t.reason,"
    " c.entity, c.entity_id, c.operation, c.diff || coalesce(c.personal, '{}'),"
    f" {WORDS_OF_ACT}"
)


def read_changes(
    viewer: Viewer,
    party_id: UUID,
    *,
    limit: int,
    field: str | None = None,
    below_id: UUID | None = None,
    before: datetime | None = None,
    only_id: UUID | None = None,
) -> list[ChangeRow]:
    """Return the latest changes first; none for a customer out of sight."""
    if field in viewer.hidden_fields:
        return []
    conditions = ["c.party_id = %(party)s", SEEN_PARTY]
    if field is not None:
        conditions.append(
            "(jsonb_exists(c.diff, %(field)s) OR jsonb_exists(c.personal, %(field)s))"
        )
    if below_id is not None:
        conditions.append("c.id < %(below)s")
    if only_id is not None:
        conditions.append("c.id = %(only)s")
    if before is not None:
        conditions.append("t.at < %(before)s")
    if closed := closed_entities(viewer):
        conditions.append("c.entity <> ALL(%(closed)s)")
    conditions += _ends_of_preludes()
    rows = read_prepared(
        f"SELECT {_COLUMNS} FROM tracking_change c"
        " JOIN tracking_changetransaction t ON t.id = c.transaction_id"
        " JOIN parties_party p ON p.id = c.party_id"
        f" WHERE {' AND '.join(conditions)} ORDER BY c.id DESC LIMIT %(limit)s",
        {"party": party_id, "field": field, "below": below_id, "only": only_id,
         "before": before, "limit": limit, "closed": closed, **seen_parameters(viewer)},
    )  # fmt: skip
    return [_change_row(viewer, *row) for row in rows]


@cache
def _ends_of_preludes() -> list[str]:
    """
    A record that was made ready first is told once: the change that only ends the waiting, as when
    the note of a file is saved, says nothing of its own.
    """
    return [
        f"NOT (c.entity = {literal(entity)} AND c.operation = 'U'"
        f" AND c.diff -> {literal(field)} ->> 0 = {literal(value)}"
        f" AND (c.diff || coalesce(c.personal, '{{}}')) - {literal(field)} = '{{}}')"
        for entity, (field, value) in _preludes().items()
    ]


@cache
def _preludes() -> dict[str, tuple[str, str]]:
    tables = (table for feature in features() for table in feature.tracked)
    return {table.entity: table.prelude for table in tables if table.prelude}


def _without_prelude(
    entity: str, pairs: Mapping[str, Sequence[Any]]
) -> Mapping[str, Sequence[Any]]:
    """That a record waited at first is no news of it."""
    field, value = _preludes().get(entity, ("", ""))
    if pairs.get(field, ())[1:] != [value]:
        return pairs
    return {code: pair for code, pair in pairs.items() if code != field}


def closed_entities(viewer: Viewer) -> list[str]:
    """Kinds of record whose changes the viewer may not read, because he may not read the records."""
    tables = (table for feature in features() for table in feature.tracked if table.permission)
    return sorted(table.entity for table in tables if table.permission not in viewer.permissions)


def _change_row(viewer: Viewer, *columns: Any) -> ChangeRow:
    *plain, pairs, words = columns
    row = ChangeRow(*[*plain, orjson.loads(pairs)])
    act = tell_act(
        kind=row.actor_kind,
        name=row.actor_name,
        reason=row.reason,
        words=words,
        language=viewer.language,
    )
    is_contact = row.entity == "contact_point"
    seen = visible_pairs(row.pairs, is_contact=is_contact, hidden=viewer.hidden_fields)
    return replace(
        row,
        actor_name=act.actor,
        reason=act.reason,
        undoes_id=act.undoes_id,
        pairs=_without_prelude(row.entity, seen),
    )


def list_history(
    viewer: Viewer,
    party_id: UUID,
    *,
    catalogue: Catalogue,
    field: str | None = None,
    cursor: UUID | None = None,
    limit: int = 50,
) -> tuple[list[dict[str, Any]], UUID | None]:
    """Return one page of changes, JSON-ready, and the mark of the next one; raises NotFound."""
    rows = read_changes(viewer, party_id, limit=limit + 1, field=field, below_id=cursor)
    if not rows:
        require_party(viewer, party_id)
    shown = rows[:limit]
    namer = ValueNamer.for_rows(shown, catalogue, viewer.language)
    items = [
        {
            "id": row.id,
            "at": row.at,
            "actor": {"kind": row.actor_kind, "id": row.actor_id, "name": row.actor_name},
            "channel": row.channel,
            "addr": row.addr,
            "reason": row.reason,
            "undoes_id": row.undoes_id,
            "entity": row.entity,
            "operation": row.operation,
            "changes": namer.changes(row, only=field),
            "can_undo": can_undo(row),
        }
        for row in shown
    ]
    return items, shown[-1].id if len(rows) > limit else None


@cache
def _foreign_columns() -> dict[str, TrackedColumn]:
    """Columns of other domains' tables, which bring their own labels."""
    tables = (table for feature in features() for table in feature.tracked)
    return {column.field: column for table in tables for column in table.columns if column.label}


@cache
def _labels_of_records() -> dict[str, LocalizedText]:
    """By each of their fields, what records of other domains are called as one thing."""
    tables = [table for feature in features() for table in feature.tracked if table.label]
    return {column.field: table.label for table in tables for column in table.columns}


def can_undo(row: ChangeRow) -> bool:
    """Who went into the bin or came out of it goes the other way there, not by his history."""
    is_of_bin = "party.deleted_at" in row.pairs
    is_plain = row.entity != "party" or row.operation == "U"
    return row.entity in UNDOABLE and bool(row.pairs) and is_plain and not is_of_bin


@dataclass(frozen=True)
class ValueNamer:
    """Names fields and values in the reader's language."""

    catalogue: Catalogue
    language: Lang
    people: Mapping[UUID, str]

    @classmethod
    def for_rows(
        cls, rows: Iterable[ChangeRow], catalogue: Catalogue, language: Lang
    ) -> "ValueNamer":
        seen = (value for row in rows for value in row.pairs.get("party.owner", ()))
        ids = {UUID(value) for value in seen if isinstance(value, str) and is_uuid(value)}
        return cls(catalogue, language, names_of_people(sorted(ids)) if ids else {})

    def changes(self, row: ChangeRow, *, only: str | None = None) -> list[dict[str, Any]]:
        return [
            {
                "field": code,
                "label": self.field_label(code),
                "old": old,
                "new": new,
                "old_label": self.value_label(code, old),
                "new_label": self.value_label(code, new),
            }
            for code, (old, new) in row.pairs.items()
            if (only is None or code == only) and (old, new) not in ((None, ""), (None, False))
        ]

    def field_label(self, code: str) -> str:
        spec = self.catalogue.spec(code)
        if spec:
            return text_in(spec.labels, self.language)
        foreign = _foreign_columns().get(code)
        labels = foreign.label if foreign else OTHER_LABELS.get(code, _ATTRIBUTE_GONE)
        return text_in(labels, self.language)

    def record_label(self, code: str) -> str:
        """What changed, as one thing: a contact or a file, whichever sides of it; else the field."""
        if code.startswith(_CONTACT):
            return self.field_label(_CONTACT)
        whole = _labels_of_records().get(code)
        return text_in(whole, self.language) if whole else self.field_label(code)

    def value_label(self, code: str, value: Any) -> str:
        """The value as a person reads it; '' for an empty one."""
        if value is None or value == "":
            return ""
        if code == "party.contact_kind":
            return text_in(_CONTACT_KINDS.get(value, {}), self.language)
        spec = self.catalogue.spec(code)
        if spec is None and code in self.catalogue.whole:
            return ""  # the reader does not see this field
        if isinstance(value, Mapping):
            return text_in(value, self.language)
        return self._named(spec, value) if spec else self._foreign(code, value)

    def _foreign(self, code: str, value: Any) -> str:
        """A value of another domain's column, or of a contact."""
        if isinstance(value, bool):
            return yes_or_no(value, self.language)
        foreign = _foreign_columns().get(code)
        choices = foreign.choices if foreign else {}
        return text_in(choices[value], self.language) if value in choices else str(value)

    def contact_kind(self, record: Mapping[str, Any]) -> str:
        """`phone`, `e-mail`…, as a label."""
        named = self.value_label("party.contact_kind", record.get("party.contact_kind"))
        return named[:1].upper() + named[1:] if named else self.field_label("party.contact")

    def contact(self, record: Mapping[str, Any] | None) -> str:
        """A contact point in one line, so that two are told apart; '' for none."""
        if not record:
            return ""
        value = str(record.get("party.contact") or "—")
        extension = str(record.get("party.contact_extension") or "")
        parts = [
            value,
            f"#{extension}" if extension and not value.endswith(extension) else "",
            f"({label})" if (label := record.get("party.contact_label")) else "",
            "★" if record.get("party.contact_preferred") else "",
        ]
        return " ".join(filter(None, parts))

    def tag(self, record: Mapping[str, Any] | None) -> str:
        return self.value_label("party.tags", record["party.tags"]) if record else ""

    def _named(self, spec: FieldSpec, value: Any) -> str:
        if spec.kind is Kind.USER:
            return self.people.get(UUID(str(value)), "")
        if spec.kind is Kind.TAGS:
            return text_in(self.catalogue.tags.get(str(value), {}), self.language)
        named = (*spec.choices, *spec.value_names)
        labels = {choice.value: choice.labels for choice in named}
        if value in labels:
            return text_in(labels[value], self.language)
        return plain_text(spec, value, self.language, settings.COMPANY_TIME_ZONE) or str(value)
