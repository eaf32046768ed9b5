"""
The privacy of rooms.

From another domain only services, selectors, events and types are doors. The foundation floors
are open further: their models are read by everyone, as every domain has keys to them.
"""

from collections.abc import Iterator

from tools.linters.layout import imported_modules
from tools.linters.source import Problem, Source

DOORS = frozenset({"services", "selectors", "events", "types"})
# Packages without rooms, made to be imported.
OPEN = frozenset({"kernel", "expressions", "platform", "tracking"})
FOUNDATION = frozenset({"access", "parties"})
FOUNDATION_DOORS = DOORS | {"models", "fields", "rules"}
# The composition root plugs everything together; the demo fills everything.
COMPOSERS = frozenset({"config", "demo", "benchmarks"})


def check_doors(source: Source) -> Iterator[Problem]:
    if source.is_test or not source.domain or source.domain in COMPOSERS:
        return
    for line, module in imported_modules(source.tree):
        parts = module.split(".")
        if parts[0] != "kurator" or len(parts) < 3 or parts[1] == source.domain:
            continue
        domain, room = parts[1], parts[2]
        doors = FOUNDATION_DOORS if domain in FOUNDATION else DOORS
        if domain not in OPEN and room not in doors:
            yield source.problem(
                line,
                "doors",
                f"kurator.{domain}.{room} is private to {domain}; "
                f"its doors are {', '.join(sorted(doors))}",
            )
