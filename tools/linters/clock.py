"""Decisions get the time as a parameter: only then can they be tested and repeated."""

import ast
from collections.abc import Iterator

from tools.linters.source import Problem, Source

ROOMS = frozenset({"rules", "services", "selectors"})
PURE = frozenset({"kernel", "expressions"})
CLOCKS = frozenset(
    {
        "timezone.now",
        "timezone.localdate",
        "timezone.localtime",
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
    }
)


def check_clock(source: Source) -> Iterator[Problem]:
    if source.is_test or not (source.room in ROOMS or source.domain in PURE):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _dotted(node.func) in CLOCKS:
            yield source.problem(
                node.lineno,
                "clock",
                f"{_dotted(node.func)}() here: take `now` as a parameter",
            )


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
        return f"{owner}.{node.attr}"
    return ""
