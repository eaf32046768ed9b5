"""The vocabulary of an import: what a file holds, what goes where, what is wrong and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

DateOrder = Literal["day", "month", "year"]
Decimal = Literal["point", "comma"]
MAX_BYTES: Final = 200 * 1024 * 1024
MAX_BODY: Final = MAX_BYTES + 1024 * 1024
"""With what a browser sends around the file."""
NO_KEY = "none"
"""Answer to "which column tells customers apart": none, every row is a new customer."""

EXTERNAL_ID = "party.external_id"
NAME = "party.name"
OWNER = "party.owner"
STATUS = "party.status"
TAGS = "party.tags"
PHONE = "party.phone"
EMAIL = "party.email"


class Shape(StrEnum):
    """What the cells of a column look like."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    BOOL = "bool"
    DATE = "date"
    CHOICE = "choice"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """
    Why a cell or a row is refused; `code` is a key of `rules.messages.TEXTS`. A refused row brings
    its cells as far as they could be told apart, so that they can be mended.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    """What the cell says besides: tags that are known beside one that is not."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`row` counts records as a spreadsheet does: the header is row 1; column None = the row."""

    row: int
    column: int | None
    header: str
    value: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_left_out: bool = False
    """Only the cell is left out; the rest of its row goes in."""


class FileProblem(Exception):
    """The file as a whole cannot be read; `row`, `line`, `byte` name the place if there is one."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


@dataclass(frozen=True)
class Layout:
    """How bytes become records: as text, or as a sheet of a workbook."""

    encoding: str
    delimiter: str
    has_header: bool = True
    is_encoding_sure: bool = True
    sheet: str = ""
    """The sheet of a workbook; '' = a text table."""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnProfile:
    """
    What all cells of one column have in common. `choices` are the distinct values of a column
    that has few; `distinct` is None when there are many.
    """

    index: int
    header: str
    shape: Shape
    blanks: int
    filled: int
    distinct: int | None
    is_unique: bool
    longest: int
    choices: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    asks_date_order: bool = False
    decimal: Decimal | None = None
    asks_decimal: bool = False
    currency: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellCounts:
    """
    The cells of a column with the numbers of rows that have them; where too many differ, the parts
    of cells that hold several values. {} = too many, or too long.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    is_whole: bool = True


@dataclass(frozen=True)
class Analysis:
    layout: Layout
    columns: tuple[ColumnProfile, ...]
    rows: int
    sample: tuple[tuple[str, ...], ...]
    head_hash: str
    ragged: int = 0
    is_mended: bool = False
    """An error file that comes back."""
    cells: tuple[CellCounts, ...] = ()


@dataclass(frozen=True)
class CellOptions:
    """How the cells of one column are read."""

    date_order: DateOrder | None = None
    decimal: Decimal | None = None
    language: str = ""
    region: str = ""
    is_typed: bool = False
    """A number of a workbook has a point, whatever mark the texts of the column have."""
    leaves_out: bool = False
    """A value that no list knows is left out, and its row goes in without it."""


@dataclass(frozen=True)
class TargetSpec:
    """A field that a column fills; `choices` maps folded labels and codes to the code."""

    code: str
    kind: str
    choices: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    minor_units: int = 2
    longest: int = 10_000


@dataclass(frozen=True)
class ColumnPlan:
    """One mapped column, ready to be converted."""

    index: int
    header: str
    target: TargetSpec
    options: CellOptions = CellOptions()


@dataclass(slots=True)
class Counts:
    """What became of the rows; `superseded` were replaced by a later row of the same key."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    superseded: int = 0

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused + self.superseded
