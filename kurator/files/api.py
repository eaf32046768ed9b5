from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Query, Status
from ninja.params.functions import Header

from kurator.access.session import ApiRequest
from kurator.files import schemas
from kurator.files.answers import CONTENT, file_out, page_out, version_out
from kurator.files.arriving import arrived_content, given_name
from kurator.files.models import File
from kurator.files.rules.groups import GROUPS
from kurator.files.selectors import listing
from kurator.files.selectors.records import tags_of
from kurator.files.sending import send_content
from kurator.files.services import adding, attaching, changing, linking
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import require_party
from kurator.platform.api import Door
from kurator.platform.cursors import read_cursor, write_cursor

_LIST = "files"

door = Door("files", "files")
party_door = Door("party_files", "parties")
DOORS = (door, party_door)
VIEW, EDIT, ERASE = "files.view", "files.edit", "files.delete"
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "The content itself, nothing around it",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _now() -> datetime:
    return datetime.now(UTC)


def _cursor(text: str) -> listing.Cursor | None:
    if not text:
        return None
    at, file_id = read_cursor(_LIST, text)
    return datetime.fromisoformat(at), UUID(file_id)


def _page(request: ApiRequest, query: listing.FileQuery) -> dict[str, Any]:
    rows, following = listing.list_files(request.viewer, query)
    cursor = write_cursor(_LIST, [following[0].isoformat(), following[1]]) if following else None
    return {"items": page_out(request.viewer, rows, _now()), "next_cursor": cursor}


def _one(request: ApiRequest, file_id: UUID) -> dict[str, Any]:
    row = listing.get_file(request.viewer, file_id)
    return file_out(request.viewer, row, _now())


def _state(in_bin: bool) -> str:
    return File.State.REMOVED if in_bin else File.State.KEPT


@door.get("", permission=VIEW, response=schemas.FilePage)
def list_files(request: ApiRequest, filter: Query[schemas.FileFilter]) -> dict[str, Any]:
    """Return files on all records one sees, the latest changed first."""
    chosen = filter.creator
    query = listing.FileQuery(
        state=File.State.WAITING if filter.is_waiting else _state(filter.in_bin),
        party_id=filter.party_id,
        record_id=filter.record_id,
        record_kind=filter.record_kind,
        name=filter.q,
        tag=filter.tag,
        kinds=GROUPS.get(filter.group, ()),
        created_by_id=request.viewer.user_id if chosen == "me" else chosen or None,
        cursor=_cursor(filter.cursor),
        limit=filter.limit,
    )
    return _page(request, query)


@party_door.get("/{party_id}/files", permission=VIEW, response=schemas.FilePage)
def list_files_of_party(
    request: ApiRequest, party_id: UUID, page: Query[schemas.FilePageQuery]
) -> dict[str, Any]:
    """Return a customer's files, those on his tasks and notes too."""
    require_party(request.viewer, party_id)
    query = listing.FileQuery(
        state=_state(page.in_bin), party_id=party_id, cursor=_cursor(page.cursor), limit=page.limit
    )
    return _page(request, query)


@door.get("/room", permission=EDIT, response=schemas.RoomOut)
def get_room(request: ApiRequest, place: Query[schemas.RoomQuery]) -> dict[str, Any]:
    """Tell whether a content would be taken for this record or file, and what the limits are."""
    limits = adding.require_room(viewer=request.viewer, now=_now(), **place.model_dump())
    tags = tags_of(place.record_kind)
    return {
        "max_bytes": limits.bytes,
        "endings": list(limits.endings),
        "tags": [
            {"code": c, "label": text_in(t, request.viewer.language)} for c, t in tags.items()
        ],
    }


@door.post("", permission=EDIT, response={201: schemas.FileOut}, openapi_extra=_BODY)
def add_file(
    request: ApiRequest,
    place: Query[schemas.PlaceQuery],
    name: Annotated[str, Header("", alias="X-File-Name")],
) -> Status[dict[str, Any]]:
    """Put a file on a record. The body is the content; its name comes percent-encoded."""
    with arrived_content(request) as stored:
        file_id = adding.add_file(
            viewer=request.viewer,
            record_kind=place.record_kind,
            record_id=place.record_id,
            name=given_name(name),
            tags=place.tags,
            is_waiting=place.is_waiting,
            stored=stored,
            now=_now(),
        )
        return Status(201, _one(request, file_id))


@door.get("/content/{token}", permission=VIEW)
def open_content(request: ApiRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """Return what the address leads to, for a minute and to the person it was issued to."""
    content = linking.open_link(viewer=request.viewer, token=token, now=_now())
    return send_content(request, content)


@door.get("/{file_id}", permission=VIEW, response=schemas.FileOut)
def get_file(request: ApiRequest, file_id: UUID) -> dict[str, Any]:
    """Return one file with its present version, also from the bin."""
    return _one(request, file_id)


@door.patch("/{file_id}", permission=EDIT, response=schemas.FileOut)
def change_file(request: ApiRequest, file_id: UUID, payload: schemas.FilePatch) -> dict[str, Any]:
    """Rename, describe and mark; the ending of a name follows the content."""
    changing.change_file(viewer=request.viewer, file_id=file_id, now=_now(), **payload.model_dump())
    return _one(request, file_id)


@door.delete("/{file_id}", permission=EDIT, response=schemas.FileOut)
def remove_file(request: ApiRequest, file_id: UUID) -> dict[str, Any]:
    """Move to the bin, where it waits for the end of its time."""
    changing.remove_file(viewer=request.viewer, file_id=file_id, now=_now())
    return _one(request, file_id)


@door.delete("/{file_id}/waiting", permission=EDIT, response={204: None})
def drop_waiting_file(request: ApiRequest, file_id: UUID) -> Status[None]:
    """Take a file off a note that is not saved yet; nothing of it stays."""
    attaching.drop_waiting(viewer=request.viewer, file_id=file_id)
    return Status(204, None)


@door.post("/{file_id}/restore", permission=EDIT, response=schemas.FileOut)
def restore_file(request: ApiRequest, file_id: UUID) -> dict[str, Any]:
    """Take back out of the bin."""
    changing.restore_file(viewer=request.viewer, file_id=file_id, now=_now())
    return _one(request, file_id)


@door.post("/{file_id}/erase", permission=ERASE, response={204: None})
def erase_file(request: ApiRequest, file_id: UUID) -> Status[None]:
    """Remove a file of the bin for good, with all its versions."""
    changing.erase_file(viewer=request.viewer, file_id=file_id, now=_now())
    return Status(204, None)


@door.post("/{file_id}/link", permission=VIEW, looking="read", response=schemas.FileLinkOut)
def issue_link(request: ApiRequest, file_id: UUID, payload: schemas.FileLinkIn) -> dict[str, Any]:
    """Return an address of the content or of a picture of it; it dies after a minute."""
    token, expires_at = linking.issue_link(
        viewer=request.viewer, file_id=file_id, now=_now(), **payload.model_dump()
    )
    return {"url": CONTENT + token, "expires_at": expires_at}


@door.get("/{file_id}/versions", permission=VIEW, response=schemas.VersionList)
def list_versions(request: ApiRequest, file_id: UUID) -> dict[str, Any]:
    """Return all versions, the latest first."""
    now = _now()
    rows = listing.list_versions(request.viewer, file_id)
    return {"items": [version_out(request.viewer, row, now) for row in rows]}


@door.post(
    "/{file_id}/versions", permission=EDIT, response={201: schemas.FileOut}, openapi_extra=_BODY
)
def add_version(
    request: ApiRequest,
    file_id: UUID,
    asked: Query[schemas.VersionQuery],
    name: Annotated[str, Header("", alias="X-File-Name")],
) -> Status[dict[str, Any]]:
    """Make the body the present version; the earlier ones stay."""
    with arrived_content(request) as stored:
        adding.add_version(
            viewer=request.viewer,
            file_id=file_id,
            name=given_name(name),
            base=asked.base,
            stored=stored,
            now=_now(),
        )
        return Status(201, _one(request, file_id))


@door.post("/{file_id}/versions/{number}/restore", permission=EDIT, response=schemas.FileOut)
def restore_version(request: ApiRequest, file_id: UUID, number: int) -> dict[str, Any]:
    """Repeat an earlier version as the present one."""
    adding.restore_version(viewer=request.viewer, file_id=file_id, number=number, now=_now())
    return _one(request, file_id)
