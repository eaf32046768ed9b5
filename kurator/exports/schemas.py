from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.exports.types import FileFormat
from kurator.platform.api import StrictSchema

Status = Literal["QUEUED", "RUNNING", "DONE", "FAILED", "CANCELED", "EXPIRED"]


class ExportIn(StrictSchema):
    """
    `query` is what the list takes: filter, q, sort, columns; `ids` are chosen rows alone. `is_raw`
    leaves formulas in a CSV as they are: for programs only.
    """

    subject: str = Field("party", max_length=60)
    query: dict[str, Any] = Field(default_factory=dict)
    format: FileFormat = FileFormat.XLSX
    is_raw: bool = False
    name: str = Field("", max_length=200)


class ExportFailure(Schema):
    code: str
    message: str


class ExportOut(Schema):
    id: UUID
    subject: str
    name: str
    format: FileFormat
    is_raw: bool
    status: Status
    rows_expected: int | None
    rows_done: int
    size: int
    failure: ExportFailure | None
    downloads: int
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


class ExportPage(Schema):
    items: list[ExportOut]
    next_cursor: str | None


class AllowanceOut(Schema):
    """What may be taken out now; null = without limits."""

    exports_left: int | None
    rows_left: int | None
    possible_at: datetime | None
    can_be_raw: bool
