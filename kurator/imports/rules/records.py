"""
Records of a table, one by one, with their numbers; broken quotes cost one row, not the rest.

Rows are numbered as a spreadsheet numbers them: the first record is row 1, blank ones count.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final

from kurator.imports.types import CellProblem, FileProblem

MAX_CELL: Final = 131_072
MAX_BROKEN_QUOTES: Final = 1_000
_BLOCK: Final = 1_000

Record = tuple[int, list[str] | CellProblem]


class _Lines:
    """
    Lines in blocks, of which those since the beginning of the record are remembered, so that a
    record that went wrong can give its lines back.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._returned: list[str] = []
        self._window: list[str] = []
        self._window_start = 0
        self.record_start = 0

    def reader(self, delimiter: str) -> Any:
        """Return a reader that begins with the first line not yet read."""
        self._window, self._window_start, self.record_start = [], 0, 0
        return csv.reader(chain.from_iterable(self._blocks()), delimiter=delimiter, strict=True)

    def _blocks(self) -> Iterator[list[str]]:
        while True:
            block, self._returned = self._returned or list(islice(self._source, _BLOCK)), []
            if not block:
                return
            self._window = self._window[self.record_start - self._window_start :] + block
            self._window_start = self.record_start
            yield block

    def first_line(self) -> str:
        return self._window[self.record_start - self._window_start]

    def give_back(self, read: int) -> int:
        """
        All lines but the record's first are read again: a quote that never closed took them.

        `read` is how many lines the reader has read; returns how many of them were the record's.
        """
        self._returned = self._window[self.record_start - self._window_start + 1 :]
        return read - self.record_start


def read_records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Yield (row, cells); in place of the cells a problem where the quotes are broken."""
    source = _Lines(lines)
    reader = source.reader(delimiter)
    row = broken = 0
    while True:
        row += 1
        source.record_start = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            broken += 1
            if broken > MAX_BROKEN_QUOTES:
                raise FileProblem("quotes_everywhere", row=row) from error
            line, taken = source.first_line(), source.give_back(reader.line_num)
            yield row, _problem(error, taken, line, delimiter)
            reader = source.reader(delimiter)
            continue
        yield row, cells


def _problem(error: csv.Error, taken_lines: int, line: str, delimiter: str) -> CellProblem:
    """The cells are those between delimiters, quotes and all: so the broken one is seen."""
    cells = tuple(line.rstrip("\r\n").split(delimiter))
    if "field larger" in str(error) and taken_lines == 1:
        return CellProblem("cell_too_long", {"limit": MAX_CELL}, cells)
    return CellProblem("broken_quotes", cells=cells)


def is_blank(cells: list[str]) -> bool:
    return not cells or not any(map(str.strip, cells))


def fit_width(cells: list[str], width: int) -> list[str] | CellProblem:
    """Cut empty cells behind the last column; a row of another width is refused."""
    if len(cells) > width and is_blank(cells[width:]):
        return cells[:width]
    if len(cells) == width:
        return cells
    return CellProblem("ragged_row", {"cells": len(cells), "columns": width}, tuple(cells))
