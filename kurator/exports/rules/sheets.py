"""A table of an export as a workbook."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from kurator.exports.rules.cells import YES_NO, money
from kurator.platform.exporting import CellKind, ExportColumn, ExportTable
from kurator.platform.workbooks import (
    AMOUNT,
    BLANK,
    DAY,
    HEAD,
    MOMENT,
    TEXT,
    number_cell,
    row_of,
    text_cell,
    write_sheets,
)

_FIRST_DAY: Final = date(1899, 12, 30)
_EARLIEST: Final = date(1900, 3, 1)
"""Before it spreadsheets disagree about the calendar: such dates are written as texts."""
Cell = Callable[[Any], str]


def write_workbook(
    table: ExportTable, target: IO[bytes], *, language: str, zone: str
) -> Iterator[int]:
    """Write the file and yield the number of rows written since the last time."""
    cells = _Cells(table.columns, language=language, zone=zone)
    yield from write_sheets(target, cells.head(table.columns), map(cells.row, table.rows))


def _day(value: date) -> str:
    if value < _EARLIEST:
        return text_cell(value.isoformat())
    return f'<c s="{DAY}"><v>{(value - _FIRST_DAY).days}</v></c>'


class _Cells:
    def __init__(self, columns: Sequence[ExportColumn], *, language: str, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._words = YES_NO.get(language, YES_NO["en"])
        self._cells = [self._cell_of(column) for column in columns]

    def head(self, columns: Sequence[ExportColumn]) -> str:
        return row_of(text_cell(column.label, HEAD) for column in columns)

    def row(self, values: Sequence[Any]) -> str:
        return row_of(
            BLANK if value is None or value == "" else cell(value)
            for cell, value in zip(self._cells, values, strict=True)
        )

    def _cell_of(self, column: ExportColumn) -> Cell:
        if column.kind is CellKind.MONEY:
            units = column.minor_units
            return lambda minor: number_cell(money(minor, units), AMOUNT)
        by_kind: dict[CellKind, Cell] = {
            CellKind.NUMBER: number_cell,
            CellKind.BOOL: lambda value: text_cell(self._words[0 if value else 1]),
            CellKind.DATE: lambda value: (
                _day(value) if isinstance(value, date) else text_cell(value)
            ),
            CellKind.INSTANT: self._instant,
            CellKind.PHONE: lambda value: text_cell(value, TEXT),
        }
        return by_kind.get(column.kind, text_cell)

    def _instant(self, value: datetime) -> str:
        local = value.astimezone(self._zone)
        if local.date() < _EARLIEST:
            return text_cell(local.isoformat(sep=" ", timespec="seconds"))
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        serial = (local.date() - _FIRST_DAY).days + seconds / 86_400
        return f'<c s="{MOMENT}"><v>{serial:.6f}</v></c>'
