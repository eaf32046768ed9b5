"""Codes of an authenticator app and recovery codes, by allauth's arithmetic and table."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from kurator.access.models import User
from kurator.access.sealing import seal, unseal
from kurator.sign_in.allauth_parts import allauth_memory
from kurator.sign_in.models import Factor

TOTP, RECOVERY, PASSKEY = Factor.Type.TOTP, Factor.Type.RECOVERY_CODES, Factor.Type.WEBAUTHN


def new_totp_secret() -> str:
    return str(generate_totp_secret())


def totp_address(user: User, secret: str) -> str:
    """Return the otpauth address that authenticator apps read."""
    with allauth_memory({}):
        return str(get_adapter().build_totp_url(user, secret))


def matching_counter(secret: str, code: str) -> int | None:
    """Return the step of time that the code belongs to; None when it is wrong."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return int(counter)
    return None


def add_totp(*, user_id: UUID, secret: str, counter: int, now: datetime) -> Factor:
    factor: Factor = Factor.objects.create(
        user_id=user_id,
        type=TOTP,
        data={"secret": seal(secret), "last_counter": counter},
        created_at=now,
    )
    return factor


def accept_code(*, user_id: UUID, code: str, now: datetime) -> str:
    """
    Return how the code was accepted ("totp", "recovery_codes"), or "" when it was not.

    A code counts once: the row is locked, and a step of time at or before the last one used is
    refused in every process.
    """
    rows = Factor.objects.select_for_update().filter(user_id=user_id, type__in=(TOTP, RECOVERY))
    by_type = {row.type: row for row in rows}
    totp, recovery = by_type.get(TOTP), by_type.get(RECOVERY)
    if totp is not None:
        counter = matching_counter(unseal(totp.data["secret"]), code)
        if counter is not None and counter > totp.data.get("last_counter", 0):
            totp.data["last_counter"] = counter
            _save_use(totp, now)
            return str(TOTP)
    if recovery is not None and RecoveryCodes(recovery).validate_code(code):
        recovery.refresh_from_db()
        _save_use(recovery, now)
        return str(RECOVERY)
    return ""


def _save_use(factor: Factor, now: datetime) -> None:
    factor.last_used_at = now
    factor.save(update_fields=["data", "last_used_at"])


def make_recovery_codes(*, user_id: UUID, now: datetime) -> list[str]:
    """Replace a person's recovery codes; the old ones stop working."""
    Factor.objects.filter(user_id=user_id, type=RECOVERY).delete()
    data: dict[str, Any] = {"seed": seal(RecoveryCodes.generate_seed()), "used_mask": 0}
    factor = Factor.objects.create(user_id=user_id, type=RECOVERY, data=data, created_at=now)
    return cast(list[str], RecoveryCodes(factor).generate_codes())


def codes_left(factor: Factor) -> int:
    return len(RecoveryCodes(factor).get_unused_codes())
