"""How a domain lets its lists be taken out as files; registered, so that nobody imports it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kurator.kernel.localized import LocalizedText


class CellKind(StrEnum):
    """What stands in a column; the cells are str, int, Decimal, bool, date, datetime or None."""

    TEXT = "text"
    PHONE = "phone"
    NUMBER = "number"
    MONEY = "money"
    BOOL = "bool"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True)
class ExportColumn:
    """`label` is in the reader's language; money comes in minor units."""

    code: str
    label: str
    kind: CellKind = CellKind.TEXT
    minor_units: int = 2


@dataclass(frozen=True)
class ExportTable:
    """Rows come from the open transaction as they are asked for, never all at once."""

    columns: Sequence[ExportColumn]
    rows: Iterator[Sequence[Any]]


@dataclass(frozen=True)
class Exporter:
    """
    One kind of list. `read_query(viewer, wire)` returns the query as it is kept and raises
    InvalidInput naming the place; `count(viewer, query, now, cap)` counts up to `cap`;
    `open_table(viewer, query, now)` begins to read, with the viewer's rights of that moment.
    """

    code: str
    label: LocalizedText
    permission: str
    read_query: Callable[[Any, Mapping[str, Any]], dict[str, Any]]
    count: Callable[[Any, Mapping[str, Any], datetime, int], int]
    open_table: Callable[[Any, Mapping[str, Any], datetime], ExportTable]
