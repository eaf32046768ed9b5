"""Exports as the API shows them."""

from datetime import datetime
from typing import Any

from kurator.access.types import Viewer
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.rules.allowance import allowance
from kurator.exports.services.requesting import UNCOUNTED
from kurator.kernel.localized import text_in


def export_out(viewer: Viewer, one: Export) -> dict[str, Any]:
    """Return the export, JSON-ready; `rows_expected` is None where the list was too long to count."""
    failure = one.failure and {
        "code": one.failure["code"],
        "message": text_in(one.failure["texts"], viewer.language),
    }
    is_counted = one.rows_expected < UNCOUNTED
    return {
        "id": one.id,
        "subject": one.subject,
        "name": one.name,
        "format": one.format,
        "is_raw": one.is_raw,
        "status": one.status,
        "rows_expected": one.rows_expected if is_counted else None,
        "rows_done": one.rows_done,
        "size": one.size,
        "failure": failure,
        "downloads": one.downloads,
        "created_at": one.created_at,
        "finished_at": one.finished_at,
        "expires_at": one.expires_at,
    }


def allowance_out(viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """Return what is left of this hour and day, None for whoever has no limits."""
    can_be_raw = selectors.RAW in viewer.permissions
    if selectors.UNLIMITED in viewer.permissions:
        nothing: dict[str, Any] = {"exports_left": None, "rows_left": None, "possible_at": None}
        return {**nothing, "can_be_raw": can_be_raw}
    left = allowance(selectors.list_earlier(viewer, now=now), now)
    return {
        "exports_left": left.exports_left,
        "rows_left": left.rows_left,
        "possible_at": left.possible_at,
        "can_be_raw": can_be_raw,
    }
