"""Files of 400 lines at most, functions of 40."""

import ast
from collections.abc import Iterator

from tools.linters.source import Problem, Source

FILE_LINES = 400
FUNCTION_LINES = 40


def check_file_length(source: Source) -> Iterator[Problem]:
    if len(source.lines) > FILE_LINES and not source.is_migration:
        yield source.problem(
            FILE_LINES,
            "file-length",
            f"{len(source.lines)} lines, {FILE_LINES} at most: split it by subject",
        )


def check_function_length(source: Source) -> Iterator[Problem]:
    if source.is_migration:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = _length(node)
            if length > FUNCTION_LINES:
                yield source.problem(
                    node.lineno,
                    "function-length",
                    f"{node.name} has {length} lines, {FUNCTION_LINES} at most",
                )


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body
    if ast.get_docstring(node) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1
