"""Lists of customers: any columns, any order, pages by key, one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.nodes import Node
from kurator.expressions.sql import compile_sql
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.filters import named_owners
from kurator.parties.selectors.rows import DEFAULT_COLUMNS, party_row
from kurator.parties.selectors.search import (
    FOUND_SQL,
    MAX_FOUND,
    Lookup,
    found_params,
    seen_match_sql,
)
from kurator.parties.selectors.sorting import (
    BY_OWNER_INDEX,
    BY_RANK,
    NEWEST,
    OrderTerm,
    SortKey,
    after_sql,
    order_by,
    order_name,
    order_terms,
)
from kurator.parties.selectors.visibility import (
    SEEN_PARTY,
    is_live_sql,
    owned_by_sql,
    owners_sql,
    seen_parameters,
    shared_sql,
)
from kurator.parties.value_texts import TEXTS
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.catalogue import Field
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.platform.prepared import read_prepared

COUNT_CAP: Final = 10_000
MAX_PAGE: Final = 200
# Up to so many owners each one's part of the index is read by itself, in order.
_MERGED_OWNERS: Final = 64
_ALL: Final = "parties_party p"


@dataclass(frozen=True)
class ListQuery:
    """What a list shows; `node` is a checked filter."""

    node: Node | None = None
    lookup: Lookup | None = None
    sort: Sequence[SortKey] = ()
    columns: Sequence[str] = DEFAULT_COLUMNS
    cursor: str | None = None
    limit: int = 50
    shared: bool = False
    """Only customers of others that are shared with the viewer."""


@dataclass(frozen=True)
class Page:
    rows: list[dict[str, Any]]
    next_cursor: str | None


@dataclass(frozen=True)
class Base:
    """FROM and WHERE of everything that the list is about."""

    owners: Sequence[UUID] | None
    source: str
    condition: str
    params: dict[str, Any]
    seen: str = ""
    """Instead of the owners: for what is shared, and for a search, which finds that too."""

    def where(self, owner_sql: str | None = None) -> str:
        if self.seen:
            return f"{self.seen} AND {self.condition}"
        owned = f"{is_live_sql()} AND {owner_sql}" if owner_sql else owned_by_sql(self.owners)
        return f"{owned} AND {self.condition}"


@dataclass(frozen=True)
class FoundSql:
    """FROM and WHERE over `p` of all customers that a list finds, with their parameters."""

    source: str
    where: str
    params: dict[str, Any]


def found_sql(
    viewer: Viewer, query: ListQuery, *, now: datetime, vocabulary: PartyVocabulary, reach: int
) -> FoundSql:
    """Return what the whole list is made of; a fragment of text finds at most `reach`."""
    base = list_base(viewer, query, now, vocabulary)
    if query.lookup is not None:
        base.params.update(found_params(query.lookup, reach))
    return FoundSql(base.source, base.where(), base.params)


def list_parties(
    viewer: Viewer,
    query: ListQuery,
    *,
    now: datetime,
    vocabulary: PartyVocabulary,
) -> Page:
    """Return one page; raises InvalidInput, CursorBroken."""
    fields = vocabulary.catalogue.fields
    columns = list(dict.fromkeys(query.columns))
    if query.columns is DEFAULT_COLUMNS:
        columns = [column for column in columns if column in fields]
    require_columns(columns, fields)
    base = list_base(viewer, query, now, vocabulary)
    keys = query.sort or NEWEST
    by_rank = query.lookup is not None and not query.sort
    terms = [BY_RANK] if by_rank else order_terms(keys, fields, base.params)
    order = order_name(keys, by_rank=by_rank)
    limit = max(1, min(query.limit, MAX_PAGE))
    after = ""
    if query.cursor:
        values = read_cursor(order, query.cursor)
        after = " AND " + after_sql(terms, values, base.params, id_sql="p.id")
    rows = _read_page(base, keys, terms, after, limit + 1, [column_sql(fields, c) for c in columns])
    shown = rows[:limit]
    next_cursor = None
    if len(rows) > limit:
        last = shown[-1]
        next_cursor = write_cursor(order, [*last[4 + len(columns) :], str(last[0])])
    return Page([party_row(row, columns, fields) for row in shown], next_cursor)


def require_columns(columns: Sequence[str], fields: Mapping[str, Field]) -> None:
    code = "parties.unknown_field"
    problems = [
        FieldProblem(("columns", index), code, TEXTS[code])
        for index, column in enumerate(columns)
        if column not in fields
    ]
    if problems:
        raise InvalidInput(problems=problems)


def list_base(
    viewer: Viewer, query: ListQuery, now: datetime | None, vocabulary: PartyVocabulary
) -> Base:
    params: dict[str, Any] = {"now": now}
    conditions = []
    source = _ALL
    if query.lookup is not None:
        source = FOUND_SQL
        params |= found_params(query.lookup)
        params |= seen_parameters(viewer)
        conditions.append(seen_match_sql(viewer))
    if query.node is not None:
        compiled = compile_sql(query.node, vocabulary)
        params |= compiled.params
        conditions.append(f"({compiled.sql})")
    owners = _owners(viewer, query.node)
    seen = ""
    if query.shared:
        seen = shared_sql(viewer.shared_ids)
    elif query.lookup is not None:
        seen = SEEN_PARTY
    return Base(owners, source, " AND ".join(conditions) or "TRUE", params, seen)


def _owners(viewer: Viewer, node: Node | None) -> list[UUID] | None:
    """The owners who can be in the list: the viewer's, of them those whom the filter names."""
    named = named_owners(node)
    if viewer.owner_ids is None:
        return None if named is None else sorted(named)
    return sorted(viewer.owner_ids if named is None else named.intersection(viewer.owner_ids))


def _read_page(
    base: Base,
    keys: Sequence[SortKey],
    terms: Sequence[OrderTerm],
    after: str,
    limit: int,
    columns: Sequence[str],
) -> list[Any]:
    shown = ["p.id", "p.number", "p.display_name", "p.kind", *columns]
    if terms == [BY_RANK]:
        return read_prepared(_ranked_sql(base, after, limit, shown), base.params)
    sql = _sorted_sql(base, keys, terms, after, limit, shown)
    with connection.cursor() as cursor:
        cursor.execute(sql, base.params)
        return list(cursor.fetchall())


def _ranked_sql(base: Base, after: str, limit: int, shown: Sequence[str]) -> str:
    return (
        f"SELECT {', '.join(shown)}, f.rank::text FROM {base.source} WHERE {base.where()}{after}"
        f" ORDER BY f.rank, p.id LIMIT {limit}"
    )


def _sorted_sql(
    base: Base,
    keys: Sequence[SortKey],
    terms: Sequence[OrderTerm],
    after: str,
    limit: int,
    shown: Sequence[str],
) -> str:
    """The page is found by ids and sort keys alone; only then its columns are worked out."""
    names = [f"k{index}" for index in range(len(terms))]
    picked = ", ".join(
        ["p.id", *(f"{term.sql} AS {name}" for term, name in zip(terms, names, strict=True))]
    )
    ordering = order_by(terms, [term.sql for term in terms], "p.id")
    tail = f"{after} ORDER BY {ordering} LIMIT {limit}"
    page = f"SELECT {picked} FROM {base.source} WHERE {base.where()}{tail}"
    if _is_merged(base, keys):
        own = base.where("p.owner_id = o.id")
        page = (
            f"SELECT m.* FROM unnest({owners_sql(base.owners or ())}) AS o(id)"
            f" CROSS JOIN LATERAL (SELECT {picked} FROM {base.source} WHERE {own}{tail}) m"
            f" ORDER BY {order_by(terms, [f'm.{name}' for name in names], 'm.id')} LIMIT {limit}"
        )
    columns = [*shown, *(f"page.{name}::text" for name in names)]
    return (
        f"WITH page AS MATERIALIZED ({page}) SELECT {', '.join(columns)}"
        " FROM page JOIN parties_party p ON p.id = page.id"
        f" ORDER BY {order_by(terms, [f'page.{name}' for name in names], 'page.id')}"
    )


def _is_merged(base: Base, keys: Sequence[SortKey]) -> bool:
    return (
        not base.seen
        and base.owners is not None
        and 1 < len(base.owners) <= _MERGED_OWNERS
        and len(keys) == 1
        and keys[0].field in BY_OWNER_INDEX
        and base.source == _ALL
    )


def count_parties(
    viewer: Viewer, query: ListQuery, *, now: datetime, vocabulary: PartyVocabulary
) -> tuple[int, bool]:
    """Return how many there are, counted up to a cap, and whether that is exact."""
    base = list_base(viewer, query, now, vocabulary)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {base.source} WHERE {base.where()}"
            f" LIMIT {COUNT_CAP + 1}) AS counted",
            base.params,
        )
        count = int(cursor.fetchone()[0])
    is_exact = count <= COUNT_CAP and (query.lookup is None or count < MAX_FOUND)
    return min(count, COUNT_CAP), is_exact
