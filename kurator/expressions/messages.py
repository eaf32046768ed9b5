"""Problems as texts that name the place and say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from kurator.expressions.message_texts import TEXTS
from kurator.expressions.types import Lang, Loc, Problem, Vocabulary
from kurator.expressions.wording import label_of

_PLACES: Mapping[Lang, Mapping[str, str]] = {
    "ru": {"node": "Условие {v}", "field": "поле", "op": "операция", "value": "значение"},
    "uk": {"node": "Умова {v}", "field": "поле", "op": "операція", "value": "значення"},
    "en": {"node": "Condition {v}", "field": "field", "op": "operation", "value": "value"},
}


def message(problem: Problem, lang: Lang, vocabulary: Vocabulary | None = None) -> str:
    text = TEXTS[problem.code][lang].format(**_shown(problem, lang, vocabulary))
    where = place(problem.loc, lang)
    return f"{where}. {text}" if where else text


def place(loc: Loc, lang: Lang) -> str:
    """The place in people's numbers: `of 1 of 0 value 2` is "Condition 2.1, value 3"."""
    words = _PLACES[lang]
    numbers, rest = _split(loc)
    parts = [words["node"].format(v=".".join(numbers))] if numbers else []
    if rest and rest[0] in words:
        positions = [str(step + 1) for step in rest[1:] if isinstance(step, int)]
        parts.append(" ".join([words[str(rest[0])], *positions]))
    found = ", ".join(parts)
    return found[:1].upper() + found[1:]


def _split(loc: Loc) -> tuple[list[str], Loc]:
    numbers: list[str] = []
    start = 0
    while start + 1 < len(loc) and loc[start] == "of":
        numbers.append(str(int(loc[start + 1]) + 1))
        start += 2
    return numbers, loc[start:]


def _shown(problem: Problem, lang: Lang, vocabulary: Vocabulary | None) -> Mapping[str, str | int]:
    code = problem.params.get("field")
    if vocabulary and code and vocabulary.hides(str(code)):
        return {**problem.params, "field": "…"}
    spec = vocabulary.field(str(code)) if vocabulary and code else None
    return {**problem.params, "field": label_of(spec, lang)} if spec else problem.params
