from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema

AttributeKind = Literal["text", "number", "money", "bool", "date", "choice"]
Status = Literal["ANALYZING", "DRAFT", "CHECKING", "RUNNING", "DONE", "FAILED", "CANCELED"]


class LabelsIn(StrictSchema):
    ru: str = Field("", max_length=100)
    uk: str = Field("", max_length=100)
    en: str = Field("", max_length=100)


class ChoiceIn(StrictSchema):
    code: str = Field(max_length=100)
    label: LabelsIn


class NewAttribute(StrictSchema):
    """An attribute that the import will define; choices [] = the values of the column."""

    code: str = Field(max_length=60)
    label: LabelsIn
    kind: AttributeKind
    choices: list[ChoiceIn] = Field(default_factory=list, max_length=500)
    currency: str = Field("", max_length=3)


class NewAttributeTarget(StrictSchema):
    new_attribute: NewAttribute


class ColumnOptions(StrictSchema):
    """
    How cells are read; None = as the column itself shows. `new_choices` says what becomes of values
    that the field's list does not have: "add" adds them to it (choices of attributes, tags),
    "leave_out" takes the row without them, "refuse" and null refuse the row.
    """

    date_order: Literal["day", "month"] | None = None
    decimal: Literal["point", "comma"] | None = None
    language: Literal["ru", "uk", "en"] | None = None
    is_currency_confirmed: bool = False
    new_choices: Literal["add", "leave_out", "refuse"] | None = None


class ColumnIn(StrictSchema):
    """`target` is a field code, a new attribute, or null to leave the column out."""

    index: int
    target: str | NewAttributeTarget | None = None
    options: ColumnOptions | None = None


def given_column(column: ColumnIn) -> dict[str, Any]:
    """Return what the person said of a column, and nothing that he did not."""
    given: dict[str, Any] = {"index": column.index}
    if "target" in column.model_fields_set:
        target = column.target
        given["target"] = target if isinstance(target, str | None) else target.model_dump()
    if column.options is not None:
        given["options"] = column.options.model_dump(exclude_unset=True)
    return given


class OptionsIn(StrictSchema):
    """
    `key` is the column with the external id, or "none"; `owner` of new customers is "me",
    "nobody", "column" or an id. `blank_cells` "keep" leaves present values, "clear" removes them.
    `bad_cells` "refuse" refuses the row of a cell that cannot be read, "skip" leaves the cell out.
    """

    key: int | Literal["none"] | None = None
    owner: UUID | Literal["me", "nobody", "column"] | None = None
    status: Literal["NEW", "ACTIVE", "LEAVING", "SLEEPING", "FORMER"] | None = None
    kind: Literal["PERSON", "ORGANIZATION"] | None = None
    on_duplicate_in_file: Literal["refuse", "last"] | None = None
    blank_cells: Literal["keep", "clear"] | None = None
    bad_cells: Literal["refuse", "skip"] | None = None
    tags: list[UUID] | None = Field(None, max_length=20)
    phone_country: str | None = Field(None, max_length=2)
    encoding: str | None = Field(None, max_length=20)
    delimiter: str | None = Field(None, max_length=1)
    has_header: bool | None = None
    sheet: str | None = Field(None, max_length=200)


class MappingIn(StrictSchema):
    """Only what is given changes."""

    name: str | None = Field(None, max_length=200)
    columns: list[ColumnIn] = Field(default_factory=list, max_length=500)
    options: OptionsIn | None = None


class UnknownValue(Schema):
    """A value that the list of the field does not have, and how many rows say so."""

    value: str
    rows: int


class ColumnOut(Schema):
    """`unknown` are the most frequent; `added` is what the run has added to the list."""

    index: int
    header: str
    target: str | NewAttributeTarget | None
    kind: str
    options: dict[str, Any]
    shape: str
    blanks: int
    distinct: int | None
    is_unique: bool
    examples: list[str]
    choices: list[str]
    unknown: list[UnknownValue]
    can_add: bool
    added: list[str]


class AnswerOut(Schema):
    value: str
    label: str


class QuestionOut(Schema):
    """An answer goes to `options.<code>` of the column, of the file when `column` is null."""

    code: str
    column: int | None
    is_required: bool
    text: str
    answers: list[AnswerOut]


class OfferOut(Schema):
    """A saved mapping or a preset that knows most of the file's heads."""

    kind: Literal["mapping", "preset"]
    id: str
    name: str


SharedWith = Literal["NOBODY", "TEAM", "ALL"]


class SavedMappingIn(StrictSchema):
    import_id: UUID
    name: str = Field(min_length=1, max_length=100)
    shared_with: SharedWith = "NOBODY"


class SavedMappingPatch(StrictSchema):
    name: str | None = Field(None, min_length=1, max_length=100)
    shared_with: SharedWith | None = None


class SavedMappingOut(Schema):
    id: UUID
    name: str
    shared_with: SharedWith
    is_mine: bool
    heads: list[str]


class PresetOut(Schema):
    code: str
    name: str
    heads: list[list[str]]


class ApplyIn(StrictSchema):
    """Either a saved mapping or a preset."""

    mapping_id: UUID | None = None
    preset: str = Field("", max_length=60)


class CountsOut(Schema):
    created: int
    updated: int
    unchanged: int
    refused: int
    superseded: int


class RowProblemOut(Schema):
    """`row` counts as a spreadsheet does (header = 1); column null = the whole row."""

    row: int
    column: int | None
    header: str
    value: str
    code: str
    message: str


class FailureOut(Schema):
    code: str
    message: str


class ImportRow(Schema):
    id: UUID
    name: str
    file_name: str
    size: int
    status: Status
    rows_total: int
    rows_done: int
    counts: CountsOut
    problems_total: int
    failure: FailureOut | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ImportOut(ImportRow):
    """`encodings` are those that a text table can be read in; a workbook has none."""

    encoding: str
    encodings: list[AnswerOut]
    delimiter: str
    has_header: bool
    sheet: str
    sheets: list[str]
    is_mended: bool
    options: dict[str, Any]
    columns: list[ColumnOut]
    sample: list[list[str]]
    questions: list[QuestionOut]
    check: CountsOut | None
    problems: list[RowProblemOut]
    has_file: bool
    offers: list[OfferOut]


class ImportPage(Schema):
    items: list[ImportRow]
    next_cursor: str | None
