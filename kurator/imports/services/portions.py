"""A file as portions of drafts, read once and forgotten: memory does not grow with the file."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kurator.imports.models import Import
from kurator.imports.rules.drafts import Draft, Drafter, shorten
from kurator.imports.rules.duplicates import repeated_keys, suspect_keys
from kurator.imports.rules.profiles import MAX_UNIQUE_PROVEN
from kurator.imports.rules.tables import Row
from kurator.imports.services.analyzing import analysis_from_json
from kurator.imports.services.contacts import read_contact_cell
from kurator.imports.services.files import file_path
from kurator.imports.services.tables import open_table
from kurator.imports.types import EXTERNAL_ID, CellProblem, ColumnPlan, Layout, RowProblem
from kurator.kernel import defuse
from kurator.parties.services.bulk_upsert import Prepared

PORTION: Final = 5_000


@dataclass
class Portion:
    """`seen` rows of the file, of which `drafts` are good; `next_row` is the first of the rest."""

    next_row: int
    seen: int
    superseded: int = 0
    drafts: list[Draft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    """As they came: what is refused is kept with its cells."""
    prepared: Prepared | None = None


@dataclass(frozen=True)
class Source:
    path: Path
    layout: Layout
    plans: tuple[ColumnPlan, ...]
    takes_last: bool
    clears_blanks: bool
    skips_bad_cells: bool = False
    amount: int = 0
    has_proven_key: bool = False
    """The analysis saw all keys and none of them twice."""


def source_of(one: Import, plans: list[ColumnPlan]) -> Source:
    analysis = analysis_from_json(one.analysis)
    key = next((plan.index for plan in plans if plan.target.code == EXTERNAL_ID), None)
    return Source(
        path=file_path(one.file_key),
        layout=analysis.layout,
        plans=tuple(plans),
        takes_last=one.options.get("on_duplicate_in_file") == "last",
        clears_blanks=one.options.get("blank_cells") == "clear",
        skips_bad_cells=one.options.get("bad_cells") == "skip",
        amount=analysis.rows,
        has_proven_key=(
            key is not None
            and analysis.columns[key].is_unique
            and analysis.rows < MAX_UNIQUE_PROVEN
            and analysis.ragged == 0
        ),
    )


@contextmanager
def _open_rows(source: Source) -> Iterator[Iterator[Row]]:
    with open_table(source.path, source.layout, has_header=source.layout.has_header) as table:
        yield table.rows


def read_portions(source: Source, *, from_row: int = 0) -> Iterator[Portion]:
    """Yield the rows from `from_row` on, in portions; raises FileProblem."""
    repeated = _repeated(source)
    drafter = Drafter(
        source.plans,
        clears_blanks=source.clears_blanks,
        skips_bad_cells=source.skips_bad_cells,
        read_contact=read_contact_cell,
    )
    with _open_rows(source) as rows:
        wanted = (item for item in rows if item[0] >= from_row) if from_row else rows
        while batch := list(islice(wanted, PORTION)):
            yield _portion(batch, drafter, source, repeated)


def read_ahead(portions: Iterator[Portion]) -> Iterator[Portion]:
    """Read the next portion while the database writes this one."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import-reader") as pool:
        following = pool.submit(next, portions, None)
        while (portion := following.result()) is not None:
            following = pool.submit(next, portions, None)
            yield portion


def _portion(
    batch: list[Row], drafter: Drafter, source: Source, repeated: Mapping[str, tuple[int, int]]
) -> Portion:
    portion = Portion(next_row=batch[-1][0] + 1, seen=len(batch), rows=batch)
    numbers: list[int] = []
    records: list[list[str]] = []
    key = _key_plan(source)
    for row, cells in batch:
        if isinstance(cells, CellProblem):
            portion.problems.append(RowProblem(row, None, "", "", cells.code, cells.params))
            continue
        if repeated and key is not None and not _is_chosen(row, cells, key, source, repeated):
            _leave_out(row, cells, key, source, repeated, portion)
            continue
        numbers.append(row)
        records.append(cells)
    drafted = drafter.draft(numbers, records)
    portion.drafts = drafted.drafts
    portion.problems = sorted([*portion.problems, *drafted.problems], key=lambda one: one.row)
    return portion


def _key_plan(source: Source) -> ColumnPlan | None:
    return next((plan for plan in source.plans if plan.target.code == EXTERNAL_ID), None)


def key_of(cell: str) -> str:
    return defuse.restore(cell.strip())


def _is_chosen(
    row: int,
    cells: list[str],
    key: ColumnPlan,
    source: Source,
    repeated: Mapping[str, tuple[int, int]],
) -> bool:
    places = repeated.get(key_of(cells[key.index]))
    return places is None or row == places[1 if source.takes_last else 0]


def _leave_out(
    row: int,
    cells: list[str],
    key: ColumnPlan,
    source: Source,
    repeated: Mapping[str, tuple[int, int]],
    portion: Portion,
) -> None:
    if source.takes_last:
        portion.superseded += 1
        return
    cell = cells[key.index]
    params: dict[str, Any] = {"first": repeated[key_of(cell)][0]}
    portion.problems.append(
        RowProblem(row, key.index, key.header, shorten(cell), "duplicate_key", params)
    )


def _repeated(source: Source) -> dict[str, tuple[int, int]]:
    """Keys that stand in several rows, with the first and the last of these rows."""
    key = _key_plan(source)
    if key is None or source.has_proven_key:
        return {}
    with _open_rows(source) as rows:
        keys = (found for _, found in _keys(rows, key.index))
        suspects = suspect_keys(keys, amount=source.amount)
    if not suspects:
        return {}
    with _open_rows(source) as rows:
        return repeated_keys(_keys(rows, key.index), suspects)


def _keys(rows: Iterator[Row], index: int) -> Iterator[tuple[int, str]]:
    for row, cells in rows:
        if not isinstance(cells, CellProblem):
            key = key_of(cells[index])
            if key:
                yield row, key
