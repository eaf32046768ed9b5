"""
The privacy of rooms.

From another domain only services, selectors, events and types are doors, and the vocabulary: the
names by which expressions call its fields. The foundation floors are open but for their HTTP and
their wiring: every domain has keys to their models.
"""

from collections.abc import Iterator

from tools.linters.layout import imported_modules
from tools.linters.source import Problem, Source

DOORS = frozenset({"services", "selectors", "events", "types", "vocabulary"})
# Packages without rooms, made to be imported.
OPEN = frozenset({"kernel", "expressions", "platform", "tracking"})
FOUNDATION = frozenset({"access", "parties"})
CLOSED = frozenset({"api", "schemas", "tasks", "command", "feature", "migrations", "tests"})
# The composition root plugs everything together; the demo fills everything.
COMPOSERS = frozenset({"config", "demo", "bench"})


def check_doors(source: Source) -> Iterator[Problem]:
    if source.is_test or not source.domain or source.domain in COMPOSERS:
        return
    for line, module in imported_modules(source.tree):
        parts = module.split(".")
        if parts[0] != "kurator" or len(parts) < 3 or parts[1] == source.domain:
            continue
        domain, room = parts[1], parts[2]
        if domain not in OPEN and not _is_door(domain, room):
            yield source.problem(
                line,
                "doors",
                f"kurator.{domain}.{room} is private to {domain}; ask its services and selectors",
            )


def _is_door(domain: str, room: str) -> bool:
    return room not in CLOSED if domain in FOUNDATION else room in DOORS
