import time
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from kurator.access.models import Session, User, UserRole
from kurator.access.services import create_role
from kurator.sign_in.models import Factor, Provider
from kurator.sign_in.services.passkeys import offer_registration
from kurator.sign_in.tests.soft_passkey import SoftPasskey
from tests.cast import PASSWORD


def give_password(user: User, password: str = PASSWORD) -> None:
    user.set_password(password)
    User.objects.filter(id=user.id).update(password=user.password)


def make_harmless(user: User) -> None:
    """Take the rights of administrators from a person of the cast."""
    role = create_role(
        code=f"plain-{user.name}",
        name={"en": "Plain"},
        permissions=["parties.view", "parties.edit"],
        scope="TEAM",
    )
    UserRole.objects.filter(user=user).update(role=role)


def code_at(secret: str, *, steps: int = 0) -> str:
    """Return the code of the app now, or so many half-minutes away."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def wait_for_a_fresh_code() -> None:
    """Codes change each half-minute; one of the step before must not grow old on its way."""
    left = 30 - time.time() % 30
    if left < 4:
        time.sleep(left)


def make_log_in(user: User) -> dict[str, Any]:
    """One of everything that operations of log-in are tried on, by the name of their parameter."""
    options, _ = offer_registration(user=user, host="testserver")
    data = {"name": "Laptop", "credential": SoftPasskey().register(options)}
    provider = Provider.objects.create(
        kind="OIDC",
        name="Firm",
        issuer="https://id.example.com",
        client_id="kurator",
        changed_at=datetime.now(UTC),
    )
    return {
        "session_id": Session.objects.latest("created_at").id,
        "factor_id": Factor.objects.create(user_id=user.id, type="webauthn", data=data).pk,
        "provider_id": provider.id,
    }
