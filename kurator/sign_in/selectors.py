"""Reads of one's own security; run as `kurator_auth`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kurator.access.models import Session, User
from kurator.access.sessions import PROOF_LASTS, hash_session_key
from kurator.access.types import Viewer
from kurator.kernel.errors import NotFound
from kurator.platform.queries import read_value
from kurator.sign_in.codes import PASSKEY, RECOVERY, TOTP, codes_left
from kurator.sign_in.models import Factor, Provider


@dataclass(frozen=True)
class FactorRow:
    id: int
    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Security:
    has_password: bool
    factors: list[FactorRow]
    recovery_codes_left: int
    must_have_factor: bool
    proven_until: datetime


def find_security(viewer: Viewer, *, key: str) -> Security:
    """Return how this person logs in, and until when his session counts as proven."""
    user = User.objects.get(id=viewer.user_id)
    rows = list(Factor.objects.filter(user_id=viewer.user_id).order_by("created_at"))
    session = Session.objects.get(key_hash=hash_session_key(key))
    return Security(
        has_password=user.has_usable_password(),
        factors=[_row(row) for row in rows if row.type != RECOVERY],
        recovery_codes_left=sum(codes_left(row) for row in rows if row.type == RECOVERY),
        must_have_factor=needs_second_factor(user_id=viewer.user_id),
        proven_until=session.proven_at + PROOF_LASTS,
    )


def _row(factor: Factor) -> FactorRow:
    name = str(factor.data.get("name", ""))
    return FactorRow(factor.pk, factor.type, name, factor.created_at, factor.last_used_at)


def must_add_factor(viewer: Viewer, *, key: str) -> bool:
    """Whether this session opens nothing yet, because a second factor is asked for."""
    session = Session.objects.filter(key_hash=hash_session_key(key)).first()
    is_weak = session is not None and not session.is_strong
    return is_weak and needs_second_factor(user_id=viewer.user_id)


def needs_second_factor(*, user_id: UUID) -> bool:
    """Whether one of the person's roles asks for a second factor."""
    return bool(read_value("SELECT k.needs_second_factor(%s)", [user_id]))


def second_factors(*, user_id: UUID) -> tuple[str, ...]:
    """Return the kinds of second factor that a person has set up; codes in reserve come last."""
    kinds = set(Factor.objects.filter(user_id=user_id).values_list("type", flat=True))
    if not kinds & {TOTP, PASSKEY}:
        return ()
    return tuple(str(kind) for kind in (TOTP, PASSKEY, RECOVERY) if kind in kinds)


def open_providers() -> list[Provider]:
    """Return those by which anybody may try to log in."""
    return list(Provider.objects.filter(is_enabled=True).order_by("name"))


def open_saml_provider(provider_id: UUID) -> Provider:
    """Return a SAML provider, switched off or not; raises NotFound."""
    found = Provider.objects.filter(id=provider_id, kind=Provider.Kind.SAML).first()
    if found is None:
        raise NotFound
    return found


def get_provider(viewer: Viewer, provider_id: UUID) -> Provider:
    """Raises NotFound."""
    found = Provider.objects.filter(id=provider_id).first()
    if found is None:
        raise NotFound
    return found


def list_providers(viewer: Viewer) -> list[Provider]:
    return list(Provider.objects.order_by("name"))
