import contextlib
import socket

from kurator.config.supervisor.errors import StartError

BACKLOG = 2048
# Browsers that are gone without a word (a lid closed, a tunnel): their streams are given up within
# two minutes instead of a quarter of an hour. What is accepted has these from the listener.
PATIENCE = {
    "TCP_KEEPIDLE": 60,
    "TCP_KEEPINTVL": 15,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 60_000,
}


def listen(*, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    be_patient(listener)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StartError(
            f"Port {port} on {host} cannot be used ({error.strerror}): another program may hold "
            f"it. Choose another one: make run PORT={port + 1}"
        ) from error
    listener.listen(BACKLOG)
    listener.set_inheritable(True)
    return listener


def be_patient(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in PATIENCE.items():
        if hasattr(socket, name):  # systems differ
            listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def answers(*, host: str, port: int, path: str) -> bool:
    """Whether a GET is answered with 200."""
    return ask(host=host, port=port, path=path)[0] == 200


def ask(*, host: str, port: int, path: str) -> tuple[int, bytes]:
    """
    Status and body of the answer to a GET, (0, b"") without one; by hand, as http.client costs
    megabytes of memory.
    """
    request = f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
    said = b""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=5) as peer:
        peer.sendall(request)
        while part := peer.recv(4096):
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    status = head.split(b" ")[1:2]
    return (int(status[0]), body) if status and status[0].isdigit() else (0, b"")
