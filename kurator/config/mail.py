"""The address of a mail server, as one setting."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    sender: str
    starts_tls: bool
    is_tls: bool


def mail_settings(address: str) -> MailServer | None:
    """Return the server behind KURATOR_SMTP_URL, None when mail is off; raises ValueError."""
    if not address:
        return None
    parts = urlsplit(address)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in ("smtp", "smtps", "smtp+plain") or not parts.hostname or not sender:
        raise ValueError(
            "KURATOR_SMTP_URL must look like smtp://name:password@mail.example.com:587?from=crm@example.com"
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
        starts_tls=parts.scheme == "smtp",
        is_tls=parts.scheme == "smtps",
    )
