"""The error file: what was refused, in which row and column, in the viewer's language."""

from itertools import chain
from typing import Final

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules.messages import message
from kurator.imports.services.problems import MAX_KEPT
from kurator.kernel.defuse import csv_lines
from kurator.kernel.localized import LocalizedText, text_in

_HEADS: Final[tuple[LocalizedText, ...]] = (
    {"en": "Row", "ru": "Строка", "uk": "Рядок"},
    {"en": "Column", "ru": "Столбец", "uk": "Стовпець"},
    {"en": "Value", "ru": "Значение", "uk": "Значення"},
    {"en": "Problem", "ru": "Ошибка", "uk": "Помилка"},
)
BOM: Final = "\ufeff"


def error_file(viewer: Viewer, one: Import) -> bytes:
    """Return the whole file; it has as many lines as problems are kept."""
    language = viewer.language
    heads: list[tuple[object, ...]] = [tuple(text_in(head, language) for head in _HEADS)]
    problems = (
        (row, header, value, message(code, params, language))
        for row, header, value, code, params in selectors.iterate_problems(viewer, one.id)
    )
    rest: list[tuple[object, ...]] = []
    if one.problems_total > MAX_KEPT:
        rest.append(("", "", "", message("many_problems", {"limit": MAX_KEPT}, language)))
    lines = csv_lines(chain(heads, problems, rest))
    return "".join([BOM, *lines]).encode("utf-8", "replace")
