"""Every kind of security event that the code notes has a name in each language, and no name is idle."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from kurator.kernel.localized import LANGUAGES
from kurator.platform.features import PACKAGE, features

WRITER = "note_security_event"


def calls() -> Iterator[tuple[str, ast.expr]]:
    """Return the place and the first argument of each call in the program itself."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == WRITER:
                yield f"{module_of(path)}:{node.lineno}", node.args[0]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def noted_by_sql() -> Iterator[tuple[str, str]]:
    """Return kinds and places of the database's own functions."""
    for path in sorted(PACKAGE.rglob("*.sql")):
        for kind in re.findall(rf"{WRITER}\(\s*'([a-z_.]+)'", path.read_text(encoding="utf-8")):
            yield kind, path.name


def kinds_in(place: str, argument: ast.expr) -> set[str]:
    """A kind stands there as it is, as a constant of the module, or in a table of the module."""
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    module = import_module(place.partition(":")[0])
    named = argument.value if isinstance(argument, ast.Subscript) else argument
    found: Any = getattr(module, getattr(named, "id", ""), None)
    if isinstance(found, str):
        return {found}
    assert isinstance(found, dict), f"{place}: name the kind here, or in a constant of the module"
    return set(found.values())


def test_every_kind_is_named_once_in_each_language() -> None:
    used = {kind: place for place, argument in calls() for kind in kinds_in(place, argument)}
    used |= dict(noted_by_sql())
    assert len(used) > 50
    named: dict[str, str] = {}
    for feature in features():
        for kind, label in feature.event_kinds.items():
            assert kind not in named, f"{kind} is named by {named[kind]} and by {feature.name}"
            assert all(label.get(language) for language in LANGUAGES), f"{kind} lacks a language"
            named[kind] = feature.name
    nameless = {f"{kind} ({place})" for kind, place in used.items() if kind not in named}
    assert not nameless, f"name them in the event_kinds of their feature: {sorted(nameless)}"
    assert not set(named) - set(used), f"nothing notes these: {sorted(set(named) - set(used))}"


def test_two_kinds_never_read_the_same() -> None:
    for language in LANGUAGES:
        labels = [label[language] for one in features() for label in one.event_kinds.values()]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice, f"one name for two kinds: {twice}"
