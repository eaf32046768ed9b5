"""A virus scanner of the installation's own, asked by the protocol of clamd (INSTREAM)."""

import socket
import struct
from pathlib import Path
from typing import Final

CHUNK: Final = 128 * 1024
SECONDS: Final = 60


class ScannerSilent(Exception):
    """The scanner cannot be reached, or answers what it should not."""


def find_virus(path: Path, *, address: str) -> str:
    """Return the name of what was found, '' for a clean content; raises ScannerSilent."""
    try:
        with _connect(address) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\x00")
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            answer = _read_answer(line)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    raise ScannerSilent(answer[:200])


def _connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _read_answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\x00") and len(answer) < 4096:
        part = line.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\x00\n").decode(errors="replace")
