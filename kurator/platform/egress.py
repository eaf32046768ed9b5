"""
The one client for calls to the outside: webhooks, log-in providers, anything with an address that
somebody typed.

A name is resolved once, each of its addresses is checked, and the connection goes to the checked
address while certificate and Host still belong to the name. A name that answers differently the
second time gains nothing, for there is no second time.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import LocalizedText
from kurator.platform.addresses import Address, Network, is_among, may_be_called, parse_address

PORTS: Final = frozenset({80, 443, 8443})
SECONDS: Final = 5.0
MAX_BYTES: Final = 1_000_000
MAX_URL: Final = 2000
Resolve = Callable[[str, int], Sequence[str]]
REASONS: Final[Mapping[str, LocalizedText]] = {
    "address": {
        "en": "it does not look like https://host/path",
        "ru": "он не похож на https://узел/путь",
        "uk": "вона не схожа на https://вузол/шлях",
    },
    "scheme": {
        "en": "only https is called",
        "ru": "вызывается только https",
        "uk": "викликається лише https",
    },
    "port": {
        "en": "this port is not allowed",
        "ru": "этот порт не разрешён",
        "uk": "цей порт не дозволено",
    },
    "credentials": {
        "en": "a name or password stands in it",
        "ru": "в нём стоит имя или пароль",
        "uk": "у ній стоїть ім’я або пароль",
    },
    "internal": {
        "en": "it leads into an internal network, which the administrator has not allowed",
        "ru": "он ведёт во внутреннюю сеть, которую администратор не разрешил",
        "uk": "вона веде у внутрішню мережу, яку адміністратор не дозволив",
    },
    "unknown_host": {
        "en": "its host is not known",
        "ru": "его узел неизвестен",
        "uk": "її вузол невідомий",
    },
}


class AddressRefused(KuratorError):
    """The address may not be called; `kind` is one of REASONS."""

    code = "platform.address_refused"
    status = 422
    texts = {
        "en": "Kurator may not call this address: {reason}.",
        "ru": "Kurator не может обратиться по этому адресу: {reason}.",
        "uk": "Kurator не може звернутися за цією адресою: {reason}.",
    }

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(reason=REASONS[kind])


class CallFailed(Exception):
    """No answer that may be used; `kind` is unreachable, timeout, tls or too_large."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


@dataclass(frozen=True)
class Target:
    """An address in its parts, before its host is resolved."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return shown if self.port == usual else f"{shown}:{self.port}"


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other: nobody follows it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host; alternative spellings of IPv4 become what the kernel makes of them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def parse_target(url: str) -> Target:
    """Take an address apart; raises AddressRefused for what is none of ours."""
    if not 0 < len(url) <= MAX_URL or any(ord(sign) <= 32 or sign in "\\\x7f" for sign in url):
        raise AddressRefused("address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise AddressRefused("address") from error
    if parts.scheme not in ("http", "https"):
        raise AddressRefused("scheme")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("credentials")
    if not host or "%" in parts.netloc:
        raise AddressRefused("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


class _Watched(HTTPConnection):
    """Keeps a second handle of its socket, by which the deadline reaches it through TLS."""

    def __init__(self, *args: Any, twins: list[socket.socket], **options: Any) -> None:
        super().__init__(*args, **options)
        self.twins = twins

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        self.twins.append(opened.dup())
        return opened


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class Egress:
    """`allowed` are internal networks that may be called, also by plain http and at any port."""

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        resolve: Resolve = system_resolve,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.allowed = tuple(allowed)
        self.resolve = resolve
        self.seconds = seconds
        self.max_bytes = max_bytes
        self.tls = tls

    def check(self, url: str) -> tuple[Target, Address]:
        """Return the address to connect to; raises AddressRefused. One wrong address refuses all."""
        target = parse_target(url)
        try:
            found = [parse_address(text) for text in self.resolve(target.host, target.port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise AddressRefused("unknown_host") from error
        if not found:
            raise AddressRefused("unknown_host")
        if not all(may_be_called(address, self.allowed) for address in found):
            raise AddressRefused("internal")
        if not all(is_among(address, self.allowed) for address in found):
            if target.scheme != "https":
                raise AddressRefused("scheme")
            if target.port not in PORTS:
                raise AddressRefused("port")
        return target, found[0]

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Call and return the answer; raises AddressRefused and CallFailed, and nothing else."""
        target, address = self.check(url)
        twins: list[socket.socket] = []
        pool = self._pool(target, address, twins)
        sent = {"User-Agent": "Kurator", **(headers or {}), "Host": target.authority}
        with _Deadline(twins, self.seconds) as deadline:
            try:
                answer = self._exchange(pool, method, target.path, sent, body)
            except (HTTPError, OSError, ValueError) as error:
                raise CallFailed("timeout" if deadline.has_passed else _kind(error)) from error
            finally:
                pool.close()
            if deadline.has_passed:  # a head that was cut short still looks like one
                raise CallFailed("timeout")
        return answer

    def _pool(
        self, target: Target, address: Address, twins: list[socket.socket]
    ) -> urllib3.HTTPConnectionPool:
        options: dict[str, Any] = {
            "timeout": urllib3.Timeout(total=self.seconds),
            "retries": False,
            "maxsize": 1,
            "twins": twins,
        }
        if target.scheme == "http":
            return _Pool(str(address), target.port, **options)
        return _TlsPool(
            str(address),
            target.port,
            ssl_context=self.tls or ssl.create_default_context(),
            server_hostname=target.host,
            assert_hostname=target.host,
            **options,
        )

    def _exchange(
        self,
        pool: urllib3.HTTPConnectionPool,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        response = pool.urlopen(
            method,
            path,
            body=body or None,
            headers=dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        found = self._read(response)
        return Answer(response.status, {k.lower(): v for k, v in response.headers.items()}, found)

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The body as it was sent: a packed one is not unpacked, so it cannot swell."""
        found = bytearray()
        while chunk := response.read(65_536):
            found += chunk
            if len(found) > self.max_bytes:
                raise CallFailed("too_large")
        return bytes(found)


class _Deadline:
    """
    Ends the connection when the whole call takes too long.

    A peer that sends one byte at a time would stay below any timeout of the single read.
    """

    def __init__(self, twins: list[socket.socket], seconds: float) -> None:
        self.twins = twins
        self.until = time.monotonic() + seconds
        self.timer = threading.Timer(seconds, self._cut)
        self.timer.daemon = True

    @property
    def has_passed(self) -> bool:
        return time.monotonic() >= self.until

    def _cut(self) -> None:
        for twin in self.twins:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "_Deadline":
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        for twin in self.twins:
            twin.close()


def _kind(error: Exception) -> str:
    if isinstance(error, NewConnectionError):  # to urllib3 a kind of timeout, also when refused
        return "unreachable"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "tls" if isinstance(error, SSLError | ssl.SSLError) else "unreachable"


def egress() -> Egress:
    """The client with the administrator's settings."""
    return Egress(allowed=settings.EGRESS_ALLOW)
