"""
A portion of records to drafts of customers, column by column: equal cells are read once.

A row with any problem is refused as a whole, or its bad cells are left out; each problem is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, Final

from kurator.imports.rules.cells import ContactReader, reader_for
from kurator.imports.types import (
    EMAIL,
    EXTERNAL_ID,
    NAME,
    PHONE,
    TAGS,
    CellProblem,
    ColumnPlan,
    RowProblem,
)

MAX_REMEMBERED: Final = 20_000
SHORT: Final = 120
UNKNOWN: Final = frozenset({"unknown_choice", "unknown_tag", "unknown_person", "person_of_others"})
"""What is wrong with a value that no list knows."""


@dataclass(slots=True)
class Draft:
    """What a row says of one customer; `row` is its number in the file."""

    row: int
    external_id: str | None
    values: dict[str, Any]
    phones: tuple[Any, ...] = ()
    emails: tuple[Any, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass
class Drafted:
    drafts: list[Draft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def shorten(value: str) -> str:
    return value if len(value) <= SHORT else f"{value[:SHORT]}…"


class Drafter:
    """Turns portions of records into drafts; keeps what it has read of repeated cells."""

    def __init__(
        self,
        plans: Sequence[ColumnPlan],
        *,
        clears_blanks: bool = False,
        skips_bad_cells: bool = False,
        read_contact: ContactReader | None = None,
    ) -> None:
        self._plans = tuple(plans)
        self._skips = skips_bad_cells
        blank = None if clears_blanks else _SKIP
        self._columns = [_Column(plan, blank, reader_for(plan, read_contact)) for plan in plans]
        self._key = next((p for p in self._plans if p.target.code == EXTERNAL_ID), None)

    def draft(self, rows: Sequence[int], records: Sequence[Sequence[str]]) -> Drafted:
        """Return drafts and problems of records that all have the width of the head."""
        result = Drafted()
        if not records:
            return result
        cells = list(zip(*records, strict=True))
        read = [column.read(cells[column.plan.index]) for column in self._columns]
        refused: set[int] = set()
        for column, values in zip(self._columns, read, strict=True):
            for place in column.refused(values):
                problem: CellProblem = values[place]
                is_skipped = self._is_skipped(column.plan, problem)
                original = cells[column.plan.index][place]
                told = _row_problem(rows[place], column.plan, original, problem)
                result.problems.append(replace(told, is_left_out=is_skipped))
                if is_skipped:
                    values[place] = problem.rest or column.leave_out()
                else:
                    refused.add(place)
        self._refuse_blank_keys(rows, cells, refused, result)
        result.problems.sort(key=lambda problem: (problem.row, problem.column or 0))
        self._assemble(rows, read, refused, result)
        return result

    def _is_skipped(self, plan: ColumnPlan, problem: CellProblem) -> bool:
        if plan is self._key:
            return False
        return self._skips or (plan.options.leaves_out and problem.code in UNKNOWN)

    def _refuse_blank_keys(
        self, rows: Sequence[int], cells: Sequence[Sequence[str]], refused: set[int], into: Drafted
    ) -> None:
        if self._key is None:
            return
        for place, cell in enumerate(cells[self._key.index]):
            if place not in refused and not cell.strip():
                refused.add(place)
                problem = CellProblem("blank_key")
                into.problems.append(_row_problem(rows[place], self._key, cell, problem))

    def _assemble(
        self, rows: Sequence[int], read: Sequence[list[Any]], refused: set[int], into: Drafted
    ) -> None:
        plain = [column.plan.target.code not in _PUTTERS for column in self._columns]
        values = _rows_of_values(list(compress(self._columns, plain)), list(compress(read, plain)))
        drafts = [Draft(row, None, next(values, {})) for row in rows]
        for column, cells, is_plain in zip(self._columns, read, plain, strict=True):
            if not is_plain:
                column.put(drafts, cells)
        into.drafts = drafts
        if refused:
            into.drafts = [draft for place, draft in enumerate(drafts) if place not in refused]


def _rows_of_values(
    columns: Sequence["_Column"], read: Sequence[list[Any]]
) -> Iterator[dict[str, Any]]:
    """Values by field code, row by row; blank cells leave no value."""
    codes = [column.plan.target.code for column in columns]
    has_blanks = any(column.has_blanks for column in columns)
    for values in zip(*read, strict=True):
        row = dict(zip(codes, values, strict=True))
        if has_blanks and _SKIP in values:
            row = {code: value for code, value in row.items() if value is not _SKIP}
        yield row


def _row_problem(row: int, plan: ColumnPlan, value: str, problem: CellProblem) -> RowProblem:
    short = shorten(value.replace("\x00", "\u2400"))
    return RowProblem(row, plan.index, plan.header, short, problem.code, problem.params)


class _Skip:
    """A blank cell that leaves the value as it is."""


_SKIP: Final = _Skip()


class _Column:
    def __init__(self, plan: ColumnPlan, blank: Any, reader: Callable[[str], Any]) -> None:
        self.plan = plan
        self._blank = blank
        self._reader = reader
        self._known: dict[str, Any] = {}
        self._may_refuse = False
        self.has_blanks = False

    def read(self, cells: Sequence[str]) -> list[Any]:
        known = self._known
        if len(known) > MAX_REMEMBERED:
            known.clear()
            self._may_refuse = False
        for cell in set(cells):
            if cell not in known:
                known[cell] = self._read_one(cell)
        return [known[cell] for cell in cells]

    def _read_one(self, cell: str) -> Any:
        stripped = cell.strip()
        if not stripped:
            self.has_blanks = True
            return self._blank
        value = self._reader(stripped)
        if value.__class__ is CellProblem:
            self._may_refuse = True
        if value is None:
            self.has_blanks = True
            return self._blank
        return value

    def leave_out(self) -> Any:
        """As if nothing were said, also where blank cells clear the value."""
        self.has_blanks = True
        return _SKIP

    def refused(self, values: list[Any]) -> list[int]:
        if not self._may_refuse:
            return []
        return [place for place, value in enumerate(values) if value.__class__ is CellProblem]

    def put(self, drafts: Sequence[Draft], values: list[Any]) -> None:
        putter = _PUTTERS[self.plan.target.code]
        code, language = self.plan.target.code, self.plan.options.language or "en"
        for draft, value in zip(drafts, values, strict=True):
            if value is not _SKIP and value.__class__ is not CellProblem:
                putter(draft, code, value, language)


def _put_key(draft: Draft, _: str, value: Any, __: str) -> None:
    draft.external_id = value


def _put_name(draft: Draft, code: str, value: Any, language: str) -> None:
    """Several columns of one language make one name, in their order."""
    if value is None:
        return
    name = draft.values.setdefault(code, {})
    name[language] = f"{name[language]} {value}" if language in name else value


def _put_phones(draft: Draft, _: str, value: Any, __: str) -> None:
    draft.phones += tuple(phone for phone in value or () if phone not in draft.phones)


def _put_emails(draft: Draft, _: str, value: Any, __: str) -> None:
    draft.emails += tuple(email for email in value or () if email not in draft.emails)


def _put_tags(draft: Draft, _: str, value: Any, __: str) -> None:
    draft.tags += tuple(tag for tag in value or () if tag not in draft.tags)


_PUTTERS: Final[Mapping[str, Callable[[Draft, str, Any, str], None]]] = {
    EXTERNAL_ID: _put_key,
    NAME: _put_name,
    PHONE: _put_phones,
    EMAIL: _put_emails,
    TAGS: _put_tags,
}
