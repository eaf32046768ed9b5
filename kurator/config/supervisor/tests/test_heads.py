"""Heads of requests are bounded in size, number and time, on a real server and real sockets."""

import asyncio
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn

from kurator.config.supervisor import heads
from kurator.config.supervisor.heads import HEAD_BYTES, HEADERS, BoundedHeads

Send = Any
HOST = b"Host: here\r\n"
ENDLESS = 50_000_000


class Server:
    """Answers with how many headers it saw, and keeps what it was asked."""

    def __init__(self) -> None:
        self.seen: list[dict[bytes, bytes]] = []
        listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = listener.getsockname()[1]
        config = uvicorn.Config(
            self.answer,
            interface="asgi3",
            http=BoundedHeads,
            loop="uvloop",
            lifespan="off",
            log_config=None,
            ws="none",
            proxy_headers=False,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]})
        self.thread.start()

    async def answer(self, scope: Any, receive: Any, send: Send) -> None:
        message = await receive()
        while message.get("more_body"):
            message = await receive()
        await asyncio.sleep(0)
        self.seen.append(dict(scope["headers"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"fine"})

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)

    def open(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port))
        opened.settimeout(5)
        return opened

    def say(self, *parts: bytes) -> bytes:
        """What comes back; b"" when the connection is cut."""
        with self.open() as opened:
            try:
                for part in parts:
                    opened.sendall(part)
                return opened.recv(1000)
            except ConnectionError:
                return b""

    def takes(self, begun: bytes) -> int:
        """Goes on and on, and returns how many bytes were taken before the connection was cut."""
        taken = 0
        with self.open() as opened:
            try:
                opened.sendall(begun)
                while taken < ENDLESS:
                    opened.sendall(b"a" * 100_000)
                    taken += 100_000
            except ConnectionError:
                return taken
        return taken


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(heads, "SECONDS", 0.5)
    running = Server()
    yield running
    running.stop()


def head(*headers: bytes, line: bytes = b"GET / HTTP/1.1\r\n") -> bytes:
    return line + HOST + b"".join(one + b"\r\n" for one in headers) + b"\r\n"


def test_an_ordinary_request_is_answered_and_the_next_one_too(server: Server) -> None:
    with server.open() as opened:
        for _ in range(3):
            opened.sendall(head(b"Cookie: " + b"c" * 30_000))
            assert opened.recv(1000).startswith(b"HTTP/1.1 200")
    body = b"x" * 500_000
    length = b"Content-Length: %d" % len(body)
    assert b" 200 " in server.say(head(length, line=b"POST / HTTP/1.1\r\n") + body)


@pytest.mark.parametrize(
    "headers",
    [
        [b"X: " + b"a" * (HEAD_BYTES + 1)],
        [b"X-%d: %s" % (n, b"a" * 1000) for n in range(70)],
        [b"X-%d: a" % n for n in range(HEADERS + 1)],
    ],
    ids=["one", "large", "many"],
)
def test_too_large_a_head_is_refused(server: Server, headers: list[bytes]) -> None:
    assert server.say(head(*headers))[:12] in (b"HTTP/1.1 431", b"")
    assert not server.seen


def test_an_endless_head_is_cut_off_and_not_kept(server: Server) -> None:
    assert server.takes(b"GET / HTTP/1.1\r\nX: ") < ENDLESS


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\n", head() + b"GET / HT"])
def test_a_head_that_does_not_come_is_not_waited_for(server: Server, said: bytes) -> None:
    with server.open() as opened:
        opened.sendall(said)
        began = time.monotonic()
        found = b""
        while part := opened.recv(1000):
            found += part
        assert time.monotonic() - began < 3
    assert found.count(b"HTTP/1.1 200") == said.count(b"\r\n\r\n")


def wait_until_cut(opened: list[socket.socket], *, at_least: int) -> int:
    """How many connections the server ended, once it has looked at each of them."""
    ended = select.poll()
    for each in opened:
        ended.register(each, select.POLLIN)
    until = time.monotonic() + 20
    while len(ended.poll(0)) < at_least and time.monotonic() < until:
        time.sleep(0.05)
    return len(ended.poll(300))


def test_one_address_keeps_few_waiting_and_others_come_in(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "SECONDS", 30)
    with ExitStack() as stack:
        silent = [stack.enter_context(server.open()) for _ in range(heads.WAITING_FROM_ONE + 20)]
        assert wait_until_cut(silent, at_least=20) == 20
        other = socket.socket()
        other.bind(("127.0.0.2", 0))
        stack.enter_context(other)
        other.connect(("127.0.0.1", server.port))
        other.sendall(head())
        other.settimeout(5)
        assert other.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_header_behind_the_body_is_none(server: Server) -> None:
    line = b"POST / HTTP/1.1\r\n"
    said = head(b"Transfer-Encoding: chunked", line=line) + b"1\r\na\r\n0\r\n"
    assert b" 200 " in server.say(said + b"X-Forwarded-For: 1.2.3.4\r\n\r\n")
    assert b"x-forwarded-for" not in server.seen[0]


def test_endless_trailers_are_cut_off(server: Server) -> None:
    line = b"POST / HTTP/1.1\r\n"
    begun = head(b"Transfer-Encoding: chunked", line=line) + b"1\r\na\r\n0\r\nX: "
    assert server.takes(begun) < ENDLESS


SECOND = b"GET /second HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([b"Content-Length: 100", b"Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        ([b"Content-Length: 4", b"Content-Length: 100"], b"abcd"),
        ([b"Content-Length: +4"], b"abcd"),
        ([b"Content-Length: -1"], b""),
        ([b"Content-Length : 4"], b"abcd"),
        ([b"Content-Length: 4\nX: y"], b"abcd"),
        ([b"Transfer-Encoding: xchunked", b"Content-Length: 4"], b"abcd"),
        ([b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"], b"0\r\n\r\n"),
        ([b"Transfer-Encoding: chunked"], b"fffffffffffffffff\r\nab\r\n0\r\n\r\n"),
    ],
)
def test_two_readings_of_one_request_are_none(
    server: Server, headers: list[bytes], body: bytes
) -> None:
    """Where a proxy in front might see one request and Kurator two, there is neither."""
    said = server.say(head(*headers, line=b"POST /first HTTP/1.1\r\n") + body + SECOND)
    assert b" 200 " not in said
    assert said[:12] in (b"HTTP/1.1 400", b"")
