"""What a value becomes in a file: a number stays a number, a text never becomes a formula."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from kurator.exports.rules.phones import grouped
from kurator.kernel.defuse import defuse
from kurator.platform.exporting import CellKind, ExportColumn
from kurator.platform.workbooks import plain_digits

YES_NO: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("yes", "no"),
    "ru": ("да", "нет"),
    "uk": ("так", "ні"),
}
_EITHER: Final = re.compile(r"-?\d{1,3}\.\d{3}")
Cell = Callable[[Any], Any]


def money(minor: int, minor_units: int) -> Decimal:
    """Return whole units of the currency; `minor_units` is how many decimals it has."""
    return Decimal(minor).scaleb(-minor_units)


class CsvCells:
    """
    Cells of a CSV file. For people: defused, with the decimal mark of their language, so that a
    spreadsheet takes numbers for numbers. Raw: as programs exchange values.
    """

    def __init__(self, columns: Sequence[ExportColumn], *, language: str, zone: str, is_raw: bool):
        self._language, self._zone, self._is_raw = language, ZoneInfo(zone), is_raw
        self._comma = not is_raw and language != "en"
        self._cells = [self._cell_of(column) for column in columns]

    def row(self, values: Sequence[Any]) -> list[str]:
        return [
            "" if value is None else cell(value)
            for cell, value in zip(self._cells, values, strict=True)
        ]

    def head(self, columns: Sequence[ExportColumn]) -> list[str]:
        return [column.code if self._is_raw else defuse(column.label) for column in columns]

    def _cell_of(self, column: ExportColumn) -> Callable[[Any], str]:
        if column.kind is CellKind.MONEY:
            units = column.minor_units
            return lambda minor: self._marked(f"{money(minor, units):f}")
        by_kind: dict[CellKind, Callable[[Any], str]] = {
            CellKind.NUMBER: self._number,
            CellKind.BOOL: self._bool,
            CellKind.DATE: lambda day: day.isoformat() if isinstance(day, date) else str(day),
            CellKind.INSTANT: self._instant,
            CellKind.PHONE: self._phones,
        }
        return by_kind.get(column.kind, self._text)

    def _text(self, value: Any) -> str:
        return str(value) if self._is_raw else defuse(str(value))

    def _phones(self, phones: Any) -> str:
        return self._text(phones if self._is_raw else grouped(str(phones)))

    def _number(self, value: Any) -> str:
        return self._marked(plain_digits(value))

    def _marked(self, digits: str) -> str:
        """Three digits behind the mark could be thousands: a zero more says that they are not."""
        if not self._is_raw and _EITHER.fullmatch(digits):
            digits = f"{digits}0"
        return digits.replace(".", ",") if self._comma else digits

    def _bool(self, value: bool) -> str:
        if self._is_raw:
            return "true" if value else "false"
        return YES_NO.get(self._language, YES_NO["en"])[0 if value else 1]

    def _instant(self, value: datetime) -> str:
        if self._is_raw:
            return value.isoformat()
        return value.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
