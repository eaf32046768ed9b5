"""
Decisions get the time as a parameter: only then can they be tested and repeated. The database's
clock is a clock, too; leases, which are judged by it, have their one word in platform/clock.py.
"""

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
DATABASE_CLOCK = "Now"


def check_clock(source: Source) -> Iterator[Problem]:
    if source.is_test or not (source.room in ROOMS or source.domain in PURE):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and (name := _clock(node.func)):
            yield source.problem(node.lineno, "clock", f"{name}() here: take `now` as a parameter")


def _clock(called: ast.expr) -> str:
    """The name of the clock that is asked, if it is one."""
    dotted = _dotted(called)
    last = called.id if isinstance(called, ast.Name) else dotted.rpartition(".")[2]
    return dotted if dotted in CLOCKS else last if last == DATABASE_CLOCK else ""


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
        return f"{owner}.{node.attr}"
    return ""
