"""
What a saved view holds, checked against the fields that there are now.

Law: what is no longer known is named and left out, all else keeps working.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kurator.expressions.check import check
from kurator.expressions.parse import parse
from kurator.parties.vocabulary import PartyVocabulary, hidden_field_problems
from kurator.platform.catalogue import Field

TOTALS: Final = ("sum", "avg", "min", "max", "filled")
KEYS: Final = frozenset({"filter", "q", "sort", "columns", "group", "totals"})
MONTH: Final = ":month"
MOST_ENTRIES: Final = 100
MAX_WORDS: Final = 200
MAX_SHOWN: Final = 80


@dataclass
class CheckedQuery:
    """`query` without what is not known; `unknown` names what was left out, by its place."""

    query: dict[str, Any]
    unknown: list[tuple[str, str]] = field(default_factory=list)


def check_query(query: Mapping[str, Any], vocabulary: PartyVocabulary) -> CheckedQuery:
    fields = vocabulary.catalogue.fields
    checked = CheckedQuery({key: value for key, value in query.items() if key in KEYS})
    checked.unknown = [(key, key[:MAX_SHOWN]) for key in query if key not in KEYS]
    _check_words(checked)

    def keep(name: str, is_known: Callable[[Any], bool], code: Callable[[Any], str]) -> None:
        given = checked.query.get(name)
        if not isinstance(given, Sequence) or isinstance(given, str):
            if checked.query.pop(name, None) is not None:
                checked.unknown.append((name, name))
            return
        good = [one for one in given[:MOST_ENTRIES] if is_known(one)]
        bad = [one for one in given if not is_known(one)] + list(given[MOST_ENTRIES:])
        checked.unknown += [(name, code(one)[:MAX_SHOWN]) for one in bad]
        checked.query[name] = good

    keep("columns", lambda one: _has(fields, one, "can_list"), str)
    keep(
        "sort",
        lambda one: _has(fields, _of(one, "field"), "can_sort") and _has_only(one, "field", "desc"),
        lambda one: _of(one, "field"),
    )
    keep(
        "totals",
        lambda one: (
            _has(fields, _of(one, "field"), "can_list")
            and _of(one, "fn") in TOTALS
            and _has_only(one, "field", "fn")
        ),
        lambda one: _of(one, "field"),
    )
    group = checked.query.get("group")
    is_known = isinstance(group, str) and _has(fields, group.removesuffix(MONTH), "can_list")
    if group is not None and not is_known:
        checked.unknown.append(("group", str(checked.query.pop("group"))[:MAX_SHOWN]))
    _check_filter(checked, vocabulary)
    return checked


def _check_words(checked: CheckedQuery) -> None:
    words = checked.query.get("q")
    if words is not None and not (isinstance(words, str) and len(words) <= MAX_WORDS):
        checked.unknown.append(("q", str(checked.query.pop("q"))[:MAX_SHOWN]))


def _has_only(given: Any, *keys: str) -> bool:
    """Nothing is kept that no list would read; a direction is one of two."""
    return (
        isinstance(given, Mapping)
        and given.keys() <= set(keys)
        and isinstance(given.get("desc", False), bool)
    )


def _of(given: Any, key: str) -> str:
    return str(given.get(key, "")) if isinstance(given, Mapping) else str(given)


def _has(fields: Mapping[str, Field], code: Any, right: str) -> bool:
    found = fields.get(code) if isinstance(code, str) else None
    return found is not None and bool(getattr(found, right))


def _check_filter(checked: CheckedQuery, vocabulary: PartyVocabulary) -> None:
    """Of conditions that hold together the broken ones are left out; a broken whole goes."""
    given = checked.query.get("filter")
    if not given or not _problems(given, vocabulary):
        return
    parts = given.get("of") if isinstance(given, Mapping) and given.get("op") == "and" else [given]
    kept = []
    for part in parts if isinstance(parts, list) else [given]:
        if _problems(part, vocabulary):
            checked.unknown.append(("filter", _of(part, "field") or _of(part, "op")))
        else:
            kept.append(part)
    if kept:
        checked.query["filter"] = {"op": "and", "of": kept}
    else:
        checked.query.pop("filter")


def _problems(given: Any, vocabulary: PartyVocabulary) -> bool:
    parsed = parse(given)
    if parsed.node is None or hidden_field_problems(parsed.node, vocabulary):
        return True
    return bool(check(parsed.node, vocabulary))
