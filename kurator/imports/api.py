from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse
from ninja import File, Form, Status, UploadedFile

from kurator.access.session import ApiRequest
from kurator.imports import selectors
from kurator.imports.schemas import (
    ApplyIn,
    ImportOut,
    ImportPage,
    MappingIn,
    PresetOut,
    SavedMappingIn,
    SavedMappingOut,
    SavedMappingPatch,
    given_column,
)
from kurator.imports.services import checking, running, saved_mappings, uploading
from kurator.imports.services.error_file import FileKind, error_file, file_name
from kurator.imports.services.presenting import import_out, import_row, mapping_out, presets_out
from kurator.imports.types import MAX_BODY
from kurator.platform.api import Door
from kurator.platform.cursors import read_cursor, write_cursor

door = Door("imports", "imports")
DOORS = (door,)
PERMISSION = selectors.RUN
_LIST = "imports"
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@door.post("", permission=PERMISSION, max_bytes=MAX_BODY, response={201: ImportOut})
def upload(
    request: ApiRequest, file: File[UploadedFile], source_name: Form[str] = ""
) -> Status[dict[str, Any]]:
    """Take a CSV file, recognize its columns and suggest where they go; nothing is written yet."""
    one = uploading.receive_file(
        viewer=request.viewer,
        file_name=file.name or "",
        source_name=source_name,
        chunks=file.chunks(),
    )
    return Status(201, import_out(request.viewer, one))


@door.get("", permission=PERMISSION, response=ImportPage)
def list_imports(request: ApiRequest, cursor: str = "") -> dict[str, Any]:
    """Return one's own imports, latest first."""
    before = UUID(read_cursor(_LIST, cursor)[0]) if cursor else None
    found = selectors.list_imports(request.viewer, before=before, limit=selectors.PAGE + 1)
    page = found[: selectors.PAGE]
    more = write_cursor(_LIST, [page[-1].id]) if len(found) > len(page) else None
    return {"items": [import_row(request.viewer, one) for one in page], "next_cursor": more}


@door.get("/mappings", permission=PERMISSION, response=list[SavedMappingOut])
def list_mappings(request: ApiRequest) -> list[dict[str, Any]]:
    """Return saved mappings: one's own and those that colleagues share."""
    found = selectors.list_mappings(request.viewer)
    return [mapping_out(request.viewer, mapping) for mapping in found]


@door.post("/mappings", permission=PERMISSION, response={201: SavedMappingOut})
def save_mapping(request: ApiRequest, payload: SavedMappingIn) -> Status[dict[str, Any]]:
    """Keep the mapping of an import under a name."""
    saved = saved_mappings.save_mapping(viewer=request.viewer, **payload.model_dump())
    return Status(201, mapping_out(request.viewer, saved))


@door.patch("/mappings/{mapping_id}", permission=PERMISSION, response=SavedMappingOut)
def change_saved_mapping(
    request: ApiRequest, mapping_id: UUID, payload: SavedMappingPatch
) -> dict[str, Any]:
    """Rename or share one's own mapping."""
    saved = saved_mappings.change_saved(
        viewer=request.viewer, mapping_id=mapping_id, **payload.model_dump()
    )
    return mapping_out(request.viewer, saved)


@door.delete("/mappings/{mapping_id}", permission=PERMISSION, response={204: None})
def delete_mapping(request: ApiRequest, mapping_id: UUID) -> Status[None]:
    """Forget one's own mapping; imports that used it keep theirs."""
    saved_mappings.delete_saved(viewer=request.viewer, mapping_id=mapping_id)
    return Status(204, None)


@door.get("/presets", permission=PERMISSION, response=list[PresetOut])
def list_presets(request: ApiRequest) -> list[dict[str, Any]]:
    """Return the exports of other programs whose heads are known."""
    return presets_out(request.viewer)


@door.get("/{import_id}", permission=PERMISSION, response=ImportOut)
def get_import(request: ApiRequest, import_id: UUID) -> dict[str, Any]:
    """Return the import with its mapping, open questions, progress and first problems."""
    return import_out(request.viewer, selectors.get_import(request.viewer, import_id))


@door.patch("/{import_id}", permission=PERMISSION, response=ImportOut)
def change_mapping(request: ApiRequest, import_id: UUID, payload: MappingIn) -> dict[str, Any]:
    """Say what columns fill and how they are read; answers to questions go here."""
    options = payload.options.model_dump(mode="json") if payload.options else {}
    one = uploading.change_import(
        viewer=request.viewer,
        import_id=import_id,
        name=payload.name,
        columns=[given_column(column) for column in payload.columns],
        options={name: value for name, value in options.items() if value is not None},
    )
    return import_out(request.viewer, one)


@door.post("/{import_id}/apply", permission=PERMISSION, response=ImportOut)
def apply_mapping(request: ApiRequest, import_id: UUID, payload: ApplyIn) -> dict[str, Any]:
    """Map the columns by their heads as a saved mapping or a preset says."""
    one = saved_mappings.apply_mapping(
        viewer=request.viewer,
        import_id=import_id,
        mapping_id=payload.mapping_id,
        preset=payload.preset,
    )
    return import_out(request.viewer, one)


@door.post("/{import_id}/check", permission=PERMISSION, response=ImportOut)
def check(request: ApiRequest, import_id: UUID) -> dict[str, Any]:
    """Count what a run would do and list the first problems; a large file takes its time."""
    one = checking.check_import(viewer=request.viewer, import_id=import_id, now=datetime.now(UTC))
    return import_out(request.viewer, one)


@door.post("/{import_id}/run", permission=PERMISSION, needs_key=True, response={202: ImportOut})
def run(request: ApiRequest, import_id: UUID) -> Status[dict[str, Any]]:
    """Write the customers in the background; a stopped run goes on where it stopped."""
    one = running.start_run(viewer=request.viewer, import_id=import_id, now=datetime.now(UTC))
    return Status(202, import_out(request.viewer, one))


@door.post("/{import_id}/cancel", permission=PERMISSION, response=ImportOut)
def cancel(request: ApiRequest, import_id: UUID) -> dict[str, Any]:
    """Stop after the rows being written; what is written stays."""
    one = running.cancel_run(viewer=request.viewer, import_id=import_id)
    return import_out(request.viewer, one)


@door.delete("/{import_id}", permission=PERMISSION, response={204: None})
def delete(request: ApiRequest, import_id: UUID) -> Status[None]:
    """Remove the import and its file; customers stay."""
    uploading.delete_import(viewer=request.viewer, import_id=import_id)
    return Status(204, None)


@door.get("/{import_id}/errors.csv", permission=PERMISSION)
def errors_csv(request: ApiRequest, import_id: UUID) -> FileResponse:
    """Return the refused rows of the latest check or run, to be mended and imported again."""
    return _error_file(request, import_id, "csv")


@door.get("/{import_id}/errors.xlsx", permission=PERMISSION)
def errors_xlsx(request: ApiRequest, import_id: UUID) -> FileResponse:
    """Return the refused rows as a workbook, which keeps every cell the text it was."""
    return _error_file(request, import_id, "xlsx")


def _error_file(request: ApiRequest, import_id: UUID, kind: FileKind) -> FileResponse:
    one = selectors.get_import(request.viewer, import_id)
    name = quote(file_name(viewer=request.viewer, one=one, kind=kind))
    response = FileResponse(
        error_file(viewer=request.viewer, one=one, kind=kind), content_type=_TYPES[kind]
    )
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"import-{one.id}-errors.{kind}\"; filename*=UTF-8''{name}"
    )
    return response
