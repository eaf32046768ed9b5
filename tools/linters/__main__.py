"""The house's own linters: `python -m tools.linters`."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tools.linters.clock import check_clock
from tools.linters.doors import check_doors
from tools.linters.egress import check_egress
from tools.linters.layout import (
    check_http,
    check_module_names,
    check_related_names,
    check_scoped_queries,
    check_services,
    check_signals,
)
from tools.linters.migrations import check_migrations
from tools.linters.schemas import check_schema_names
from tools.linters.size import check_file_length, check_function_length
from tools.linters.source import ROOT, Problem, Source
from tools.linters.texts import check_languages, check_raw_texts

LINTERS: tuple[Callable[[Source], Iterator[Problem]], ...] = (
    check_file_length,
    check_function_length,
    check_clock,
    check_http,
    check_scoped_queries,
    check_module_names,
    check_signals,
    check_services,
    check_related_names,
    check_doors,
    check_migrations,
    check_egress,
    check_languages,
    check_raw_texts,
)
# Of several files at once.
HOUSE_LINTERS: tuple[Callable[[Iterable[Source]], Iterator[Problem]], ...] = (check_schema_names,)
FOLDERS = ("kurator", "tools", "tests")


def check(source: Source) -> list[Problem]:
    found = (
        problem
        for linter in LINTERS
        for problem in linter(source)
        if not source.allows(problem.line, problem.linter)
    )
    return list(dict.fromkeys(found))


def check_house(sources: Sequence[Source]) -> list[Problem]:
    by_path = {source.path: source for source in sources}
    return [
        *(problem for source in sources for problem in check(source)),
        *(
            problem
            for linter in HOUSE_LINTERS
            for problem in linter(sources)
            if not by_path[problem.path].allows(problem.line, problem.linter)
        ),
    ]


def house_files() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def main() -> int:
    problems = check_house([Source.read(path) for path in house_files()])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
