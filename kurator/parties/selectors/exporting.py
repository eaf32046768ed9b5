"""The list of customers as a file takes it out: the same filter, columns and order, no pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.scalars import is_uuid
from kurator.expressions.types import FieldSpec, Kind
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import text_in
from kurator.parties.fields import PHONES_IN_FULL, text
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.filters import list_vocabulary, read_filter
from kurator.parties.selectors.listing import Base, ListQuery, list_base, require_columns
from kurator.parties.selectors.search import read_query as read_lookup
from kurator.parties.selectors.sorting import NEWEST, SortKey, order_by, order_terms
from kurator.parties.vocabulary import PartyVocabulary, names_of_people
from kurator.platform.exporting import CellKind, ExportColumn, Exporter, ExportTable

MAX_CHOSEN: Final = 10_000
MAX_COLUMNS: Final = 200
BATCH: Final = 2_000
_PLACES: Final = ("filter", "q", "sort", "columns", "ids")
_KINDS: Final[Mapping[Kind, CellKind]] = {
    Kind.NUMBER: CellKind.NUMBER,
    Kind.MONEY: CellKind.MONEY,
    Kind.BOOL: CellKind.BOOL,
    Kind.DATE: CellKind.DATE,
    Kind.INSTANT: CellKind.INSTANT,
}
_BAD_SHAPE: Final = text(
    "This does not describe a list.",
    "Это не описание списка.",
    "Це не опис списку.",
)
Reader = Callable[[Any], Any]


def read_query(viewer: Viewer, wire: Mapping[str, Any]) -> dict[str, Any]:
    """Check everything that the list is made of; raises InvalidInput."""
    _require_shape(wire)
    vocabulary = list_vocabulary(viewer.language)
    _base(viewer, wire, None, vocabulary)
    columns = wire.get("columns") or ["party.name"]
    require_columns(columns, vocabulary.catalogue.fields)
    order_terms(_sort(wire), vocabulary.catalogue.fields, {})
    return {name: wire[name] for name in _PLACES if wire.get(name)} | {"columns": columns}


def _require_shape(wire: Mapping[str, Any]) -> None:
    checks = {
        "q": lambda q: isinstance(q, str),
        "columns": lambda found: _are_texts(found, MAX_COLUMNS),
        "ids": lambda found: _are_texts(found, MAX_CHOSEN) and all(map(is_uuid, found)),
        "sort": lambda found: isinstance(found, list) and all(map(_is_sort_key, found)),
        "filter": lambda found: isinstance(found, dict),
    }
    wrong = [
        name for name, value in wire.items() if value is not None and not _fits(checks, name, value)
    ]
    if wrong:
        problems = [FieldProblem(("query", name), "parties.bad_list", _BAD_SHAPE) for name in wrong]
        raise InvalidInput(problems=problems)


def _fits(checks: Mapping[str, Callable[[Any], bool]], name: str, value: Any) -> bool:
    return name in checks and checks[name](value)


def _are_texts(found: Any, most: int) -> bool:
    return (
        isinstance(found, list)
        and len(found) <= most
        and all(isinstance(one, str) for one in found)
    )


def _is_sort_key(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("field"), str)
        and isinstance(found.get("desc", False), bool)
    )


def _sort(wire: Mapping[str, Any]) -> Sequence[SortKey]:
    found = [SortKey(key["field"], key.get("desc", False)) for key in wire.get("sort") or ()]
    return found or NEWEST


def _base(
    viewer: Viewer, query: Mapping[str, Any], now: datetime | None, vocabulary: PartyVocabulary
) -> Base:
    listed = ListQuery(
        node=read_filter(query.get("filter"), vocabulary),
        lookup=read_lookup(query.get("q") or ""),
    )
    base = list_base(viewer, listed, now, vocabulary)
    if not query.get("ids"):
        return base
    params = {**base.params, "chosen": [UUID(one) for one in query["ids"]]}
    condition = f"p.id = ANY(%(chosen)s) AND {base.condition}"
    return Base(base.owners, base.source, condition, params)


def count_exported(viewer: Viewer, query: Mapping[str, Any], now: datetime, cap: int) -> int:
    base = _base(viewer, query, now, list_vocabulary(viewer.language))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {base.source} WHERE {base.where()}"
            f" LIMIT {int(cap)}) AS counted",
            base.params,
        )
        return int(cursor.fetchone()[0])


def open_parties(viewer: Viewer, query: Mapping[str, Any], now: datetime) -> ExportTable:
    """Begin to read with a cursor of the server; columns that are gone raise InvalidInput."""
    vocabulary = list_vocabulary(viewer.language)
    fields = vocabulary.catalogue.fields
    columns = list(dict.fromkeys(query["columns"]))
    require_columns(columns, fields)
    base = _base(viewer, query, now, vocabulary)
    terms = order_terms(_sort(query), fields, base.params)
    ordering = order_by(terms, [term.sql for term in terms], "p.id")
    shown = ", ".join(_shown_sql(fields, code) for code in columns)
    sql = f"SELECT {shown} FROM {base.source} WHERE {base.where()} ORDER BY {ordering}"
    specs = [fields[code].spec for code in columns]
    readers = [_reader(spec, vocabulary) for spec in specs]
    heads = _heads(specs, viewer.language)
    return ExportTable(heads, _rows(sql, base.params, readers))


def _shown_sql(fields: Mapping[str, Any], code: str) -> str:
    return PHONES_IN_FULL if code == "party.phone" else column_sql(fields, code)


def _rows(
    sql: str, params: Mapping[str, Any], readers: Sequence[Reader | None]
) -> Iterator[Sequence[Any]]:
    changed = [(place, reader) for place, reader in enumerate(readers) if reader is not None]
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(BATCH):
            for row in found:
                cells = list(row)
                for place, reader in changed:
                    cells[place] = reader(cells[place])
                yield cells


def _heads(specs: Sequence[FieldSpec], language: str) -> list[ExportColumn]:
    """Two columns of one name are told apart by their codes, or an import would mix them up."""
    heads = [_head(spec, language) for spec in specs]
    times = Counter(head.label.casefold() for head in heads)
    return [
        replace(head, label=f"{head.label} ({head.code})")
        if times[head.label.casefold()] > 1
        else head
        for head in heads
    ]


def _head(spec: FieldSpec, language: str) -> ExportColumn:
    label = text_in(spec.labels, language) or spec.code
    kind = CellKind.PHONE if spec.code == "party.phone" else _KINDS.get(spec.kind, CellKind.TEXT)
    if spec.kind is Kind.MONEY and spec.currency:
        label = f"{label}, {spec.currency}"
    return ExportColumn(spec.code, label, kind, spec.minor_units)


def _reader(spec: FieldSpec, vocabulary: PartyVocabulary) -> Reader | None:
    language = vocabulary.language
    if spec.kind is Kind.TAGS:
        tags = vocabulary.catalogue.tags
        return lambda ids: ", ".join(
            text_in(tags.get(str(one), {}), language) or "—" for one in ids
        )
    if spec.exists_sql is not None:
        return ", ".join
    if spec.kind is Kind.CHOICE:
        labels = _labels(spec, language)
        return lambda value: labels.get(value, value)
    return _person_reader() if spec.kind is Kind.USER else None


def _labels(spec: FieldSpec, language: str) -> dict[Any, str]:
    """A label that two choices share says nothing: then the codes are written."""
    labels = {choice.value: text_in(choice.labels, language) for choice in spec.choices}
    times = Counter(label.casefold() for label in labels.values())
    return {value: label for value, label in labels.items() if times[label.casefold()] == 1}


def _person_reader() -> Reader:
    """Names are asked for once each; colleagues are few."""
    known: dict[UUID, str] = {}

    def read(user_id: UUID | None) -> str | None:
        if user_id is None:
            return None
        if user_id not in known:
            known[user_id] = names_of_people([user_id]).get(user_id, "—")
        return known[user_id]

    return read


PARTIES: Final = Exporter(
    code="party",
    label=text("Customers", "Клиенты", "Клієнти"),
    permission="parties.view",
    read_query=read_query,
    count=count_exported,
    open_table=open_parties,
)
