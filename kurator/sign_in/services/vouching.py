"""What a provider says of a person, and how far it is believed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kurator.kernel.errors import KuratorError


class ProviderRefused(KuratorError):
    """`reason` is a short word for the administrator's log, never the provider's own text."""

    code = "access.provider_refused"
    status = 401
    texts = {
        "en": "The answer of the log-in provider does not hold ({reason}). Begin again.",
        "ru": "Ответ службы входа не принят ({reason}). Начните снова.",
        "uk": "Відповідь служби входу не прийнято ({reason}). Почніть знову.",
    }


@dataclass(frozen=True)
class Vouched:
    uid: str
    email: str
    is_verified: bool
    name: str = ""
    language: str = ""

    def may_name(self, domains: Sequence[str]) -> bool:
        """Whether the e-mail may decide who this is: a domain of the provider's, or verified."""
        domain = self.email.rpartition("@")[2]
        if domains:
            return domain in domains
        return bool(domain) and self.is_verified

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
