"""
Where allauth meets the house. Its parts for factors and providers reach for "the request" and
its session; they get a stand-in whose session is the memory of our flow, so that a log-in in
progress lies in the database, is used once and ends by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

from kurator.access.models import User
from kurator.access.sealing import seal, unseal


@contextmanager
def allauth_memory(memory: dict[str, Any], *, host: str = "") -> Iterator[None]:
    """Let allauth's functions keep what they must remember in `memory`."""
    request = SimpleNamespace(session=memory, get_host=lambda: host)
    with context.request_context(cast(Any, request)):
        yield


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keys lie sealed; passkeys belong to the host that people open."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(settings.PUBLIC_URL).hostname or context.request.get_host()
        return {"id": host.partition(":")[0], "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {
            "id": user.id.hex.encode(),
            "display_name": user.name,
            "name": user.email,
        }


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Providers are called through the house's own door to the outside."""

    def get_requests_session(self) -> Any:
        from kurator.sign_in.outgoing import provider_session

        return provider_session()
