from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.parties.schemas.shapes import Texts
from kurator.platform.api import StrictSchema


class ChoiceOut(Schema):
    value: str
    label: str


class FieldOut(Schema):
    code: str
    kind: str
    label: str
    group: str
    group_code: str
    choices: list[ChoiceOut]
    currency: str | None
    minor_units: int
    is_custom: bool
    is_multilingual: bool
    is_tracked: bool
    can_filter: bool
    can_sort: bool
    can_list: bool
    can_edit: bool
    can_import: bool
    weight: int
    operators: list[str]


class AttributeChoice(StrictSchema):
    code: str
    label: Texts = {}


class AttributeIn(StrictSchema):
    code: str
    kind: Literal["text", "number", "money", "bool", "date", "choice"]
    label: Texts
    choices: list[AttributeChoice] = []
    currency: str = ""
    minor_units: int = Field(default=2, ge=0, le=4)
    group: Texts = {}
    weight: int = Field(default=0, ge=0, le=100)


class AttributePatch(StrictSchema):
    kind: str | None = None
    label: Texts | None = None
    choices: list[AttributeChoice] | None = None
    group: Texts | None = None
    position: int | None = Field(default=None, ge=0, le=100_000)
    weight: int | None = Field(default=None, ge=0, le=100)
    is_active: bool | None = None


class AttributeOut(Schema):
    id: UUID
    code: str
    kind: str
    label: dict[str, str]
    choices: list[dict[str, Any]]
    currency: str
    minor_units: int
    group: dict[str, str]
    position: int
    weight: int
    is_active: bool


class TagIn(StrictSchema):
    name: Texts


class TagPatch(StrictSchema):
    name: Texts | None = None
    is_active: bool | None = None


class TagOut(Schema):
    id: UUID
    code: str
    name: str
    names: dict[str, str]
    is_active: bool
