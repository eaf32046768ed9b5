from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest, require_proof
from kurator.platform.api import Door
from kurator.webhooks import selectors
from kurator.webhooks.models import Inbound, Source
from kurator.webhooks.schemas import (
    MessageOut,
    MessagePage,
    NewSourceOut,
    SourceIn,
    SourceOut,
    SourcePatch,
)
from kurator.webhooks.services import sources

sources_door = Door("hook_sources", "hook-sources")
PERMISSION = "webhooks.manage"
SHOWN_CHARACTERS = 4000


def _source(source: Source, failed: int) -> dict[str, Any]:
    names = ("id", "name", "mapping", "owner_id", "is_active", "created_at")
    shown = {name: getattr(source, name) for name in names}
    return {**shown, "path": f"/api/v1/hooks/{source.id}", "failed": failed}


def _message(row: Inbound, is_told: bool) -> dict[str, Any]:
    names = ("id", "external_id", "state", "received_at", "done_at")
    text = bytes(row.body).decode("utf-8", "replace")[:SHOWN_CHARACTERS]
    return {
        **{name: getattr(row, name) for name in names},
        "failure": row.failure if is_told else row.failure.partition(":")[0],
        "body": text if is_told else None,
    }


@sources_door.get("", permission=PERMISSION, response=list[SourceOut])
def list_sources(request: ApiRequest) -> Any:
    """Return the programs that tell us of customers."""
    return [_source(source, failed) for source, failed in selectors.list_sources(request.viewer)]


@sources_door.post(
    "", tells_secret=True, proof="always", permission=PERMISSION, response={201: NewSourceOut}
)
def create_source(request: ApiRequest, payload: SourceIn) -> Any:
    """Let a program tell us of customers; the secret is in this answer and in no other."""
    source, secret = sources.create_source(
        viewer=request.viewer, name=payload.name, mapping=payload.mapping.dict()
    )
    source.refresh_from_db()
    return 201, {**_source(source, 0), "secret": secret}


@sources_door.get("/{source_id}", permission=PERMISSION, response=SourceOut)
def get_source(request: ApiRequest, source_id: UUID) -> Any:
    return _source(*selectors.get_source(request.viewer, source_id))


@sources_door.patch("/{source_id}", proof="sometimes", permission=PERMISSION, response=SourceOut)
def change_source(request: ApiRequest, source_id: UUID, payload: SourcePatch) -> Any:
    """
    Change a source; who changes the mapping answers for it from then on, and is asked for a recent
    proof.
    """
    if payload.model_fields_set & {"mapping"}:
        require_proof(request)
    sources.change_source(
        viewer=request.viewer,
        source_id=source_id,
        now=datetime.now(UTC),
        **payload.dict(exclude_unset=True),
    )
    return _source(*selectors.get_source(request.viewer, source_id))


@sources_door.delete("/{source_id}", proof="never", permission=PERMISSION, response={204: None})
def delete_source(request: ApiRequest, source_id: UUID) -> Any:
    """Remove a source with its messages; customers stay."""
    sources.delete_source(viewer=request.viewer, source_id=source_id)
    return 204, None


@sources_door.post(
    "/{source_id}/secret",
    tells_secret=True,
    proof="always",
    permission=PERMISSION,
    response=NewSourceOut,
)
def renew_secret(request: ApiRequest, source_id: UUID) -> Any:
    """Make a new secret and answer for the source; the old secret is worthless at once."""
    _, secret = sources.renew_source_secret(
        viewer=request.viewer, source_id=source_id, now=datetime.now(UTC)
    )
    return {**_source(*selectors.get_source(request.viewer, source_id)), "secret": secret}


@sources_door.get("/{source_id}/messages", permission=PERMISSION, response=MessagePage)
def list_messages(request: ApiRequest, source_id: UUID, cursor: str | None = None) -> Any:
    """
    Return what came, latest first; what it says only to whoever answered for the source then, or
    sees all customers and fields.
    """
    rows, following = selectors.list_messages(request.viewer, source_id, cursor)
    return {"items": [_message(row, told) for row, told in rows], "next_cursor": following}


@sources_door.post(
    "/{source_id}/messages/{message_id}/again",
    tells_secret=True,
    proof="never",
    permission=PERMISSION,
    response=MessageOut,
)
def retry_message(request: ApiRequest, source_id: UUID, message_id: UUID) -> Any:
    """Work on a failed message again."""
    found = sources.retry_message(viewer=request.viewer, source_id=source_id, message_id=message_id)
    return _message(found, selectors.reads_message(request.viewer, found.source, found))
