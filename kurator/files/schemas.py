from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.files.types import Purpose
from kurator.platform.api import StrictSchema

Tag = Annotated[str, Field(max_length=40)]


class FileFilter(StrictSchema):
    """
    `group` is what a person calls a kind of content; `creator` me, or a user's id; `is_waiting`
    lists one's own files that wait for a note.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    record_kind: Annotated[str, Field(max_length=40)] = ""
    record_id: UUID | None = None
    party_id: UUID | None = None
    tag: Tag = ""
    group: Literal["", "pictures", "documents", "texts", "archives", "media"] = ""
    creator: Literal["", "me"] | UUID = ""
    in_bin: bool = False
    is_waiting: bool = False
    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


class FilePageQuery(StrictSchema):
    in_bin: bool = False
    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


class PlaceQuery(StrictSchema):
    """
    The record that a new file goes to, and its marks. With `is_waiting` it waits at the customer
    for a note that names it in `file_ids`.
    """

    record_kind: Annotated[str, Field(max_length=40)]
    record_id: UUID
    tags: list[Tag] = Field([], max_length=20)
    is_waiting: bool = False


class RoomQuery(StrictSchema):
    """Either a record or a file; `size` in bytes, 0 = not known yet."""

    record_kind: Annotated[str, Field(max_length=40)] = ""
    record_id: UUID | None = None
    file_id: UUID | None = None
    size: int = Field(0, ge=0, le=2**53)


class VersionQuery(StrictSchema):
    """`base`: the number of the version that the new one was made from."""

    base: int | None = Field(None, ge=1)


class FilePatch(StrictSchema):
    name: Annotated[str, Field(max_length=1000)] | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    tags: Annotated[list[Tag], Field(max_length=20)] | None = None


class FileLinkIn(StrictSchema):
    """Without `number` the present version; `page` of a document's pictures, from 0."""

    purpose: Purpose = Purpose.ORIGINAL
    number: int | None = Field(None, ge=1)
    page: int = Field(0, ge=0, le=999)


class FileLinkOut(Schema):
    """An address for the person it was issued to, until it expires."""

    url: str
    expires_at: datetime


class VersionOut(Schema):
    """`preview` tells whether a picture can be had, `pages` how many there are."""

    id: UUID
    number: int
    name: str
    kind: str
    size: int
    sha256: str
    scan: str
    preview: str
    preview_kind: str
    pages: int
    source_number: int | None
    created_at: datetime
    created_by_id: UUID
    created_by_name: str
    thumbnail_url: str | None


class FileOut(Schema):
    id: UUID
    party_id: UUID
    party_name: str
    record_kind: str
    record_id: UUID
    record_title: str
    name: str
    description: str
    tags: list[str]
    state: str
    created_at: datetime
    created_by_id: UUID
    created_by_name: str
    changed_at: datetime
    removed_at: datetime | None
    removed_by_name: str
    version: VersionOut


class FilePage(Schema):
    items: list[FileOut]
    next_cursor: str | None


class VersionList(Schema):
    items: list[VersionOut]


class FileTagOut(Schema):
    code: str
    label: str


class RoomOut(Schema):
    """What is taken: `endings` for a file dialog, `tags` that files of this record may carry."""

    max_bytes: int
    endings: list[str]
    tags: list[FileTagOut]
