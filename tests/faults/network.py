"""A network between two programs, which can be cut, late, or silent without a word."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

CHUNK: Final = 65_536


@dataclass
class Wire:
    """One connection through the network; what is `lost` is taken and never given on."""

    near: socket.socket
    far: socket.socket
    requests_lost: bool = False
    answers_lost: bool = False

    def close(self) -> None:
        for end in (self.near, self.far):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@dataclass
class Network:
    """
    Leads from `port` to an address. A half-open wire stays so for ever, also when new ones work
    again: as something in between does that has forgotten it.
    """

    to: tuple[str, int]
    port: int = 0
    delay: float = 0.0
    is_cut: bool = False
    loses_requests: bool = False
    loses_answers: bool = False
    wires: list[Wire] = field(default_factory=list)
    is_back: threading.Event = field(default_factory=threading.Event)

    def be_late(self, seconds: float) -> None:
        self.is_back.clear()
        self.delay = seconds

    def cut(self) -> None:
        """All connections end at once, and no new one comes about."""
        self.is_cut = True
        for wire in self.wires:
            wire.close()
        self.wires.clear()

    def lose(self, *, requests: bool = False, answers: bool = False) -> None:
        """Let nothing through any more, in one direction or both, without a word."""
        self.loses_requests, self.loses_answers = requests, answers
        for wire in self.wires:
            wire.requests_lost, wire.answers_lost = requests, answers

    def mend(self) -> None:
        """
        New connections work; what was half open stays it. What is late arrives: TCP sends it again
        on the way that works, and does not wait for what it sent on the other.
        """
        self.is_cut = self.loses_requests = self.loses_answers = False
        self.delay = 0.0
        self.is_back.set()

    def admit(self, near: socket.socket) -> None:
        if self.is_cut:
            near.close()
            return
        try:
            far = socket.create_connection(self.to, timeout=5)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        wire = Wire(near, far, self.loses_requests, self.loses_answers)
        self.wires.append(wire)
        for source, target, is_lost in (
            (near, far, lambda: wire.requests_lost),
            (far, near, lambda: wire.answers_lost),
        ):
            threading.Thread(
                target=self._carry, args=(wire, source, target, is_lost), daemon=True
            ).start()

    def _carry(
        self,
        wire: Wire,
        source: socket.socket,
        target: socket.socket,
        is_lost: Callable[[], bool],
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if self.delay:
                    self.is_back.wait(self.delay)
                if not is_lost():
                    target.sendall(data)
        if not (wire.requests_lost or wire.answers_lost):
            wire.close()  # of a half-open one nobody learns that the other end has gone


@contextmanager
def network(host: str, port: int) -> Iterator[Network]:
    listener = socket.create_server(("127.0.0.1", 0))
    found = Network((host, port), int(listener.getsockname()[1]))

    def accept() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            found.admit(near)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield found
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for wire in found.wires:
            wire.close()
