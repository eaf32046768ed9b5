"""A browser's stream of live updates."""

import contextlib
import json
import socket
import threading
from typing import Self

from tests.faults.processes import wait_for


class Stream:
    """Open from `with` on; what came is read beside."""

    def __init__(self, port: int, session: str) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=20)
        asked = f"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: kurator_session={session}"
        self.line.sendall(f"{asked}\r\n\r\n".encode())
        self.came = ""
        self.has_ended = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._read, daemon=True).start()
        wait_for(lambda: "retry:" in self.came or self.has_ended, what="a stream")
        assert self.came.startswith("HTTP/1.1 200"), self.came
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)  # closing alone leaves it to who reads it
        self.line.close()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.line.recv(4096):
                self.came += data.decode()
        self.has_ended = True

    def is_over(self) -> bool:
        """Also where the line is kept for another request."""
        return self.has_ended or self.came.endswith("\r\n0\r\n\r\n")

    def topics(self) -> set[str]:
        lines = [line for line in self.came.splitlines() if line.startswith("data: {")]
        return {json.loads(line.removeprefix("data: "))["topic"] for line in lines}

    def wait_for(self, *topics: str) -> None:
        wait_for(lambda: bool(self.topics() & set(topics)), what=f"one of {topics}")
