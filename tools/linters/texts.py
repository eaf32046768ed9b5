"""Texts that people read exist in all three languages, and stand nowhere else."""

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from tools.linters.source import Problem, Source

LANGUAGES = frozenset({"ru", "uk", "en"})
# A sentence or a label begins with a capital; words to be recognized in files do not.
CYRILLIC = re.compile("^[\u0400-\u042f\u0490][\u0400-\u04ff’' ]")
# Content, not interface: the made-up company, and tables of letters and words.
WITHOUT_CHECK = frozenset({"demo", "bench"})
TEXT_ARGUMENTS = frozenset({"label", "texts", "title", "help_text"})
TEXT_CALLS = frozenset({"FieldProblem", "Permission", "Field", "Step"})


def check_languages(source: Source) -> Iterator[Problem]:
    if source.is_test or source.domain in WITHOUT_CHECK:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if keys & LANGUAGES and keys <= LANGUAGES and len(keys) == len(node.keys):
                yield from _check_entries(source, node, {str(key) for key in keys})


def check_raw_texts(source: Source) -> Iterator[Problem]:
    if source.is_test or source.is_migration or source.domain in {"", *WITHOUT_CHECK}:
        return
    translated = _translated_constants(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield from _check_call(source, node)
        if _is_cyrillic(node) and id(node) not in translated:
            yield source.problem(
                node.lineno, "raw-text", "a text in one language only: use ru, uk and en"
            )


def _is_cyrillic(node: ast.AST) -> TypeGuard[ast.Constant]:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CYRILLIC.search(node.value) is not None
    )


def _check_entries(source: Source, node: ast.Dict, keys: set[str]) -> Iterator[Problem]:
    missing = sorted(LANGUAGES - keys)
    empty = [
        str(key.value)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and value.value == ""
    ]
    if missing or empty:
        yield source.problem(
            node.lineno, "languages", f"no text in {', '.join([*missing, *empty])}"
        )


def _check_call(source: Source, node: ast.Call) -> Iterator[Problem]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in TEXT_CALLS:
        return
    for keyword in node.keywords:
        value = keyword.value
        if keyword.arg in TEXT_ARGUMENTS and isinstance(value, ast.Constant | ast.JoinedStr):
            yield source.problem(
                value.lineno, "raw-text", f"{keyword.arg} must be a text in ru, uk and en"
            )


def _translated_constants(tree: ast.Module) -> set[int]:
    """Everything below a value that is keyed by its language, and docstrings."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if keys & LANGUAGES:
                found |= {id(inner) for value in node.values for inner in ast.walk(value)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.Call | ast.Tuple):
            found |= _triple(node)
    return found


def _triple(node: ast.Call | ast.Tuple) -> set[int]:
    """The texts of a call or a tuple that has all three: `_text("Name", "Имя", "Ім’я")`."""
    values = node.args if isinstance(node, ast.Call) else node.elts
    texts = [v for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
    return {id(text) for text in texts} if len(texts) >= len(LANGUAGES) else set()
