"""
The one place at which log-in calls a machine outside: a provider's own addresses, through the
house's client. To allauth it looks like a session of the library requests.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urlencode

from kurator.kernel.errors import KuratorError
from kurator.platform.egress import Answer, CallFailed, egress


class ProviderSilent(KuratorError):
    code = "access.provider_silent"
    status = 409
    texts = {
        "en": "The log-in provider does not answer as it should ({kind}). Try again later.",
        "ru": "Служба входа не отвечает как следует ({kind}). Повторите позже.",
        "uk": "Служба входу не відповідає як слід ({kind}). Повторіть пізніше.",
    }


class ProviderAnswer:
    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.headers = {"content-type": "", **answer.headers}
        self.content = answer.body

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise ProviderSilent(kind="no JSON") from error

    def raise_for_status(self) -> None:
        if self.status_code >= 300:
            raise ProviderSilent(kind=self.status_code)


class ProviderSession:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> ProviderAnswer:
        return self.request("GET", url, headers=headers)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
    ) -> ProviderAnswer:
        """Raises ProviderSilent, AddressRefused."""
        sent = {"Accept": "application/json", **(headers or {})}
        body = b""
        if data:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data).encode()
        if auth is not None:
            pair = f"{auth.username}:{auth.password}".encode()
            sent["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        try:
            return ProviderAnswer(egress().send(method, url, headers=sent, body=body))
        except CallFailed as error:
            raise ProviderSilent(kind=error.kind) from error


def fetch(address: str, *, accept: str) -> Answer:
    """Return what stands at an address of a provider; raises CallFailed, AddressRefused."""
    return egress().send("GET", address, headers={"Accept": accept})


def provider_session() -> ProviderSession:
    return ProviderSession()
