"""A file as a table, whatever it is: a text with delimiters or a sheet of a workbook."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kurator.imports.rules.sheets import read_sheet
from kurator.imports.rules.tables import Table, read_table, table_of
from kurator.imports.rules.workbooks import SIGNATURE, open_workbook
from kurator.imports.services.files import open_lines, read_chunks
from kurator.imports.types import Layout


@contextmanager
def open_table(path: Path, layout: Layout, *, has_header: bool | None) -> Iterator[Table]:
    """Raises FileProblem; rows are read as they are asked for."""
    if layout.sheet:
        with open_workbook(path) as book:
            yield table_of(read_sheet(book, layout.sheet), has_header=has_header, is_padded=True)
        return
    with open_lines(path, layout.encoding) as lines:
        yield read_table(lines, delimiter=layout.delimiter, has_header=has_header)


def is_workbook(path: Path) -> bool:
    return next(iter(read_chunks(path)), b"").startswith(SIGNATURE)
