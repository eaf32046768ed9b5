"""Passkeys: WebAuthn by allauth and fido2, remembered in our flows."""

import json
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError

from kurator.access.models import User
from kurator.sign_in.allauth_parts import allauth_memory
from kurator.sign_in.codes import PASSKEY
from kurator.sign_in.models import Factor
from kurator.sign_in.services.refusals import PasskeyRefused

Json = dict[str, Any]


def _webauthn() -> Any:
    """allauth's part, loaded when somebody uses a passkey: fido2 is large."""
    from allauth.mfa.webauthn.internal import auth

    return auth


def _plain(options: Any) -> Json:
    """Options as JSON: what is bytes is base64url already."""
    return cast(Json, json.loads(json.dumps(options, default=dict)))


def offer_registration(*, user: User, host: str) -> tuple[Json, Json]:
    """Return (options for the browser, what to remember)."""
    memory: Json = {}
    with allauth_memory(memory, host=host):
        options = _webauthn().begin_registration(user, passwordless=True)
    return _plain(options), _plain(memory)


def register(
    *, user: User, name: str, credential: Json, memory: Json, host: str, now: datetime
) -> Factor:
    """Keep the new passkey; raises PasskeyRefused."""
    with allauth_memory(dict(memory), host=host):
        try:
            _webauthn().complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise PasskeyRefused from error
    factor: Factor = Factor.objects.create(
        user_id=user.id,
        type=PASSKEY,
        data={"name": name, "credential": credential},
        created_at=now,
    )
    return factor


def offer_authentication(*, user: User | None, host: str) -> tuple[Json, Json]:
    """Return (options, memory); without a person the passkey itself names him."""
    memory: Json = {}
    with allauth_memory(memory, host=host):
        options = _webauthn().begin_authentication(user)
    return _plain(options), _plain(memory)


def owner_of(credential: Json) -> User:
    """Return whom the passkey names; raises PasskeyRefused."""
    from fido2.utils import websafe_decode

    response = credential.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    try:
        user_id = UUID(hex=websafe_decode(handle or "").decode())
    except (ValueError, TypeError) as error:
        raise PasskeyRefused from error
    user = User.objects.filter(id=user_id, is_active=True, is_system=False).first()
    if user is None:
        raise PasskeyRefused
    return user


def accept(*, user: User, credential: Json, memory: Json, host: str, now: datetime) -> Factor:
    """Return the passkey that signed this challenge; raises PasskeyRefused."""
    with allauth_memory(dict(memory), host=host):
        try:
            found = _webauthn().complete_authentication(user, credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise PasskeyRefused from error
    factor: Factor = Factor.objects.select_for_update().get(pk=found.pk)
    _refuse_copy(factor, credential)
    factor.last_used_at = now
    factor.save(update_fields=["data", "last_used_at"])
    return factor


def _refuse_copy(factor: Factor, credential: Json) -> None:
    """A counter that does not grow says that the key exists twice; passkeys that sync stay at 0."""
    with allauth_memory({}):
        parsed = _webauthn().parse_authentication_response(credential)
    counter = parsed.response.authenticator_data.counter
    if counter and counter <= factor.data.get("counter", 0):
        raise PasskeyRefused
    factor.data["counter"] = counter
