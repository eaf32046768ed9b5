"""What a hostile person tries with files and addresses, and what he gets."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from kurator.access.models import UserRole
from kurator.files import api as files_api
from kurator.files.models import DailyUse, File, FileVersion
from kurator.files.services.inspecting import inspect_next
from kurator.files.services.storage import preview_path
from kurator.files.services.sweeping import sweep_orphans
from kurator.files.tests.builders import add, address, docx, place, png, zipped
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
Look = Callable[[], list[str]]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'


@pytest.fixture
def party(cast: Cast) -> Any:
    return make_party(owner=cast.anna, name="Iryna")


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr(files_api, "_now", lambda: moment)


# Addresses


@pytest.mark.requirement("R001-59")
def test_an_address_serves_only_the_one_it_was_issued_to(api: Api, party: Any) -> None:
    """Boris sees the same customer and the same file: Anna's address is still not his."""
    anna, boris = api("anna"), api("boris")
    path = address(anna, add(anna, party)["id"])
    assert boris.get(path).status == 404
    assert ApiClient().get(path).status == 401
    assert anna.get(path).status == 200


def test_an_address_dies_after_a_minute(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = api("anna")
    path = address(anna, add(anna, party)["id"])
    at(monkeypatch, 58)
    assert anna.get(path).status == 200
    at(monkeypatch, 61)
    dead = anna.get(path)
    assert (dead.status, dead.json["code"]) == (410, "files.link_dead")


def test_visibility_is_read_again_when_an_address_is_opened(
    api: Api, party: Any, cast: Cast
) -> None:
    anna = api("anna")
    path = address(anna, add(anna, party)["id"])
    Party.objects.filter(id=party.id).update(owner_id=cast.viktor.id)
    assert anna.get(path).status == 404


def test_a_changed_address_opens_nothing(api: Api, party: Any) -> None:
    anna = api("anna")
    path = address(anna, add(anna, party)["id"])
    for wrong in (path[:-2], path + "AA", path[:30] + "AAAA" + path[34:], "/files/content/x"):
        assert anna.get(wrong).status == 404, wrong


def test_no_address_for_a_file_out_of_scope(api: Api, party: Any, cast: Cast) -> None:
    file_id = add(api("anna"), party)["id"]
    viktor = api("viktor")
    own = make_party(owner=cast.viktor, name="Own")
    add(viktor, own)
    for method, path in (
        ("POST", f"/files/{file_id}/link"),
        ("GET", f"/files/{file_id}"),
        ("GET", f"/files/{file_id}/versions"),
        ("POST", f"/files/{file_id}/versions/1/restore"),
        ("DELETE", f"/files/{file_id}"),
    ):
        assert viktor.call(method, path, {} if method == "POST" else None).status == 404
    assert [f["name"] for f in viktor.get(f"/files?party_id={party.id}").json["items"]] == []
    assert viktor.get(f"/files?record_id={party.id}").json["items"] == []


def test_a_file_cannot_be_put_on_a_record_of_another_kind(api: Api, party: Any) -> None:
    anna = api("anna")
    assert anna.send(place(party, "task"), b"x\n").status == 404
    assert anna.send(place(party, "nothing"), b"x\n").status == 422


# What a browser is told


@pytest.mark.parametrize(
    ("content", "name"),
    [(SVG, "x.svg"), (b"<html><script>1</script>", "x.html"), (SVG, "x.png"), (SVG, "x.pdf")],
)
def test_what_could_run_is_never_called_by_its_name(
    api: Api, party: Any, content: bytes, name: str
) -> None:
    anna = api("anna")
    file = add(anna, party, content, name)
    got = anna.get(address(anna, file["id"]))
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in got.headers["Cache-Control"]
    assert file["name"].endswith((".svg", ".html"))
    assert file["version"]["thumbnail_url"] is None


def test_what_the_sender_says_of_the_kind_is_not_believed(api: Api, party: Any) -> None:
    anna = api("anna")
    answer = anna.send(place(party), b"MZ" + bytes(300), "photo.png", content_type="image/png")
    assert (answer.status, answer.json["code"]) == (422, "files.kind_not_allowed")
    assert "jpg" in answer.json["detail"]
    assert "jfif" not in answer.json["detail"]
    text = anna.send(place(party), b"just text\n", "setup.exe", content_type="text/html")
    assert text.json["name"] == "setup.exe.txt"


def test_a_picture_that_is_a_page_too_stays_a_picture(api: Api, party: Any) -> None:
    anna = api("anna")
    polyglot = png() + b"<html><script>alert(document.domain)</script></html>"
    file = add(anna, party, polyglot, "cat.png")
    got = anna.get(address(anna, file["id"]))
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert inspect_next()
    made = preview_path(FileVersion.objects.get().key, "picture-0.webp").read_bytes()
    assert b"script" not in made
    assert anna.get(address(anna, file["id"], purpose="picture")).content == made


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "a\r\nX-Evil: 1\r\n\r\n<script>.txt",
        "photo\u202etxt.exe.txt",
        "CON.txt",
        "trailing dots.txt....",
        "ы" * 500 + ".txt",
        "👩‍👧‍👦 сім'я.txt",
        '"; filename="evil.html',
    ],
)
def test_no_name_leaves_its_place(api: Api, party: Any, name: str, on_disk: Look) -> None:
    anna = api("anna")
    file = add(anna, party, b"text\n", name)
    got = anna.get(address(anna, file["id"]))
    header = got.headers["Content-Disposition"]
    assert header.isascii()
    assert header.isprintable()
    assert "X-Evil" not in got.headers
    assert f"filename*=UTF-8''{quote(file['name'], safe='')}" in header
    assert on_disk() == [FileVersion.objects.get().key]


# Contents that harm


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped({"zeros": bytes(30 * 1024 * 1024)}), "files.archive_refused"),
        (zipped({str(n): b"" for n in range(1001)}), "files.archive_refused"),
        (b"PK\x03\x04 torn in two", "files.damaged"),
        (b"", "files.empty"),
    ],
)
def test_a_harmful_archive_is_refused_and_leaves_nothing(
    api: Api, party: Any, content: bytes, code: str, on_disk: Look
) -> None:
    answer = api("anna").send(place(party), content, "a.zip")
    assert (answer.status, answer.json["code"]) == (422, code)
    assert on_disk() == []
    assert not File.objects.exists()
    assert not DailyUse.objects.exists()


def test_a_picture_of_too_many_points_gets_no_preview_and_no_error(api: Api, party: Any) -> None:
    """The head says 50,000 by 50,000: drawing it would take ten gigabytes."""
    anna = api("anna")
    bomb = bytearray(png())
    bomb[16:24] = (50_000).to_bytes(4, "big") * 2
    file = add(anna, party, bytes(bomb), "bomb.png")
    assert inspect_next()
    seen = anna.get(f"/files/{file['id']}").json["version"]
    assert (seen["preview"], seen["thumbnail_url"]) == ("FAILED", None)
    refused = anna.post(f"/files/{file['id']}/link", {"purpose": "picture"})
    assert (refused.status, refused.json["code"]) == (409, "files.no_preview")
    assert anna.get(address(anna, file["id"])).status == 200


# Limits


def test_an_upload_out_of_scope_finds_nothing_and_leaves_nothing(
    api: Api, party: Any, on_disk: Look
) -> None:
    viktor = api("viktor")
    assert viktor.send(place(party), b"mine now\n").status == 404
    file_id = add(api("anna"), party)["id"]
    before = on_disk()
    assert viktor.send(f"/files/{file_id}/versions", b"mine now\n").status == 404
    assert on_disk() == before
    assert viktor.get(place(party).replace("/files", "/files/room")).status == 404


def test_a_content_over_the_limit_is_refused_while_it_comes(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch, on_disk: Look
) -> None:
    monkeypatch.setenv("KURATOR_FILE_MB", "1")
    anna = api("anna")
    answer = anna.send(place(party), b"x" * (1024 * 1024 + 1), "a.txt")
    assert (answer.status, answer.json["code"]) == (413, "files.too_large")
    room = anna.get(place(party).replace("/files", "/files/room") + f"&size={2**30}")
    assert room.status == 413
    assert on_disk() == []


def test_one_person_cannot_flood_the_house(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch, on_disk: Look
) -> None:
    monkeypatch.setenv("KURATOR_FILE_DAILY_COUNT", "2")
    anna = api("anna")
    for name in ("1.txt", "2.txt"):
        add(anna, party, name=name)
    full = anna.send(place(party), b"three\n", "3.txt")
    assert (full.status, full.json["code"]) == (429, "files.quota_reached")
    assert anna.get(place(party).replace("/files", "/files/room")).status == 429
    assert len(on_disk()) == 2
    assert api("boris").send(place(party), b"boris\n", "b.txt").status == 201


def test_only_kinds_of_the_setting_are_kept(
    api: Api, party: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURATOR_FILE_KINDS", "pdf, png")
    anna = api("anna")
    assert anna.send(place(party), docx(), "a.docx").json["code"] == "files.kind_not_allowed"
    assert anna.send(place(party), png(), "a.png").status == 201


def test_a_part_of_a_content_is_sent_and_a_range_outside_refused(api: Api, party: Any) -> None:
    anna = api("anna")
    path = address(anna, add(anna, party, b"0123456789")["id"])
    part = anna.get(path, Range="bytes=2-4")
    assert (part.status, part.content, part.headers["Content-Range"]) == (
        206,
        b"234",
        "bytes 2-4/10",
    )
    assert anna.get(path, Range="bytes=10-").status == 416
    mark = part.headers["ETag"]
    assert anna.get(path, Range="bytes=2-4", **{"If-Range": mark}).status == 206
    assert anna.get(path, Range="bytes=2-4", **{"If-Range": '"old"'}).content == b"0123456789"


# What remains


def test_contents_without_a_row_are_swept_and_others_stay(
    api: Api, party: Any, files_dir: Any, on_disk: Look
) -> None:
    add(api("anna"), party)
    known = on_disk()
    contents = files_dir / "records" / "contents" / "zz"
    contents.mkdir()
    (contents / ("z" * 32)).write_bytes(b"orphan")
    (files_dir / "records" / "incoming" / ("y" * 32)).write_bytes(b"torn")
    assert sweep_orphans(now=datetime.now(UTC)) == 0
    assert sweep_orphans(now=datetime.now(UTC) + timedelta(hours=2)) == 2
    assert on_disk() == known
    orphans = files_dir / "records" / "orphans"
    assert [path.name for path in orphans.iterdir()] == ["z" * 32]
    sweep_orphans(now=datetime.now(UTC) + timedelta(days=8))
    assert list(orphans.iterdir()) == []


def test_a_content_set_aside_comes_back_when_its_row_does(
    api: Api, party: Any, on_disk: Look
) -> None:
    """The database was restored to an earlier instant, and then to a later one."""
    file = add(api("anna"), party)
    known = on_disk()
    FileVersion.objects.update(key="k" * 32)
    assert sweep_orphans(now=datetime.now(UTC) + timedelta(hours=2)) == 1
    assert on_disk() == []
    FileVersion.objects.update(key=known[0])
    sweep_orphans(now=datetime.now(UTC) + timedelta(hours=3))
    assert on_disk() == known
    assert api("anna").get(address(api("anna"), file["id"])).status == 200


@pytest.mark.django_db(transaction=True)
def test_two_uploads_for_the_same_version_make_one(api: Api, cast: Cast, on_disk: Look) -> None:
    anna = api("anna")
    file_id = add(anna, make_party(owner=cast.anna, name="Iryna"))["id"]
    gate = threading.Barrier(2)
    statuses: list[int] = []

    def send(who: str, client: ApiClient) -> None:
        gate.wait()
        answer = client.send(f"/files/{file_id}/versions?base=1", f"{who}\n".encode(), "v.txt")
        statuses.append(answer.status)
        connection.close()

    pairs = [(who, api(who)) for who in ("anna", "boris")]
    threads = [threading.Thread(target=send, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409]
    assert sorted(FileVersion.objects.values_list("number", flat=True)) == [1, 2]
    assert len(on_disk()) == 2


def test_a_missing_record_is_not_told_from_a_hidden_one(api: Api) -> None:
    class Missing:
        id = new_id()

    assert api("anna").send(place(Missing), b"x\n").status == 404


@pytest.mark.requirement("R001-59")
@pytest.mark.parametrize("path", ["history", "feed", "card"])
def test_whoever_may_not_see_files_learns_no_name_by_the_history(
    cast: Cast, api: Api, party: Any, path: str
) -> None:
    anna = api("anna")
    file_id = add(anna, party, name="canary.txt")["id"]
    assert anna.patch(f"/files/{file_id}", {"name": "Secret canary"}).status == 200
    Party.objects.filter(id=party.id).update(status="LEAVING")
    shown = anna.get(f"/parties/{party.id}/{path}").content.decode()
    role = UserRole.objects.get(user=cast.anna).role
    role.permissions = [code for code in role.permissions if not code.startswith("files.")]
    role.save()
    found = anna.get(f"/parties/{party.id}/{path}")
    assert found.status == 200
    assert "canary" not in found.content.decode()
    assert "LEAVING" in found.content.decode()
    assert "canary" in shown
    answer = anna.get(f"/parties/{party.id}/history?field=file.name")
    assert answer.json["items"] == []
