from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from kurator.platform.api import StrictSchema
from kurator.platform.shapes import NameIn, ProblemOut, RecordRow


class SegmentIn(StrictSchema):
    """`is_public` shows the members also to whoever may not see all fields that it asks for."""

    name: NameIn
    expression: dict[str, Any]
    is_public: bool = False


class SegmentPatch(StrictSchema):
    name: NameIn | None = None
    expression: dict[str, Any] | None = None
    is_public: bool | None = None
    version: int | None = None


class PreviewIn(StrictSchema):
    expression: Any
    segment_id: UUID | None = None


class PreviewOut(Schema):
    """`total` is all that the viewer serves; `node_counts` follows the tree depth first without the root."""

    total: int | None
    count: int | None
    sample: list[RecordRow]
    sentence: str
    node_counts: list[int]
    errors: list[ProblemOut]


class SegmentOut(Schema):
    """
    `is_partly_hidden`: the expression has `{"op": "hidden"}` where it is about fields that the one
    who asks may not see; only its name can be changed then. `is_closed`: its members are not shown
    to him either, unless it `is_public`; `count` is null.
    """

    id: UUID
    name: str
    names: dict[str, str]
    expression: dict[str, Any]
    is_partly_hidden: bool
    is_closed: bool
    is_public: bool
    sentence: str
    version: int
    created_at: datetime
    updated_at: datetime
    count: int | None = None
