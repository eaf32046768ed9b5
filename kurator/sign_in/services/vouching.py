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
    """`email` is empty where it was no address that people here may have."""

    uid: str
    email: str
    is_verified: bool
    name: str = ""
    language: str = ""

    def may_name(self, domains: Sequence[str]) -> bool:
        """Whether the e-mail may decide who this is: verified, and of the provider's domains."""
        domain = self.email.rpartition("@")[2]
        if not domain or not self.is_verified:
            return False
        return not domains or domain in domains

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
