"""What a customer agrees to now, and the statements it follows from."""

from typing import Final
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.audit.models import ConsentPurpose
from kurator.audit.types import ConsentCard, ConsentStatement, PurposeState
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import require_party
from kurator.platform.queries import read_rows

MOST: Final = 200
_CURRENT: Final = """
SELECT u.id, u.code, u.name::text, u.text::text, u.is_active,
       coalesce(jsonb_object_agg(c.channel, jsonb_build_object('state', c.state, 'at', c.at))
                FILTER (WHERE c.state <> 'NONE'), '{}')::text
  FROM audit_consentpurpose u
  LEFT JOIN LATERAL (
    SELECT DISTINCT ON (f.channel) f.channel, f.state, f.at FROM audit_consent f
     WHERE f.party_id = %s AND f.purpose_id = u.id
     ORDER BY f.channel, f.at DESC, f.id DESC) c ON true
 GROUP BY u.id ORDER BY u.position, u.code
"""
_STATEMENTS: Final = """
SELECT c.statement_id, c.purpose_id, array_agg(c.channel ORDER BY c.channel), min(c.state),
       min(c.at), min(c.source), min(c.evidence), coalesce(min(p.name), ''), min(c.recorded_at),
       min(c.undoes_id::text)::uuid, min(u.statement_id::text)::uuid
  FROM audit_consent c
  LEFT JOIN k.people() p ON p.id = c.user_id
  LEFT JOIN LATERAL (
    SELECT b.statement_id FROM audit_consent b
     WHERE b.party_id = c.party_id AND b.undoes_id = c.statement_id LIMIT 1) u ON true
 WHERE c.party_id = %s
 GROUP BY c.statement_id, c.purpose_id ORDER BY min(c.recorded_at) DESC, c.statement_id DESC LIMIT %s
"""


def list_purposes(viewer: Viewer) -> list[ConsentPurpose]:
    """Return all purposes, retired ones too, in the order in which they are shown."""
    return list(ConsentPurpose.objects.order_by("position", "code"))


def consents_of(viewer: Viewer, party_id: UUID) -> ConsentCard:
    """Return purposes with what holds in each channel, and the latest statements; raises NotFound."""
    require_party(viewer, party_id)
    language = viewer.language
    purposes = [
        PurposeState(
            purpose_id=purpose_id,
            code=code,
            name=text_in(orjson.loads(name), language),
            text=text_in(orjson.loads(text), language),
            is_active=is_active,
            channels=orjson.loads(channels),
        )
        for purpose_id, code, name, text, is_active, channels in read_rows(_CURRENT, [party_id])
    ]
    statements = [ConsentStatement(*row) for row in read_rows(_STATEMENTS, [party_id, MOST])]
    return ConsentCard(purposes, statements)
