"""OpenID Connect by allauth's client and its check of tokens; nonce, state and PKCE are ours."""

import hmac
import secrets
from typing import Any, Final

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge

from kurator.access.rules import read_address
from kurator.access.sealing import unseal
from kurator.sign_in.models import Provider
from kurator.sign_in.outgoing import ProviderSilent, provider_session
from kurator.sign_in.rules import is_safe_address
from kurator.sign_in.services.vouching import ProviderRefused, Vouched

# A secret that both sides know, and no signature at all, prove nothing here.
ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"}
)
CALLBACK: Final = "/login/finish"


def discover(issuer: str) -> dict[str, Any]:
    """Return the provider's description of itself; raises ProviderSilent, AddressRefused."""
    with provider_session() as session:
        answer = session.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    answer.raise_for_status()
    found = answer.json()
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri", "issuer")
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) for key in wanted):
        raise ProviderSilent(kind="no description")
    if found["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise ProviderRefused(reason="issuer")
    if not is_safe_address(found["authorization_endpoint"]):
        raise ProviderRefused(reason="address")
    return found


def begin(*, provider: Provider, base: str) -> tuple[str, dict[str, Any]]:
    """Return (address for the browser, what to remember)."""
    description = discover(provider.issuer)
    pkce = generate_code_challenge()
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    client = _client(provider, description, base)
    client.state = state
    extra = {
        "nonce": nonce,
        "code_challenge": pkce["code_challenge"].decode(),
        "code_challenge_method": "S256",
    }
    address = client.get_redirect_url(
        description["authorization_endpoint"], ["openid", "profile", "email"], extra
    )
    return address, {"state": state, "nonce": nonce, "verifier": pkce["code_verifier"]}


def _client(provider: Provider, description: dict[str, Any], base: str) -> Any:
    methods = description.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return OAuth2Client(
        None,
        provider.client_id,
        unseal(provider.sealed_secret, place=str(provider.id)) if provider.sealed_secret else "",
        "POST",
        description["token_endpoint"],
        f"{base}{CALLBACK}",
        basic_auth="client_secret_post" not in methods and bool(provider.sealed_secret),
    )


def finish(*, provider: Provider, memory: dict[str, Any], code: str, base: str) -> Vouched:
    """Change the code for an id token and believe it only whole; raises ProviderRefused."""
    description = discover(provider.issuer)
    client = _client(provider, description, base)
    try:
        answer = client.get_access_token(code, pkce_code_verifier=memory["verifier"])
        claims = _claims(answer["id_token"], provider, description)
    except (OAuth2Error, jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise ProviderRefused(reason="token") from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), memory["nonce"].encode()):
        raise ProviderRefused(reason="nonce")
    if claims.get("azp", provider.client_id) != provider.client_id or not claims.get("sub"):
        raise ProviderRefused(reason="audience")
    return Vouched(
        uid=str(claims["sub"]),
        email=read_address(str(claims.get("email") or "")),
        is_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
        language=str(claims.get("locale") or "")[:2].lower(),
    )


def _claims(token: str, provider: Provider, description: dict[str, Any]) -> dict[str, Any]:
    if jwt.get_unverified_header(token).get("alg") not in ALGORITHMS:
        raise ValueError("algorithm")
    claims: dict[str, Any] = jwtkit.verify_and_decode(
        credential=token,
        keys_url=description["jwks_uri"],
        issuer=description["issuer"],
        audience=provider.client_id,
        lookup_kid=jwtkit.lookup_kid_jwk,
    )
    if "exp" not in claims:
        raise ValueError("exp")
    return claims
