from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema


class NameIn(StrictSchema):
    ru: str | None = Field(None, max_length=200)
    uk: str | None = Field(None, max_length=200)
    en: str | None = Field(None, max_length=200)

    def texts(self) -> dict[str, str]:
        """The languages that have a text."""
        pairs = {"ru": self.ru, "uk": self.uk, "en": self.en}
        return {code: text.strip() for code, text in pairs.items() if text and text.strip()}


class SegmentIn(StrictSchema):
    name: NameIn
    expression: dict[str, Any]


class SegmentPatch(StrictSchema):
    name: NameIn | None = None
    expression: dict[str, Any] | None = None
    version: int | None = None


class PreviewIn(StrictSchema):
    expression: Any
    segment_id: UUID | None = None


class ProblemOut(Schema):
    loc: list[str | int]
    code: str
    msg: str


class SampleOut(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    values: dict[str, Any]


class PreviewOut(Schema):
    """`node_counts` follows the tree depth first without the root."""

    count: int | None
    sample: list[SampleOut]
    sentence: str
    node_counts: list[int]
    errors: list[ProblemOut]


class SegmentOut(Schema):
    id: UUID
    name: str
    names: dict[str, str]
    expression: dict[str, Any]
    sentence: str
    version: int
    created_at: datetime
    updated_at: datetime
    count: int | None = None
