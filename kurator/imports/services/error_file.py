"""The error file: what was refused, in which row and column, in the viewer's language."""

from collections.abc import Iterator
from typing import Final

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules.defuse import csv_lines
from kurator.imports.rules.messages import message
from kurator.imports.services.problems import MAX_KEPT
from kurator.kernel.localized import LocalizedText, text_in

_HEADS: Final[tuple[LocalizedText, ...]] = (
    {"en": "Row", "ru": "Строка", "uk": "Рядок"},
    {"en": "Column", "ru": "Столбец", "uk": "Стовпець"},
    {"en": "Value", "ru": "Значение", "uk": "Значення"},
    {"en": "Problem", "ru": "Ошибка", "uk": "Помилка"},
)
BOM: Final = "\ufeff"


def error_lines(viewer: Viewer, one: Import) -> Iterator[str]:
    """
    Return the lines of the file; they are read at once, for the transaction ends before the
    answer is sent.
    """
    language = viewer.language
    rows: list[tuple[object, ...]] = [tuple(text_in(head, language) for head in _HEADS)]
    for problem in selectors.list_problems(viewer, one.id, limit=MAX_KEPT):
        text = message(problem.code, problem.params, language)
        rows.append((problem.row, problem.header, problem.value, text))
    if one.problems_total > MAX_KEPT:
        rows.append(("", "", "", message("many_problems", {"limit": MAX_KEPT}, language)))
    return iter([BOM, *csv_lines(rows)])
