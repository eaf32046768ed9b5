import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse
from ninja import Status

from kurator.access.session import ApiRequest
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.schemas import AllowanceOut, ExportIn, ExportOut, ExportPage
from kurator.exports.services import requesting
from kurator.exports.services.presenting import allowance_out, export_out
from kurator.platform.api import Door
from kurator.platform.cursors import read_cursor, write_cursor

door = Door("exports", "exports")
DOORS = (door,)
PERMISSION = selectors.RUN
_LIST = "exports"
_TYPES = {
    "CSV": "text/csv; charset=utf-8",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@door.post("", permission=PERMISSION, response={202: ExportOut})
def make(request: ApiRequest, payload: ExportIn) -> Status[dict[str, Any]]:
    """Make a file of a list in the background; 429 names when it is possible again."""
    one = requesting.request_export(
        viewer=request.viewer,
        subject=payload.subject,
        query=payload.query,
        file_format=payload.format,
        is_raw=payload.is_raw,
        name=payload.name,
        now=datetime.now(UTC),
    )
    return Status(202, export_out(request.viewer, one))


@door.get("", permission=PERMISSION, response=ExportPage)
def list_exports(request: ApiRequest, cursor: str = "") -> dict[str, Any]:
    """Return one's own exports, latest first."""
    before = UUID(read_cursor(_LIST, cursor)[0]) if cursor else None
    found = selectors.list_exports(request.viewer, before=before, limit=selectors.PAGE + 1)
    page = found[: selectors.PAGE]
    more = write_cursor(_LIST, [page[-1].id]) if len(found) > len(page) else None
    return {"items": [export_out(request.viewer, one) for one in page], "next_cursor": more}


@door.get("/allowance", permission=PERMISSION, response=AllowanceOut)
def get_allowance(request: ApiRequest) -> dict[str, Any]:
    """Tell how many exports and rows are left."""
    return allowance_out(request.viewer, now=datetime.now(UTC))


@door.get("/{export_id}", permission=PERMISSION, response=ExportOut)
def get_export(request: ApiRequest, export_id: UUID) -> dict[str, Any]:
    return export_out(request.viewer, selectors.get_export(request.viewer, export_id))


@door.post("/{export_id}/cancel", permission=PERMISSION, response=ExportOut)
def cancel(request: ApiRequest, export_id: UUID) -> dict[str, Any]:
    """Stop the run; nothing of the file stays."""
    one = requesting.cancel_export(
        viewer=request.viewer, export_id=export_id, now=datetime.now(UTC)
    )
    return export_out(request.viewer, one)


@door.delete("/{export_id}", permission=PERMISSION, response={204: None})
def remove(request: ApiRequest, export_id: UUID) -> Status[None]:
    """Remove the file and take the export out of the list."""
    requesting.remove_export(viewer=request.viewer, export_id=export_id, now=datetime.now(UTC))
    return Status(204, None)


@door.get("/{export_id}/file", permission=PERMISSION, looking="no")
def fetch(request: ApiRequest, export_id: UUID) -> FileResponse:
    """Return the file; each download is noted."""
    one, path = requesting.fetch_file(
        viewer=request.viewer, export_id=export_id, now=datetime.now(UTC)
    )
    response = FileResponse(path.open("rb"), content_type=_TYPES[one.format])
    response.headers["Content-Length"] = str(one.size)
    response.headers["Content-Disposition"] = _disposition(one)
    return response


def _disposition(one: Export) -> str:
    """The name in full for programs that know how, and one in plain letters for the others."""
    ending = one.format.lower()
    day = one.created_at.date().isoformat()
    shown = re.sub(r'[\\/:*?"<>|\s]+', " ", one.name).strip(" .") or "export"
    full = quote(f"{shown} {day}.{ending}")
    return f"attachment; filename=\"export-{day}.{ending}\"; filename*=UTF-8''{full}"
