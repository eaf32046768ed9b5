"""API keys: made by a person for a program, shown once, and revoked."""

import ipaddress
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kurator.access.models import ApiKey
from kurator.access.services import require_person
from kurator.access.sessions import hash_session_key
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError, NotFound
from kurator.kernel.localized import LocalizedText
from kurator.tracking.security import note_security_event

PREFIX: Final = "kur_"
"""By this, scanners of repositories and logs recognize a key that got out."""
SHOWN: Final = len(PREFIX) + 6
MAX_KEYS: Final = 50
_PROBLEMS: Final[Mapping[str, LocalizedText]] = {
    "people.key_no_name": {
        "en": "Name the program that will use the key.",
        "ru": "Назовите программу, которая будет пользоваться ключом.",
        "uk": "Назвіть програму, яка користуватиметься ключем.",
    },
    "people.key_no_scopes": {
        "en": "Choose at least one permission.",
        "ru": "Выберите хотя бы одно право.",
        "uk": "Виберіть хоча б одне право.",
    },
    "people.key_wider": {
        "en": "You do not have the permission {code} yourself.",
        "ru": "Права {code} нет у вас самих.",
        "uk": "Права {code} немає у вас самих.",
    },
    "people.key_bad_network": {
        "en": "“{network}” is no address and no network such as 192.0.2.0/24.",
        "ru": "«{network}» — это не адрес и не сеть вида 192.0.2.0/24.",
        "uk": "«{network}» — це не адреса і не мережа на зразок 192.0.2.0/24.",
    },
    "people.key_past": {
        "en": "This moment is in the past.",
        "ru": "Этот момент уже прошёл.",
        "uk": "Ця мить уже минула.",
    },
}


class TooManyKeys(KuratorError):
    code = "people.too_many_keys"
    status = 409
    texts = {
        "en": "You have {limit} keys already. Revoke those that are not needed.",
        "ru": "У вас уже {limit} ключей. Отзовите ненужные.",
        "uk": "У вас уже {limit} ключів. Відкличте непотрібні.",
    }


def _refuse(loc: tuple[str | int, ...], code: str, /, **data: str) -> InvalidInput:
    return InvalidInput(problems=[FieldProblem(loc, code, _PROBLEMS[code], data)])


def _read_scopes(viewer: Viewer, scopes: Sequence[str]) -> list[str]:
    if not scopes:
        raise _refuse(("scopes",), "people.key_no_scopes")
    for index, code in enumerate(scopes):
        if code not in viewer.permissions:
            raise _refuse(("scopes", index), "people.key_wider", code=code)
    return sorted(set(scopes))


def _read_networks(networks: Sequence[str]) -> list[str]:
    found = []
    for index, written in enumerate(networks):
        try:
            found.append(str(ipaddress.ip_network(written.strip(), strict=False)))
        except ValueError:
            raise _refuse(("networks", index), "people.key_bad_network", network=written) from None
    return found


@transaction.atomic
def make_key(
    *,
    viewer: Viewer,
    name: str,
    scopes: Sequence[str],
    networks: Sequence[str],
    expires_at: datetime | None,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Return the key's record and the key itself, which is not kept; raises InvalidInput."""
    require_person(viewer)
    name = " ".join(name.split())
    if not name:
        raise _refuse(("name",), "people.key_no_name")
    if expires_at is not None and expires_at <= now:
        raise _refuse(("expires_at",), "people.key_past")
    if ApiKey.objects.filter(user_id=viewer.user_id, revoked_at=None).count() >= MAX_KEYS:
        raise TooManyKeys(limit=MAX_KEYS)
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user_id=viewer.user_id,
        name=name,
        beginning=secret[:SHOWN],
        key_hash=hash_session_key(secret),
        scopes=_read_scopes(viewer, scopes),
        networks=_read_networks(networks),
        created_at=now,
        expires_at=expires_at,
    )
    note_security_event(
        "people.key_made", subject=str(key.id), details={"name": name, "scopes": key.scopes}
    )
    return key, secret


@transaction.atomic
def revoke_key(*, viewer: Viewer, key_id: UUID, may_revoke_all: bool, now: datetime) -> ApiKey:
    """End a key from the next request on; raises NotFound for keys of others."""
    require_person(viewer)
    keys = ApiKey.objects.select_for_update(no_key=True).filter(id=key_id)
    key = (keys if may_revoke_all else keys.filter(user_id=viewer.user_id)).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        note_security_event("people.key_revoked", subject=str(key_id), details={"name": key.name})
    return key
