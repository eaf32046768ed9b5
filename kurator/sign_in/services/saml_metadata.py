"""
The description that a SAML identity provider gives of itself: fetched, read, and believed in part.

python3-saml reads such descriptions too, but takes the first of several, asks neither for how long
one holds nor where it leads, and puts the entity id into a path unescaped. Its guarded parser is used.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from kurator.platform.egress import AddressRefused, CallFailed, parse_target
from kurator.sign_in.outgoing import fetch
from kurator.sign_in.services.metadata_problems import MetadataRefused

MOST_CERTIFICATES: Final = 10
_MD: Final = "{urn:oasis:names:tc:SAML:2.0:metadata}"
_DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_SAML2: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
_REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_ACCEPT: Final = "application/samlmetadata+xml, application/xml, text/xml"


@dataclass(frozen=True)
class Described:
    """`certificate` holds one PEM text after the other: while keys change there are two."""

    issuer: str
    sso_url: str
    certificate: str


def fetch_metadata(*, address: str, issuer: str, now: datetime) -> Described:
    """Read what stands at the address; outside of any transaction. Raises MetadataRefused."""
    try:
        answer = fetch(address, accept=_ACCEPT)
    except CallFailed as error:
        raise MetadataRefused(error.kind) from error
    except AddressRefused as error:
        raise MetadataRefused("blocked") from error
    if answer.status != 200:
        raise MetadataRefused("status")
    return read_metadata(xml=answer.body, issuer=issuer, now=now)


def read_metadata(*, xml: bytes, issuer: str, now: datetime) -> Described:
    """
    Return the identity provider named `issuer`, or the only one there is when none is named.

    Raises MetadataRefused.
    """
    found = [one for one in _entities(xml) if _roles(one)]
    if not found:
        raise MetadataRefused("form")
    named = [one for one in found if one.get("entityID") == issuer] if issuer else found
    if not named:
        raise MetadataRefused("other")
    if len(named) > 1:
        raise MetadataRefused("several")
    entity, role = named[0], _roles(named[0])[0]
    if any(_is_over(one, now) for one in (role, entity, *entity.iterancestors())):
        raise MetadataRefused("expired")
    return Described(entity.get("entityID") or "", _address(role), "".join(_certificates(role)))


def _entities(xml: bytes) -> list[Any]:
    try:
        root = OneLogin_Saml2_XML.to_etree(xml)  # refuses a DTD and entities: a stranger wrote this
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MetadataRefused("form") from error
    return list(root.iter(f"{_MD}EntityDescriptor"))


def _roles(entity: Any) -> list[Any]:
    """Those in which it vouches for people by SAML 2.0."""
    found = entity.iterfind(f"{_MD}IDPSSODescriptor")
    return [one for one in found if _SAML2 in (one.get("protocolSupportEnumeration") or "").split()]


def _is_over(node: Any, now: datetime) -> bool:
    said = node.get("validUntil")
    if not said:
        return False
    try:
        until = datetime.fromisoformat(said)
    except ValueError:
        return True
    return now >= (until if until.tzinfo else until.replace(tzinfo=UTC))


def _address(role: Any) -> str:
    for one in role.iterfind(f"{_MD}SingleSignOnService"):
        place = one.get("Location") or ""
        if one.get("Binding") != _REDIRECT:
            continue
        try:
            parse_target(place)
        except AddressRefused:
            continue
        return str(place)
    raise MetadataRefused("address")


def _certificates(role: Any) -> list[str]:
    found = list(dict.fromkeys(_signing(role)))
    if not 0 < len(found) <= MOST_CERTIFICATES:
        raise MetadataRefused("certificate")
    return found


def _signing(role: Any) -> Iterator[str]:
    """A key without a use serves for both."""
    for key in role.iterfind(f"{_MD}KeyDescriptor"):
        if key.get("use") not in (None, "signing"):
            continue
        for node in key.iter(f"{_DS}X509Certificate"):
            try:
                raw = base64.b64decode("".join((node.text or "").split()), validate=True)
                yield x509.load_der_x509_certificate(raw).public_bytes(Encoding.PEM).decode()
            except (ValueError, binascii.Error) as error:
                raise MetadataRefused("certificate") from error
