"""How long somebody waits after failed log-ins, what a client calls itself, where we live."""

import base64
import hashlib
import ipaddress
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 20
MINUTE = timedelta(minutes=1)
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)


def wait_after(failures: Sequence[datetime], *, limit: int, now: datetime) -> timedelta:
    """
    Return how long to wait, zero when nothing holds; `failures` are the recent ones.

    `limit` failures within a minute hold for a minute from the last; each further `limit` of them
    within the window doubles that.
    """
    recent = sorted((at for at in failures if now - WINDOW < at <= now), reverse=True)
    if len(recent) < limit or recent[0] - recent[limit - 1] > MINUTE:
        return timedelta(0)
    doublings = min(len(recent) // limit - 1, 10)
    wait = min(MINUTE * float(2**doublings), LONGEST_WAIT)
    return max(recent[0] + wait - now, timedelta(0))


_PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(client: str) -> str:
    """Return "Firefox, Windows" for the long name a browser gives itself."""
    program = next((name for mark, name in _PROGRAMS if mark in client), "")
    system = next((name for mark, name in _SYSTEMS if mark in client), "")
    return ", ".join(part for part in (program, system) if part) or client[:60]


# Whoever has one of these can give himself or others any right in the house.
ADMINISTRATORS = frozenset({"people.manage", "people.roles", "people.teams", "sign_in.manage"})


def is_administrators(permissions: Sequence[str], *, is_system: bool) -> bool:
    """Whether a role is too much to be given by a provider, without a person who decides."""
    return is_system or not ADMINISTRATORS.isdisjoint(permissions)


def saml_addresses(provider_id: UUID, base: str) -> dict[str, str]:
    """Return what a SAML provider must know of us; `base` is our own address."""
    root = f"{base}/api/v1/session/saml/{provider_id}"
    return {"entity_id": f"{root}/metadata", "acs": f"{root}/acs"}


def is_safe_address(address: str) -> bool:
    """
    Whether a log-in may lead by this address: https, because whoever reads or changes what is said
    on the way says who comes in. Plain http only on this very machine, where one develops.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)


def certificates_in(text: str) -> list[str]:
    """Return the certificates of a text of PEM, each as base64 without breaks."""
    return ["".join(found.split()) for found in _PEM.findall(text)]


def fingerprint_of(certificate: str) -> str:
    """Return by what administrators compare a certificate: its SHA-256, in pairs of digits."""
    return hashlib.sha256(base64.b64decode(certificate)).digest().hex(":").upper()


def is_phone(client: str) -> bool:
    return any(mark in client for mark in ("iPhone", "Android", "iPad"))
