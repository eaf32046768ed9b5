"""A person's own security: name, password, factors, proof that it is he."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password

from kurator.access.models import User
from kurator.access.passwords import refuse_weak_password
from kurator.access.sealing import seal, unseal
from kurator.access.sessions import end_sessions, note_proof, refuse_without_proof
from kurator.kernel.errors import NotFound
from kurator.sign_in.codes import (
    PASSKEY,
    RECOVERY,
    TOTP,
    accept_code,
    add_totp,
    make_recovery_codes,
    matching_counter,
    new_totp_secret,
    totp_address,
)
from kurator.sign_in.models import Factor
from kurator.sign_in.selectors import needs_second_factor, second_factors
from kurator.sign_in.services import passkeys
from kurator.sign_in.services.entry import set_password
from kurator.sign_in.services.factor_reset import settle_factor_debt
from kurator.sign_in.services.flows import end_flow, find_flow, keep_flow
from kurator.sign_in.services.refusals import (
    CodeRefused,
    FactorMandatory,
    FactorThere,
    NoFactor,
    WrongPassword,
)
from kurator.tracking.security import note_security_event

TOTP_SETUP = "totp_setup"
PASSKEY_SETUP = "passkey_setup"
PROOF = "proof"


def rename_self(*, user_id: UUID, name: str) -> None:
    User.objects.filter(id=user_id).update(name=name)


def change_password(*, user_id: UUID, key: str, old: str, new: str, now: datetime) -> None:
    """
    End all other sessions, too; whoever has no password yet needs a recent proof instead of it.

    Raises WrongPassword, ProofNeeded, InvalidInput.
    """
    user = User.objects.get(id=user_id)
    if not user.has_usable_password():
        refuse_without_proof(key=key, user_id=user_id)
    elif not check_password(old, user.password):
        raise WrongPassword
    refuse_weak_password(new, email=user.email, name=user.name, field="new_password")
    set_password(user_id=user_id, password=new)
    end_sessions(user_id=user_id, but_key=key)
    note_proof(key=key, is_strong=False, now=now)
    note_security_event("access.password_changed", subject=str(user_id))


def offer_totp(*, user_id: UUID, key: str, now: datetime) -> tuple[str, str]:
    """Return (secret, address for the app); it counts when a code of it was confirmed."""
    if Factor.objects.filter(user_id=user_id, type=TOTP).exists():
        raise FactorThere
    secret = new_totp_secret()
    memory = {"secret": seal(secret)}
    keep_flow(key=key, purpose=TOTP_SETUP, user_id=user_id, memory=memory, now=now)
    return secret, totp_address(User.objects.get(id=user_id), secret)


def confirm_totp(*, user_id: UUID, key: str, code: str, now: datetime) -> list[str]:
    """Return the recovery codes if they are new, else nothing; raises FlowOver, CodeRefused."""
    flow = find_flow(key=key, purpose=TOTP_SETUP, now=now)
    secret = unseal(flow.memory["secret"])
    counter = matching_counter(secret, code)
    if counter is None:
        raise CodeRefused
    add_totp(user_id=user_id, secret=secret, counter=counter, now=now)
    end_flow(flow)
    return _after_adding(user_id=user_id, key=key, kind=str(TOTP), now=now)


def _after_adding(*, user_id: UUID, key: str, kind: str, now: datetime) -> list[str]:
    """With the first factor come recovery codes, and the session that proved it is strong."""
    note_proof(key=key, is_strong=True, now=now)
    settle_factor_debt(user_id=user_id)
    note_security_event("access.factor_added", subject=str(user_id), details={"kind": kind})
    if Factor.objects.filter(user_id=user_id, type=RECOVERY).exists():
        return []
    return make_recovery_codes(user_id=user_id, now=now)


def offer_new_passkey(*, user_id: UUID, key: str, host: str, now: datetime) -> dict[str, Any]:
    user = User.objects.get(id=user_id)
    options, memory = passkeys.offer_registration(user=user, host=host)
    keep_flow(key=key, purpose=PASSKEY_SETUP, user_id=user_id, memory=memory, now=now)
    return options


def add_passkey(
    *, user_id: UUID, key: str, name: str, credential: dict[str, Any], host: str, now: datetime
) -> list[str]:
    """Return the recovery codes if they are new; raises FlowOver, PasskeyRefused."""
    flow = find_flow(key=key, purpose=PASSKEY_SETUP, now=now)
    passkeys.register(
        user=User.objects.get(id=user_id),
        name=name,
        credential=credential,
        memory=flow.memory,
        host=host,
        now=now,
    )
    end_flow(flow)
    return _after_adding(user_id=user_id, key=key, kind=str(PASSKEY), now=now)


def renew_recovery_codes(*, user_id: UUID, now: datetime) -> list[str]:
    """Raises NoFactor when there is nothing they would stand in for."""
    if not second_factors(user_id=user_id):
        raise NoFactor
    note_security_event("access.recovery_codes_renewed", subject=str(user_id))
    return make_recovery_codes(user_id=user_id, now=now)


def rename_passkey(*, user_id: UUID, factor_id: int, name: str) -> None:
    """Raises NotFound for a factor of somebody else, or of another kind."""
    factor = _own_factor(user_id, factor_id)
    if factor.type != PASSKEY:
        raise NotFound
    factor.data["name"] = name
    factor.save(update_fields=["data"])


def remove_factor(*, user_id: UUID, factor_id: int) -> None:
    """Recovery codes go with the last factor; raises NotFound, FactorMandatory."""
    factor = _own_factor(user_id, factor_id)
    if factor.type == RECOVERY:
        raise NotFound
    others = Factor.objects.filter(user_id=user_id, type__in=(TOTP, PASSKEY)).exclude(pk=factor.pk)
    is_last = not others.exists()
    if is_last and needs_second_factor(user_id=user_id):
        raise FactorMandatory
    kind = factor.type
    factor.delete()
    if is_last:
        Factor.objects.filter(user_id=user_id, type=RECOVERY).delete()
    note_security_event("access.factor_removed", subject=str(user_id), details={"kind": kind})


def _own_factor(user_id: UUID, factor_id: int) -> Factor:
    found: Factor | None = (
        Factor.objects.select_for_update().filter(user_id=user_id, pk=factor_id).first()
    )
    if found is None:
        raise NotFound
    return found


def prove_with_password(*, user_id: UUID, key: str, password: str, now: datetime) -> None:
    """Raises WrongPassword."""
    user = User.objects.get(id=user_id)
    if not check_password(password, user.password):
        raise WrongPassword
    _proven(user_id, key, "password", is_strong=False, now=now)


def prove_with_code(*, user_id: UUID, key: str, code: str, now: datetime) -> None:
    """Raises CodeRefused."""
    way = accept_code(user_id=user_id, code=code, now=now)
    if not way:
        raise CodeRefused
    _proven(user_id, key, way, is_strong=True, now=now)


def offer_proof_by_passkey(*, user_id: UUID, key: str, host: str, now: datetime) -> dict[str, Any]:
    """Return options for the browser, JSON-ready as WebAuthn has them, good for one answer."""
    user = User.objects.get(id=user_id)
    options, memory = passkeys.offer_authentication(user=user, host=host)
    keep_flow(key=key, purpose=PROOF, user_id=user_id, memory=memory, now=now)
    return options


def prove_with_passkey(
    *, user_id: UUID, key: str, credential: dict[str, Any], host: str, now: datetime
) -> None:
    """`credential` is what the browser answered to the offer; raises FlowOver, PasskeyRefused."""
    flow = find_flow(key=key, purpose=PROOF, now=now)
    user = User.objects.get(id=user_id)
    passkeys.accept(user=user, credential=credential, memory=flow.memory, host=host, now=now)
    end_flow(flow)
    _proven(user_id, key, "webauthn", is_strong=True, now=now)


def _proven(user_id: UUID, key: str, way: str, *, is_strong: bool, now: datetime) -> None:
    note_proof(key=key, is_strong=is_strong, now=now)
    note_security_event("access.proven", subject=str(user_id), details={"way": way})
