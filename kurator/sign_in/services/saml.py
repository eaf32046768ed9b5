"""SAML by python3-saml: signed assertions only, answers to our own requests only."""

import base64
import binascii
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from kurator.access.rules import read_address
from kurator.sign_in.models import Provider
from kurator.sign_in.rules import certificates_in, saml_addresses
from kurator.sign_in.services.vouching import ProviderRefused, Vouched

log = structlog.get_logger(__name__)
MOST_BYTES: Final = 200_000
EMAIL_FORMAT: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
_EMAILS: Final = (
    *SAMLProvider.default_attribute_mapping["email"],
    "email",
    "mail",
)

_NAMES: Final = (
    "displayName",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
)
_NAME_PARTS: Final = (
    "givenName",
    "urn:oid:2.5.4.42",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
    "sn",
    "urn:oid:2.5.4.4",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
)


def _settings(provider: Provider, base: str) -> dict[str, Any]:
    ours = saml_addresses(provider.id, base)
    return {
        "strict": True,
        "sp": {
            "entityId": ours["entity_id"],
            "assertionConsumerService": {"url": ours["acs"], "binding": Names.BINDING_HTTP_POST},
            "NameIDFormat": Names.NAMEID_UNSPECIFIED,
        },
        "idp": {
            "entityId": provider.issuer,
            "singleSignOnService": {
                "url": provider.sso_url,
                "binding": Names.BINDING_HTTP_REDIRECT,
            },
            "x509certMulti": {"signing": certificates_in(provider.certificate)},
        },
        "security": {
            "wantAssertionsSigned": True,
            "allowSingleLabelDomains": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": True,
            "rejectUnsolicitedResponsesWithInResponseTo": True,
            "digestAlgorithm": Names.SHA256,
            "signatureAlgorithm": Names.RSA_SHA256,
        },
    }


def _auth(provider: Provider, base: str, response: str = "") -> Any:
    parts = urlsplit(saml_addresses(provider.id, base)["acs"])
    request = {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": parts.path,
        "get_data": {},
        "post_data": {"SAMLResponse": response} if response else {},
    }
    return OneLogin_Saml2_Auth(request, _settings(provider, base))


def begin(*, provider: Provider, base: str) -> tuple[str, dict[str, Any]]:
    """Return (address for the browser, what to remember)."""
    try:
        auth = _auth(provider, base)
        address = auth.login(return_to="")
    except OneLogin_Saml2_Error as error:
        raise ProviderRefused(reason="set-up") from error
    return address, {"request": auth.get_last_request_id()}


def metadata(*, provider: Provider, base: str) -> bytes:
    """Return the description of us that the provider's administrator takes over."""
    made = OneLogin_Saml2_Settings(_settings(provider, base), sp_validation_only=True)
    text = made.get_sp_metadata()
    return text if isinstance(text, bytes) else text.encode()


def answered_request(response: str) -> str:
    """Return which of our requests this claims to answer; believed only after `check`."""
    if len(response) > MOST_BYTES:
        raise ProviderRefused(reason="size")
    try:
        # No entities, no network, no huge trees: this is read before any signature is.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(base64.b64decode(response, validate=False), parser)
    except (etree.XMLSyntaxError, binascii.Error, ValueError) as error:
        raise ProviderRefused(reason="form") from error
    if root.getroottree().docinfo.doctype:
        raise ProviderRefused(reason="form")
    return str(root.get("InResponseTo") or "")


def check(*, provider: Provider, response: str, request_id: str, base: str) -> tuple[Vouched, str]:
    """Return (who, id of the assertion); raises ProviderRefused for what is not whole."""
    auth = _auth(provider, base, response)
    try:
        auth.process_response(request_id=request_id)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, etree.Error, ValueError) as error:
        raise ProviderRefused(reason="form") from error
    if auth.get_errors() or not auth.is_authenticated() or not request_id:
        # For whoever sets it up: the person is told no more than that it does not hold.
        log.warning("saml_refused", provider=provider.name, reason=auth.get_last_error_reason())
        raise ProviderRefused(reason="signature or conditions")
    uid, assertion = auth.get_nameid(), auth.get_last_assertion_id()
    if not uid or not assertion:
        raise ProviderRefused(reason="subject")
    # The signature vouches for the address, but only within domains that were named for it.
    is_verified = bool(provider.domains)
    vouched = Vouched(uid=uid, email=_email(auth), is_verified=is_verified, name=_name(auth))
    return vouched, str(assertion)


def _name(auth: Any) -> str:
    found = auth.get_attributes()
    whole = next((str(found[name][0]) for name in _NAMES if found.get(name)), "")
    parts = [str(found[name][0]) for name in _NAME_PARTS if found.get(name)]
    return whole or " ".join(parts)


def _email(auth: Any) -> str:
    attributes = auth.get_attributes()
    for name in _EMAILS:
        if attributes.get(name):
            return read_address(str(attributes[name][0]))
    is_email = auth.get_nameid_format() == EMAIL_FORMAT
    return read_address(str(auth.get_nameid())) if is_email else ""
