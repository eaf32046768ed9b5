"""What an administrator wants to know of a certificate; a large library, loaded by who asks."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from kurator.sign_in.rules import certificates_in, fingerprint_of


@dataclass(frozen=True)
class Certificate:
    name: str
    expires_at: datetime
    fingerprint: str


def describe(text: str) -> list[Certificate]:
    """Return those of a text of PEM, in its order."""
    if not text.strip():
        return []
    found = x509.load_pem_x509_certificates(text.encode())
    fingerprints = map(fingerprint_of, certificates_in(text))
    return [
        Certificate(_name(one), one.not_valid_after_utc, fingerprint)
        for one, fingerprint in zip(found, fingerprints, strict=True)
    ]


def _name(one: x509.Certificate) -> str:
    common = one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else one.subject.rfc4514_string()
