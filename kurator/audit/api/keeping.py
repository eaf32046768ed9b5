from datetime import UTC, datetime
from typing import Any

from kurator.access.session import ApiRequest
from kurator.audit.schemas import (
    RetentionIn,
    RetentionOut,
    RetentionPreviewOut,
    SealsOut,
)
from kurator.audit.selectors.retention import list_retention as read_retention
from kurator.audit.selectors.retention import preview_retention as read_preview
from kurator.audit.selectors.seals import list_seals as read_seals
from kurator.audit.services import retention
from kurator.platform.api import Door

door = Door("keeping", "audit")
RETENTION, SECURITY = "audit.retention", "audit.security"


@door.get("/retention", permission=RETENTION, response=list[RetentionOut])
def list_retention(request: ApiRequest) -> list[dict[str, Any]]:
    """Return how long each kind of data is kept."""
    return [vars(row) for row in read_retention(request.viewer)]


@door.put("/retention/{code}", permission=RETENTION, response=list[RetentionOut])
def set_retention(request: ApiRequest, code: str, payload: RetentionIn) -> list[dict[str, Any]]:
    """Keep a kind of data for so many days, null for ever; what is older goes in the next night."""
    retention.set_retention(
        viewer=request.viewer, code=code, days=payload.days, now=datetime.now(UTC)
    )
    return [vars(row) for row in read_retention(request.viewer)]


@door.post(
    "/retention/{code}/preview",
    slow=True,
    permission=RETENTION,
    looking="read",
    response=RetentionPreviewOut,
)
def preview_retention(request: ApiRequest, code: str, payload: RetentionIn) -> RetentionPreviewOut:
    """Tell how many records would go; nothing is changed."""
    rule = retention.require_rule(code, payload.days)
    count = read_preview(request.viewer, rule, days=payload.days, now=datetime.now(UTC))
    return RetentionPreviewOut.of(count)


@door.get("/seals", permission=SECURITY, response=list[SealsOut])
def list_seals(request: ApiRequest) -> list[dict[str, Any]]:
    """Return how far the history is sealed, and what the last check said."""
    return [vars(row) for row in read_seals(request.viewer)]
