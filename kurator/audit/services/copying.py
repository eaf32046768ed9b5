"""The copy of everything that is known about one customer, for himself: the data and his files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final
from uuid import UUID

import orjson
from django.core import signing
from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.services.packing import Entry, pack, unique_names
from kurator.files.selectors.contents import KeptContent, contents_of_party
from kurator.files.services.storage import content_path
from kurator.kernel.errors import KuratorError, NotFound, PermissionMissing
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import require_party
from kurator.platform.departures import Part
from kurator.platform.personal_data import PersonalDataSource, personal_data_sources
from kurator.tracking.security import note_security_event

KIND_COPIED: Final = "audit.person_copied"
LASTS: Final = timedelta(minutes=1)
SALT: Final = "kurator.audit.copy"
_signer = signing.Signer(salt=SALT)


class CopyLinkDead(KuratorError):
    code = "audit.copy_link_dead"
    status = 410
    texts = {
        "en": "This address of a copy was good for one minute. Ask for the copy again.",
        "ru": "Этот адрес копии действовал одну минуту. Запросите копию снова.",
        "uk": "Ця адреса копії діяла одну хвилину. Замовте копію ще раз.",
    }


@dataclass(frozen=True)
class CopyLink:
    """An address for one person and one minute, and what it will give."""

    token: str
    expires_at: datetime
    files: int
    bytes: int


def issue_copy(*, viewer: Viewer, party_id: UUID, now: datetime) -> CopyLink:
    """Raises NotFound, PermissionMissing."""
    contents = _require_copy(viewer, party_id)
    expires = now + LASTS
    token = _signer.sign_object([str(party_id), str(viewer.user_id), int(expires.timestamp())])
    return CopyLink(token, expires, len(contents), sum(one.size for one in contents))


def open_copy(*, viewer: Viewer, token: str, now: datetime) -> tuple[UUID, Sequence[Part]]:
    """
    Return the customer and the parts of the archive, and keep that it was taken. The session's
    person must be the one it was issued to, and must still see the customer.

    Raises NotFound, PermissionMissing, CopyLinkDead.
    """
    try:
        party, user, expires = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if user != str(viewer.user_id):
        raise NotFound
    if now.timestamp() >= expires:
        raise CopyLinkDead
    party_id = UUID(party)
    contents = _require_copy(viewer, party_id)
    counts: dict[str, int] = {}
    document = b"".join(_document(viewer, party_id, counts))
    parts = pack([Entry("customer.json", now, document), *_files(contents)])
    details = {"records": counts, "files": len(contents)}
    note_security_event(KIND_COPIED, subject=str(party_id), details=details)
    return party_id, parts


def _require_copy(viewer: Viewer, party_id: UUID) -> list[KeptContent]:
    """Whoever may not see all fields may take no copy: it would hold them, or be no whole one."""
    require_party(viewer, party_id)
    if viewer.hidden_fields:
        raise PermissionMissing(permission="audit.copy")
    found = contents_of_party(viewer, party_id)
    return [one for one in found if content_path(one.key).exists()]


def _files(contents: Sequence[KeptContent]) -> Iterator[Entry]:
    present = [one for one in contents if one.is_present]
    earlier = [one for one in contents if not one.is_present]
    names = [f"files/{one.name}" for one in present]
    names += [f"files/earlier/{one.number} {one.name}" for one in earlier]
    for name, one in zip(unique_names(names), [*present, *earlier], strict=True):
        yield Entry(name, one.created_at, content_path(one.key))


def _document(viewer: Viewer, party_id: UUID, counts: dict[str, int]) -> Iterator[bytes]:
    """Yield the text piece by piece; all sources are read by one statement."""
    sources = personal_data_sources()
    found = groupby(_items(viewer, sources, party_id), key=itemgetter(0))
    part, items = next(found, (None, iter(())))
    yield b'{"customer":' + orjson.dumps(str(party_id)) + b',"parts":['
    for index, source in enumerate(sources):
        rows = [item.encode() for _, item in items] if part == index else []
        if part == index:
            part, items = next(found, (None, iter(())))
        counts[source.code] = len(rows)
        label = orjson.dumps(text_in(source.label, viewer.language))
        yield b"," if index else b""
        yield b'{"code":"' + source.code.encode() + b'","name":' + label + b',"items":['
        yield b",".join(rows)
        yield b"]}"
    yield b"]}"


def _items(
    viewer: Viewer, sources: Sequence[PersonalDataSource], party_id: UUID
) -> Iterator[tuple[int, str]]:
    parts = " UNION ALL ".join(
        f"SELECT {index} AS part, row_number() OVER () AS place, item::text"
        f" FROM ({source.sql}) AS s(item)"
        for index, source in enumerate(sources)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT part, item FROM ({parts}) AS a ORDER BY part, place",
            {"party": party_id, "language": viewer.language},
        )
        yield from cursor.fetchall()
