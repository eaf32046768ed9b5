"""
An error file that comes back: rows as they came, behind two columns that say what is wrong.

Law: without its two columns the table is the one that it was taken from, so its mapping fits.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kurator.imports.rules.headers import normal_head
from kurator.imports.rules.records import Record
from kurator.imports.types import CellProblem
from kurator.kernel.defuse import restore
from kurator.kernel.localized import LocalizedText

ROW: Final[LocalizedText] = {
    "en": "Row (Kurator)",
    "ru": "Строка (Kurator)",
    "uk": "Рядок (Kurator)",
}
WHAT: Final[LocalizedText] = {
    "en": "What to mend (Kurator)",
    "ru": "Что исправить (Kurator)",
    "uk": "Що виправити (Kurator)",
}
_MARKS: Final = frozenset(normal_head(text) for head in (ROW, WHAT) for text in head.values())


def mark_places(head: Sequence[str]) -> frozenset[int]:
    """Where the added columns stand, in any language and order; nowhere in any other file."""
    return frozenset(place for place, cell in enumerate(head) if normal_head(cell) in _MARKS)


def without_marks(records: Iterable[Record], places: Collection[int]) -> Iterator[Record]:
    """Yield the records without the added columns; refused ones keep their problem."""
    for row, cells in records:
        if isinstance(cells, CellProblem):
            yield row, replace(cells, cells=tuple(_rest(cells.cells, places)))
        else:
            yield row, _rest(cells, places)


def _rest(cells: Iterable[str], places: Collection[int]) -> list[str]:
    """What was defused on the way out is restored here, so that the cells are those that came."""
    return [restore(cell) for place, cell in enumerate(cells) if place not in places]
