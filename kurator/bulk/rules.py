"""
How a text is changed by a rule.

Law: bringing a text in order twice is bringing it in order once.
"""

import re
from typing import Final

from kurator.bulk.types import Pattern, TextEdit

_APOSTROPHES: Final = "'’ʼ`"
_WORD: Final = re.compile(rf"\w+(?:[{_APOSTROPHES}]\w+)*")
# O'Neill and d'Artagnan go on with a capital, м'яч and rock'n'roll do not.
_PREFIXED: Final = re.compile(rf"([odlо][{_APOSTROPHES}])(\w)(.*)", re.DOTALL)
_FORMS: Final = frozenset({
    "ООО", "ОАО", "ЗАО", "ПАО", "НПАО", "КФХ", "ГУП", "МУП", "НКО",  # allow: raw-text - legal forms
    "ТОВ", "ФОП", "ПАТ", "ПрАТ", "СПД", "ОСББ", "ТСЖ",  # allow: raw-text - legal forms
    "LLC", "LLP", "PLC", "Ltd", "Inc", "GmbH",
})  # fmt: skip
_FORM_BY_CAPITALS: Final = {form.upper(): form for form in _FORMS}
_FORMS_IN_CAPITALS: Final = frozenset({
    "АО", "ИП", "ПП", "АТ", "ДП", "КП", "ЧП",  # allow: raw-text - legal forms
    "AG", "SA", "SE", "NV", "BV", "AB", "AS", "KG",
})  # fmt: skip
"""So short that in small letters they may be words."""


def matches(pattern: Pattern, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


def replaced(pattern: Pattern, new: str, text: str) -> str:
    """Return the text with `new` in each place that the pattern finds."""
    return _compiled(pattern).sub(lambda _: new, text)


def rewritten(edit: TextEdit, text: str) -> str:
    """Return what a rule makes of a text that is there."""
    if edit.rule == "replace" and edit.pattern is not None:
        return replaced(edit.pattern, edit.new, text)
    if edit.rule == "trim":
        return trimmed(text)
    if edit.rule == "letters":
        return lettered(edit.letters, text)
    return edit.new


def trimmed(text: str) -> str:
    """One space between words, none around them."""
    return " ".join(text.split())


def lettered(how: str, text: str) -> str:
    """Return the text in "upper", "lower", "first" (the first letter only, the rest as it is) or "words"."""
    if how == "upper":
        return text.upper()
    if how == "lower":
        return text.lower()
    if how == "first":
        return text[:1].upper() + text[1:]
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    """A capital first; a word in mixed letters was written so by somebody who knew."""
    capitals = word.upper()
    if capitals in _FORM_BY_CAPITALS:
        return _FORM_BY_CAPITALS[capitals]
    if word in _FORMS_IN_CAPITALS or word not in (capitals, word.lower()):
        return word
    small = word.lower()
    prefixed = _PREFIXED.fullmatch(small)
    if prefixed:
        return prefixed[1].capitalize() + prefixed[2].title() + prefixed[3]
    return small[:1].title() + small[1:]


def _compiled(pattern: Pattern) -> re.Pattern[str]:
    found = re.escape(pattern.find)
    start = r"\A" if pattern.where in ("start", "whole") else ""
    end = r"\Z" if pattern.where in ("end", "whole") else ""
    return re.compile(f"{start}(?:{found}){end}", 0 if pattern.is_exact else re.IGNORECASE)
