"""Subscriptions, sources and messages for tests, and a receiver on the loopback."""

import base64
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson

from kurator.access.models import User
from kurator.webhooks.models import Delivery, Inbound, Source, Webhook
from kurator.webhooks.services.secrets import close_secret, new_secret

MAPPING = {
    "external_id": "customer.id",
    "at": "at",
    "values": {"party.name": "customer.name", "party.status": "customer.status"},
}


NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def said(minute: int = 0, **customer: Any) -> dict[str, Any]:
    """What a message says of customer 7, or of the one whose id is given."""
    return {"at": (NOW + timedelta(minutes=minute)).isoformat(), "customer": {"id": 7, **customer}}


def make_webhook(owner: User, url: str, *topics: str) -> tuple[Webhook, str]:
    secret, id_ = new_secret(), uuid4()
    hook = Webhook.objects.create(
        id=id_,
        name="Receiver",
        url=url,
        topics=list(topics or ("parties.changed",)),
        secret=close_secret(secret, owner=id_),
        owner_id=owner.id,
    )
    return hook, secret


def make_delivery(hook: Webhook, **values: Any) -> Delivery:
    found = {
        "topic": "parties.changed",
        "payload": {"ids": [], "links": [], "fields": []},
        "expires_at": datetime.now(UTC) + timedelta(days=3),
    }
    return Delivery.objects.create(webhook=hook, **{**found, **values})


def make_source(owner: User, mapping: Any = None) -> tuple[Source, str]:
    secret, id_ = new_secret(), uuid4()
    source = Source.objects.create(
        id=id_,
        name="Billing",
        secret=close_secret(secret, owner=id_),
        mapping=mapping or MAPPING,
        owner_id=owner.id,
    )
    return source, secret


def make_message(source: Source, body: Any, message_id: str = "") -> Inbound:
    return Inbound.objects.create(
        source=source,
        external_id=message_id or uuid4().hex,
        body=body if isinstance(body, bytes) else orjson.dumps(body),
    )


def signature(secret: str, message_id: str, timestamp: int | str, body: bytes) -> str:
    """Computed here once more, so that a mistake of the product does not confirm itself."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(secret: str, body: bytes, message_id: str, at: datetime) -> dict[str, str]:
    timestamp = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes


Answering = Callable[[socket.socket, int], None]


@dataclass
class Receiver:
    """`answer(connection, number)` decides what happens to each call."""

    answer: Answering
    url: str = ""
    port: int = 0
    calls: list[Received] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [call.headers["webhook-id"] for call in self.calls]


def reply(status: str = "200 OK", body: bytes = b"", head: str = "") -> Answering:
    text = f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return lambda connection, number: connection.sendall(text.encode() + body)


def in_turn(*answers: Answering) -> Answering:
    """One after the other; the last for all that follow."""
    return lambda connection, number: answers[min(number, len(answers) - 1)](connection, number)


def drop(connection: socket.socket, number: int) -> None:
    """Take the message and answer nothing."""


def delay(seconds: float) -> Answering:
    return lambda connection, number: time.sleep(seconds)


def drip(connection: socket.socket, number: int) -> None:
    """Answer letter by letter."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(40):
        connection.sendall(b"a")
        time.sleep(0.05)


@contextmanager
def receiver(answer: Answering) -> Iterator[Receiver]:
    listener = socket.create_server(("127.0.0.1", 0))
    port = int(listener.getsockname()[1])
    found = Receiver(answer, f"http://127.0.0.1:{port}/hook", port)

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                found.calls.append(_read(connection))
                found.answer(connection, len(found.calls) - 1)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield found
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _read(connection: socket.socket) -> Received:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[1:]
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65_536)
    return Received(headers, body)
