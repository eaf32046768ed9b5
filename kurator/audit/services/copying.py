"""The copy of everything that is known about one customer, for himself."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import PermissionMissing
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import require_party
from kurator.platform.personal_data import personal_data_sources
from kurator.tracking.security import note_security_event

KIND_COPIED: Final = "audit.person_copied"


def copy_of_person(*, viewer: Viewer, party_id: UUID) -> bytes:
    """
    Return one JSON document, and keep that it was taken; raises NotFound.

    Whoever may not see all fields may not take a copy: it would hold them, or be no whole one.
    """
    require_party(viewer, party_id)
    if viewer.hidden_fields:
        raise PermissionMissing(permission="audit.copy")
    counts: dict[str, int] = {}
    document = b"".join(_document(viewer, party_id, counts))
    note_security_event(KIND_COPIED, subject=str(party_id), details={"records": counts})
    return document


def _document(viewer: Viewer, party_id: UUID, counts: dict[str, int]) -> Iterator[bytes]:
    yield b'{"customer":' + orjson.dumps(str(party_id)) + b',"parts":['
    for index, source in enumerate(personal_data_sources()):
        label = orjson.dumps(text_in(source.label, viewer.language))
        yield b"," if index else b""
        yield b'{"code":"' + source.code.encode() + b'","name":' + label + b',"items":['
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT item::text FROM ({source.sql}) AS s(item)", {"party": party_id})
            rows = [row.encode() for (row,) in cursor.fetchall()]
        counts[source.code] = len(rows)
        yield b",".join(rows)
        yield b"]}"
    yield b"]}"
