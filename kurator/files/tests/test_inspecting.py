"""Scanning and drawing: a fake clamd, a process that may do nothing, and what remains of failures."""

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kurator.files.models import FileVersion
from kurator.files.services import drawing, inspecting
from kurator.files.services.inspecting import inspect_next
from kurator.files.tests.builders import add, address, docx, pdf, picture, png
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
Look = Callable[[], list[str]]
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DRAWING = Path(drawing.PROGRAM).parent


@pytest.fixture
def party(cast: Cast) -> Any:
    return make_party(owner=cast.anna, name="Iryna")


@contextmanager
def fake_clamd(path: Path, *, answer: bytes = b"") -> Iterator[list[bytes]]:
    """Speaks INSTREAM; finds EICAR, or always says `answer`. Yields what it was sent."""
    heard: list[bytes] = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen(4)

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\x00"
                content = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(size)
                heard.append(content)
                found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
                line.sendall((answer or found) + b"\x00")

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield heard
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@pytest.fixture
def clamd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clamd.sock"
    monkeypatch.setenv("KURATOR_CLAMD", f"unix:{path}")
    return path


def state(client: ApiClient, file: Any) -> tuple[str, str]:
    version = client.get(f"/files/{file['id']}").json["version"]
    return version["scan"], version["preview"]


def test_a_content_waits_for_the_scanner_and_is_then_given(
    api: Api, party: Any, clamd: Path
) -> None:
    anna = api("anna")
    file = add(anna, party, png(), "a.png")
    held = anna.post(f"/files/{file['id']}/link", {})
    assert (held.status, held.json["code"]) == (409, "files.quarantined")
    with fake_clamd(clamd) as heard:
        assert inspect_next()
    assert heard == [png()]
    assert state(anna, file) == ("CLEAN", "READY")
    assert anna.get(address(anna, file["id"])).content == png()


def test_an_infected_content_is_refused_removed_and_noted(
    api: Api, party: Any, clamd: Path, on_disk: Look
) -> None:
    anna = api("anna")
    file = add(anna, party, EICAR, "invoice.txt")
    with fake_clamd(clamd):
        assert inspect_next()
    assert state(anna, file) == ("INFECTED", "NONE")
    assert on_disk() == []
    refused = anna.post(f"/files/{file['id']}/link", {})
    assert (refused.status, refused.json["code"]) == (409, "files.infected")
    assert anna.post(f"/files/{file['id']}/versions/1/restore").status == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject FROM tracking_securityevent")
        assert cursor.fetchall() == [("files.infected", file["id"])]
    feed = anna.get(f"/parties/{party.id}/feed").json["items"]
    assert feed[0]["details"]["scan"] == "INFECTED"


def test_an_infected_version_cannot_be_restored(api: Api, party: Any, clamd: Path) -> None:
    anna = api("anna")
    file = add(anna, party, EICAR, "invoice.txt")
    anna.send(f"/files/{file['id']}/versions", b"clean\n")
    with fake_clamd(clamd):
        assert inspect_next()
        assert inspect_next()
    refused = anna.post(f"/files/{file['id']}/versions/1/restore")
    assert (refused.status, refused.json["code"]) == (409, "files.infected")
    assert anna.get(address(anna, file["id"])).content == b"clean\n"


@pytest.mark.parametrize("answer", [b"stream: size limit exceeded. ERROR", b"nonsense"])
def test_while_the_scanner_fails_nothing_is_given_and_it_is_asked_again(
    api: Api, party: Any, clamd: Path, answer: bytes
) -> None:
    anna = api("anna")
    file = add(anna, party, b"text\n", "a.txt")
    assert inspect_next()  # nobody listens
    assert state(anna, file) == ("WAITING", "WAITING")
    assert not inspect_next()  # it pauses
    FileVersion.objects.update(leased_until=None)
    with fake_clamd(clamd, answer=answer):
        assert inspect_next()
    assert state(anna, file) == ("WAITING", "WAITING")


@pytest.mark.parametrize(
    ("content", "name", "pages"),
    [
        (png(), "a.png", 1),
        (picture("JPEG", 4000, 3000), "a.jpg", 1),
        (picture("GIF", 9, 9), "a.gif", 1),
        (pdf(3), "a.pdf", 3),
        (pdf(9), "b.pdf", 5),
        ("id;имя\n1;<b>Анна</b>\n".encode("cp1251"), "a.csv", 0),
    ],
)
def test_previews_are_drawn(api: Api, party: Any, content: bytes, name: str, pages: int) -> None:
    anna = api("anna")
    file = add(anna, party, content, name)
    assert inspect_next()
    version = anna.get(f"/files/{file['id']}").json["version"]
    assert (version["preview"], version["pages"]) == ("READY", pages)
    if pages:
        got = anna.get(version["thumbnail_url"].removeprefix("/api/v1"))
        assert got.headers["Content-Type"] == "image/webp"
        assert got.content[8:12] == b"WEBP"
        last = anna.get(address(anna, file["id"], purpose="picture", page=pages - 1))
        assert last.status == 200
        beyond = anna.post(f"/files/{file['id']}/link", {"purpose": "picture", "page": pages})
        assert beyond.status == 409
    else:
        got = anna.get(address(anna, file["id"], purpose="text"))
        assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert got.content.decode() == "id;имя\n1;<b>Анна</b>\n"


PAGE = """<!DOCTYPE html><html><head><meta charset="windows-1251"><title>Рахунок №&nbsp;7</title>
<style>p { color: red }</style><script>document.write("<p>fake")</script></head>
<body onload="steal()"><h1>Анна &amp; Ко</h1><p>До сплати: <b>1&thinsp;200</b> грн
до 01.12</p><table><tr><td>Зв'язок</td><td>&lt;100&gt;</td></tr></table>
<img src="https://evil.example/pixel" onerror="steal()"><a href="javascript:steal()">Сплатити</a>
<svg><style><img src=x onerror=steal()></style></svg><!-- <p>hidden</p> --></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_of_a_page_its_words_are_shown_and_nothing_runs(
    api: Api, party: Any, encoding: str
) -> None:
    anna = api("anna")
    file = add(anna, party, PAGE.encode(encoding), "bill.html")
    assert inspect_next()
    got = anna.get(address(anna, file["id"], purpose="text"))
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = [
        "Рахунок № 7",
        "Анна & Ко",
        "До сплати: 1 200 грн до 01.12",
        "Зв'язок",
        "<100>",
        "Сплатити",
    ]
    assert got.content.decode().splitlines() == lines
    assert anna.get(f"/files/{file['id']}").json["version"]["preview_kind"] == "text"


def test_an_office_file_has_name_and_size_only(api: Api, party: Any) -> None:
    file = add(api("anna"), party, docx(), "a.docx")
    assert (file["version"]["preview"], file["version"]["size"]) == ("NONE", len(docx()))
    assert not inspect_next()


def test_a_torn_picture_fails_quietly(api: Api, party: Any) -> None:
    anna = api("anna")
    file = add(anna, party, png(400, 400)[:60], "torn.png")
    assert inspect_next()
    assert state(anna, file) == ("UNSCANNED", "FAILED")
    assert anna.get(f"/parties/{party.id}/card").status == 200


def test_a_drawing_that_takes_too_long_is_killed(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(drawing, "PROGRAM", endless)
    monkeypatch.setattr(drawing, "SECONDS", 1)
    anna = api("anna")
    file = add(anna, party, png(), "a.png")
    began = time.monotonic()
    assert inspect_next()
    assert time.monotonic() - began < 10
    assert state(anna, file) == ("UNSCANNED", "FAILED")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"nonsense\n",
        b'{"made": [["../../evil", 3]]}\nabc',
        b'{"made": [["thumbnail", 3]]}\nabc',
    ],
)
def test_what_the_process_says_is_not_believed(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: bytes
) -> None:
    liar = tmp_path / "liar.py"
    liar.write_text(f"import sys; sys.stdout.buffer.write({said!r})")
    monkeypatch.setattr(drawing, "PROGRAM", liar)
    anna = api("anna")
    file = add(anna, party, png(), "a.png")
    assert inspect_next()
    assert state(anna, file) == ("UNSCANNED", "FAILED")


def test_a_content_that_killed_its_worker_thrice_is_given_up(api: Api, party: Any) -> None:
    anna = api("anna")
    file = add(anna, party, png(), "a.png")
    FileVersion.objects.update(attempts=inspecting.MAX_ATTEMPTS)
    assert inspect_next()
    assert state(anna, file) == ("UNSCANNED", "FAILED")


PROBE = """
import json, os, socket, sys
sys.path.insert(0, sys.argv[1])
from confine import confine
confine()
said = {}
def attempt(name, act):
    try:
        act()
        said[name] = "done"
    except (OSError, MemoryError) as error:
        said[name] = type(error).__name__
attempt("read", lambda: open("/etc/passwd"))
attempt("write", lambda: open("/tmp/evil", "w"))
attempt("socket", lambda: socket.socket())
attempt("pair", lambda: socket.socketpair())
attempt("fork", os.fork)
attempt("run", lambda: os.execv("/bin/true", ["true"]))
attempt("remove", lambda: os.unlink(sys.argv[1]))
attempt("memory", lambda: bytearray(2 * 1024 ** 3))
print(json.dumps(said))
"""


@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"),
    reason="the filter of system calls is written for these",
)
def test_the_drawing_process_may_do_nothing_else() -> None:
    answer = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, str(DRAWING)], capture_output=True, check=True
    )
    said = json.loads(answer.stdout)
    assert set(said.values()) <= {"PermissionError", "MemoryError", "OSError"}, said
