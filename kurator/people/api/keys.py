from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.access.models import ApiKey
from kurator.access.session import ApiRequest
from kurator.people.api.permissions import permission_groups
from kurator.people.schemas import KeyIn, KeyMadeOut, KeyOut, PermissionGroupOut
from kurator.people.selectors import keys as selectors
from kurator.people.services import keys
from kurator.platform.api import Door
from kurator.platform.context import PEOPLE_ROLE, open_role

PERMISSION = "keys.use"
ALL_KEYS = "keys.all"
door = Door("keys", "keys")


def _out(key: ApiKey, now: datetime) -> KeyOut:
    is_over = key.expires_at is not None and key.expires_at <= now
    return KeyOut(
        id=key.id,
        name=key.name,
        beginning=key.beginning,
        owner_id=key.user_id,
        owner=key.user.name,
        scopes=key.scopes,
        networks=key.networks,
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        last_used_addr=key.last_used_addr,
        state="revoked" if key.revoked_at else "expired" if is_over else "active",
    )


@door.get("", permission=PERMISSION, response=list[KeyOut])
def list_own_keys(request: ApiRequest) -> Any:
    """Return one's own keys, the latest first; the keys themselves are kept nowhere."""
    now = datetime.now(UTC)
    with open_role(PEOPLE_ROLE):
        return [_out(key, now) for key in selectors.list_own_keys(request.viewer)]


@door.get("/all", permission=ALL_KEYS, response=list[KeyOut])
def list_all_keys(request: ApiRequest) -> Any:
    """Return everybody's keys, the latest first."""
    now = datetime.now(UTC)
    with open_role(PEOPLE_ROLE):
        return [_out(key, now) for key in selectors.list_all_keys(request.viewer)]


@door.get("/scopes", permission=PERMISSION, response=list[PermissionGroupOut])
def list_scopes(request: ApiRequest) -> Any:
    """Return the permissions that one may give to a key: one's own."""
    return permission_groups(request.viewer.language, request.viewer.permissions)


@door.post("", tells_secret=True, proof="always", permission=PERMISSION, response={201: KeyMadeOut})
def make_key(request: ApiRequest, payload: KeyIn) -> Any:
    """Make a key for a program; it is shown in this answer only."""
    now = datetime.now(UTC)
    with open_role(PEOPLE_ROLE):
        key, secret = keys.make_key(viewer=request.viewer, now=now, **payload.model_dump())
        return 201, KeyMadeOut(key=_out(key, now), secret=secret)


@door.post("/{key_id}/revoke", proof="never", permission=PERMISSION, response=KeyOut)
def revoke_key(request: ApiRequest, key_id: UUID) -> Any:
    """End a key at once: one's own, or anybody's with the permission to look after all."""
    now = datetime.now(UTC)
    with open_role(PEOPLE_ROLE):
        key = keys.revoke_key(
            viewer=request.viewer,
            key_id=key_id,
            may_revoke_all=ALL_KEYS in request.viewer.permissions,
            now=now,
        )
        return _out(key, now)
