from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from kurator.platform.api import StrictSchema

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Topics = Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1, max_length=50)]
Path = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^.\s]+(\.[^.\s]+)*$")
]


class TopicOut(Schema):
    code: str
    label: str


class WebhookIn(StrictSchema):
    name: Name
    url: Url
    topics: Topics


class WebhookPatch(StrictSchema):
    name: Name | None = None
    url: Url | None = None
    topics: Topics | None = None
    is_active: bool | None = None


class WebhookOut(Schema):
    id: UUID
    name: str
    url: str
    topics: list[str]
    owner_id: UUID
    is_active: bool
    stopped_because: Literal["", "FAILING", "GONE"]
    failing_since: datetime | None
    created_at: datetime
    waiting: int
    dead: int


class NewWebhookOut(WebhookOut):
    secret: str
    """Shown once."""


class DeliveryOut(Schema):
    id: UUID
    topic: str
    state: Literal["WAITING", "DONE", "DEAD"]
    attempts: int
    created_at: datetime
    next_at: datetime | None
    status: int | None
    failure: str
    milliseconds: int | None


class DeliveryPage(Schema):
    items: list[DeliveryOut]
    next_cursor: str | None


class AttemptOut(Schema):
    at: datetime
    milliseconds: int
    status: int | None
    failure: str
    answer: str


class DeliveryDetail(DeliveryOut):
    payload: dict[str, Any] | None
    """None: not for this person."""
    log: list[AttemptOut]


class SourceMappingIn(StrictSchema):
    external_id: Path
    at: Path
    values: dict[Annotated[str, Field(max_length=100)], Path] = Field(max_length=100)


class SourceIn(StrictSchema):
    name: Name
    mapping: SourceMappingIn


class SourcePatch(StrictSchema):
    name: Name | None = None
    mapping: SourceMappingIn | None = None
    is_active: bool | None = None


class SourceOut(Schema):
    id: UUID
    name: str
    path: str
    mapping: dict[str, Any]
    owner_id: UUID
    is_active: bool
    created_at: datetime
    failed: int


class NewSourceOut(SourceOut):
    secret: str
    """Shown once."""


class MessageOut(Schema):
    id: UUID
    external_id: str
    state: Literal["WAITING", "DONE", "FAILED"]
    failure: str
    received_at: datetime
    done_at: datetime | None
    body: str | None
    """None: not for this person."""


class MessagePage(Schema):
    items: list[MessageOut]
    next_cursor: str | None


class ReceivedOut(Schema):
    is_new: bool
