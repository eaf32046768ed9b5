"""A table as CSV (RFC 4180), written row by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kurator.exports.rules.cells import CsvCells
from kurator.platform.exporting import ExportTable

_BLOCK: Final = 500


def csv_blocks(
    table: ExportTable, *, language: str, zone: str, is_raw: bool
) -> Iterator[tuple[bytes, int]]:
    """
    Yield (bytes, number of rows in them). For people a mark of UTF-8 stands first and the
    delimiter is the one of their spreadsheet.
    """
    cells = CsvCells(table.columns, language=language, zone=zone, is_raw=is_raw)
    delimiter = "," if is_raw or language == "en" else ";"
    yield _lines([cells.head(table.columns)], delimiter, "" if is_raw else "\ufeff"), 0
    block: list[Sequence[Any]] = []
    for values in table.rows:
        block.append(cells.row(values))
        if len(block) == _BLOCK:
            yield _lines(block, delimiter), len(block)
            block = []
    if block:
        yield _lines(block, delimiter), len(block)


def _lines(rows: Sequence[Sequence[Any]], delimiter: str, before: str = "") -> bytes:
    target = io.StringIO()
    target.write(before)
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode()
