"""A table of an export as a workbook."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from kurator.exports.rules.cells import YES_NO, money
from kurator.platform.exporting import CellKind, ExportColumn, ExportTable
from kurator.platform.workbooks import (
    DAY,
    GENERAL,
    MOMENT,
    TEXT,
    Cell,
    SheetColumn,
    amount,
    write_sheets,
)

_LOOKS: Final = {CellKind.DATE: DAY, CellKind.INSTANT: MOMENT, CellKind.PHONE: TEXT}


def write_workbook(
    table: ExportTable,
    target: IO[bytes],
    *,
    language: str,
    zone: str,
    scratch: Path | None = None,
) -> Iterator[int]:
    """Write the file and yield the number of rows written since the last time."""
    cells = _Cells(table.columns, language=language, zone=zone)
    columns = [SheetColumn(column.label, _looks(column)) for column in table.columns]
    yield from write_sheets(target, columns, map(cells.row, table.rows), scratch=scratch)


def _looks(column: ExportColumn) -> str:
    if column.kind is CellKind.MONEY:
        return amount(column.minor_units)
    return _LOOKS.get(column.kind, GENERAL)


class _Cells:
    def __init__(self, columns: Sequence[ExportColumn], *, language: str, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._words = YES_NO.get(language, YES_NO["en"])
        self._cells = [self._cell_of(column) for column in columns]

    def row(self, values: Sequence[Any]) -> list[Cell]:
        return [
            None if value is None else cell(value)
            for cell, value in zip(self._cells, values, strict=True)
        ]

    def _cell_of(self, column: ExportColumn) -> Callable[[Any], Cell]:
        if column.kind is CellKind.MONEY:
            units = column.minor_units
            return lambda minor: money(minor, units)
        by_kind: dict[CellKind, Callable[[Any], Cell]] = {
            CellKind.NUMBER: lambda value: value,
            CellKind.BOOL: lambda value: self._words[0 if value else 1],
            CellKind.DATE: lambda value: value,
            CellKind.INSTANT: self._instant,
        }
        return by_kind.get(column.kind, str)

    def _instant(self, value: datetime) -> datetime:
        return value.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
