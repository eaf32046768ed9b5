"""
Django in threads: one hop from the event loop to a thread with the whole request, one hop back with
the whole answer. Only what Django streams goes to and fro for each part.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Final

from kurator.config.asking import Scope, Send

WITHOUT_BODY: Final = frozenset({204, 304})
Headers = list[tuple[bytes, bytes]]
Environ = dict[str, Any]


@dataclass(frozen=True)
class Call:
    work: Callable[[], Any]
    answer: "asyncio.Future[Any]"


class Threads:
    """
    At most so many threads. Who rested last works next: what its connection keeps, here and in the
    database, is still near the processor; the others are there for when there is more to do.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._started = 0
        self._resting: list[SimpleQueue[Call]] = []
        self._line: deque[Call] = deque()

    async def run(self, work: Callable[[], Any]) -> Any:
        """Call this in a thread, in the context of the caller."""
        call = Call(partial(copy_context().run, work), asyncio.get_running_loop().create_future())
        if self._resting:
            self._resting.pop().put(call)
        elif self._started < self.most:
            self._start().put(call)
        else:
            self._line.append(call)
        return await call.answer

    def _start(self) -> "SimpleQueue[Call]":
        self._started += 1
        mine: SimpleQueue[Call] = SimpleQueue()
        Thread(target=self._work, args=(mine,), name=f"web {self._started}", daemon=True).start()
        return mine

    def _work(self, mine: "SimpleQueue[Call]") -> None:
        while True:
            call = mine.get()
            result, error = None, None
            try:
                result = call.work()
            except BaseException as caught:  # whoever asked is told, whatever it is
                error = caught
            loop = call.answer.get_loop()
            loop.call_soon_threadsafe(self._finish, mine, call.answer, result, error)

    def _finish(
        self,
        thread: "SimpleQueue[Call]",
        answer: "asyncio.Future[Any]",
        result: Any,
        error: BaseException | None,
    ) -> None:
        if self._line:
            thread.put(self._line.popleft())
        else:
            self._resting.append(thread)
        if answer.done():  # nobody waits for it any more
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)


@dataclass
class Answer:
    """What a WSGI application says; `body` is None once it has been streamed."""

    status: int = 500
    headers: Headers | None = None
    body: bytes | None = None

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = [
            (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
            for name, value in headers
        ]

    def head(self) -> dict[str, Any]:
        return {
            "type": "http.response.start",
            "status": self.status,
            "headers": self.headers or [],
        }


class DjangoInThreads:
    """Answers a request whose body is there in full."""

    def __init__(self, django: Callable[..., Any], threads: Threads) -> None:
        self.django = django
        self.threads = threads

    async def __call__(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        loop = asyncio.get_running_loop()

        async def send_one(message: dict[str, Any]) -> None:
            await send(message)

        def pass_on(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(send_one(message), loop).result()

        environ = environ_of(scope, body)
        answer = await self.threads.run(partial(self._answer, environ, pass_on))
        if answer.body is not None:
            await send(answer.head())
            await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, environ: Environ, pass_on: Callable[[dict[str, Any]], None]) -> Answer:
        answer = Answer()
        response = self.django(environ, answer.start)
        try:
            if response.streaming:
                pass_on(answer.head())
                for part in response:
                    pass_on({"type": "http.response.body", "body": part, "more_body": True})
                pass_on({"type": "http.response.body", "body": b""})
            else:
                answer.body = b"".join(response)
                if answer.status not in WITHOUT_BODY and "Content-Length" not in response.headers:
                    length = str(len(answer.body)).encode()
                    answer.headers = [*(answer.headers or []), (b"content-length", length)]
        finally:
            response.close()
        return answer


def environ_of(scope: Scope, body: IO[bytes]) -> Environ:
    """The request as WSGI wants it: bytes as text of Latin-1."""
    server, port = scope.get("server") or ("localhost", 80)
    address, from_port = scope.get("client") or ("", 0)
    environ: Environ = {
        "asgi.scope": scope,
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": address,
        "REMOTE_PORT": str(from_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key, text = _variable(name), value.decode("latin-1")
        glue = "; " if name == b"cookie" else ","
        environ[key] = f"{environ[key]}{glue}{text}" if key in environ else text
    return environ


def _variable(name: bytes) -> str:
    if name in (b"content-length", b"content-type"):
        return name.decode().upper().replace("-", "_")
    return "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
