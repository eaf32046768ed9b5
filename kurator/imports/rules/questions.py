"""What only a person can say; an import does not start while a required question is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kurator.imports.rules import dates
from kurator.imports.rules.encodings import NAMES
from kurator.imports.rules.suggestions import can_be_key
from kurator.imports.types import EXTERNAL_ID, Analysis, ColumnProfile
from kurator.kernel.localized import LocalizedText

TEXTS: Final[Mapping[str, LocalizedText]] = {
    "date_order": {
        "en": "In “{header}”, is {example} written with the day or the month first?",
        "ru": "В столбце «{header}» дата {example}: первым идёт день или месяц?",
        "uk": "У стовпці «{header}» дата {example}: першим іде день чи місяць?",
    },
    "decimal": {
        "en": "In “{header}”, does the mark in {example} separate decimals or thousands?",
        "ru": "В столбце «{header}» знак в числе {example} отделяет дробь или тысячи?",
        "uk": "У стовпці «{header}» знак у числі {example} відділяє дріб чи тисячі?",
    },
    "key": {
        "en": "Which column tells customers apart, so that a repeated import updates them?",
        "ru": "По какому столбцу различать клиентов, чтобы повторный импорт их обновлял?",
        "uk": "За яким стовпцем розрізняти клієнтів, щоб повторний імпорт їх оновлював?",
    },
    "currency": {
        "en": "“{header}”: is {currency} the right currency?",
        "ru": "«{header}»: валюта {currency} верна?",
        "uk": "«{header}»: валюта {currency} правильна?",
    },
    "new_choices": {
        "en": "“{header}” has values that its list does not: {values}. What is to become of them?",
        "ru": "В «{header}» есть значения, которых нет в списке: {values}. Что с ними делать?",
        "uk": "У «{header}» є значення, яких немає в списку: {values}. Що з ними робити?",
    },
    "new_tags": {
        "en": "“{header}” names tags that do not exist: {values}. What is to become of them?",
        "ru": "В «{header}» есть теги, которых ещё нет: {values}. Что с ними делать?",
        "uk": "У «{header}» є теги, яких ще немає: {values}. Що з ними робити?",
    },
    "new_people": {
        "en": "“{header}” names people whom you cannot give customers: {values}. What is to become of"
        " these rows?",
        "ru": "В «{header}» названы люди, которым вы не можете передать клиентов: {values}. Что делать"
        " с этими строками?",
        "uk": "У «{header}» названо людей, яким ви не можете передати клієнтів: {values}. Що робити з"
        " цими рядками?",
    },
    "encoding": {
        "en": "Are the letters right? The encoding {encoding} is only the likeliest.",
        "ru": "Буквы читаются верно? Кодировка {encoding} — лишь самая вероятная.",
        "uk": "Літери читаються правильно? Кодування {encoding} — лише найімовірніше.",
    },
}
ANSWERS: Final[Mapping[str, LocalizedText]] = {
    "day": {"en": "Day first", "ru": "Сначала день", "uk": "Спершу день"},
    "month": {"en": "Month first", "ru": "Сначала месяц", "uk": "Спершу місяць"},
    "point": {
        "en": "The point begins decimals",
        "ru": "Дробь после точки",
        "uk": "Дріб після крапки",
    },
    "comma": {
        "en": "The comma begins decimals",
        "ru": "Дробь после запятой",
        "uk": "Дріб після коми",
    },
    "add": {"en": "Add them", "ru": "Добавить", "uk": "Додати"},
    "leave_out": {"en": "Leave them out", "ru": "Пропустить", "uk": "Пропустити"},
    "refuse": {
        "en": "Refuse such rows",
        "ru": "Отклонить такие строки",
        "uk": "Відхилити такі рядки",
    },
    "none": {
        "en": "None: every row is a new customer",
        "ru": "Никакой: каждая строка — новый клиент",
        "uk": "Жоден: кожен рядок — новий клієнт",
    },
}


MAX_NAMED: Final = 5
_ABOUT_UNKNOWN: Final = {"tags": "new_tags", "user": "new_people"}


@dataclass(frozen=True)
class Question:
    """`column` None = about the whole file; `answers` are values with labels ('' = as it is)."""

    code: str
    column: int | None
    is_required: bool
    params: Mapping[str, Any]
    answers: Sequence[tuple[str, str]] = ()
    text: str = ""
    """Which of TEXTS says it, where not that of its code."""


def open_questions(
    analysis: Analysis, columns: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> list[Question]:
    """Return questions in the order of columns; those about the file come first."""
    questions = []
    if not analysis.layout.is_encoding_sure and not options.get("encoding"):
        params = {"encoding": NAMES[analysis.layout.encoding]}
        questions.append(Question("encoding", None, False, params))
    if options.get("key") is None and not any(c["target"] == EXTERNAL_ID for c in columns):
        candidates = [column for column in analysis.columns if can_be_key(column)]
        answers = [(str(column.index), column.header) for column in candidates]
        questions.append(Question("key", None, True, {}, [*answers, ("none", "")]))
    for column in columns:
        profile = analysis.columns[column["index"]]
        questions += _column_questions(profile, column)
    return questions


def _column_questions(profile: ColumnProfile, column: Mapping[str, Any]) -> list[Question]:
    target, options = column["target"], column["options"]
    kind = column.get("kind", "")
    if target is None:
        return []
    about: dict[str, Any] = {"header": profile.header, "example": _example(profile)}
    found = []
    if kind == "date" and profile.asks_date_order and not options.get("date_order"):
        answers = [("day", ""), ("month", "")]
        asked = {**about, "example": _open_date(profile)}
        found.append(Question("date_order", profile.index, True, asked, answers))
    if kind in ("number", "money") and profile.asks_decimal and not options.get("decimal"):
        answers = [("point", ""), ("comma", "")]
        found.append(Question("decimal", profile.index, True, about, answers))
    if kind == "money" and isinstance(target, Mapping) and not profile.currency:
        currency = target["new_attribute"]["currency"]
        if not options.get("is_currency_confirmed"):
            about = {**about, "currency": currency}
            found.append(Question("currency", profile.index, False, about))
    if column.get("unknown") and not options.get("new_choices"):
        about = {**about, "values": _counted(column)}
        answers = [("leave_out", ""), ("refuse", "")]
        if column.get("can_add"):
            answers = [("add", ""), *answers]
        text = _ABOUT_UNKNOWN.get(kind, "new_choices")
        found.append(Question("new_choices", profile.index, False, about, answers, text))
    return found


def _counted(column: Mapping[str, Any]) -> str:
    """The most frequent of the values, with their rows."""
    values, rows = column["unknown"], column.get("unknown_rows", ())
    named = [f"{value[:40]} ({n})" for value, n in zip(values, rows, strict=False)][:MAX_NAMED]
    more = len(values) - len(named)
    return ", ".join([*named, *([f"… +{more}"] if more > 0 else [])])


def _open_date(profile: ColumnProfile) -> str:
    """A date that the answer decides, if one is among the examples."""
    open_ones = (one for one in profile.examples if dates.order_evidence([one]) == {None})
    return next(open_ones, _example(profile))


def _example(profile: ColumnProfile) -> str:
    telling = [one for one in profile.examples if any(mark in one for mark in "/-.,")]
    return (telling or list(profile.examples) or [""])[0]
