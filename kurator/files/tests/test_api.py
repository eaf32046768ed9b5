"""The life of a file through the API: added, renamed, replaced, restored, removed, erased."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kurator.activities.models import Note
from kurator.activities.tests.builders import make_task
from kurator.files.models import File, FileVersion
from kurator.files.services.sweeping import erase_expired
from kurator.files.tests.builders import add, address, docx, place, png
from kurator.kernel.ids import new_id
from kurator.parties.tests.builders import make_party
from kurator.tracking.models import Change
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
Look = Callable[[], list[str]]


@pytest.fixture
def party(cast: Cast) -> Any:
    return make_party(owner=cast.anna, name="Iryna")


def test_a_file_comes_back_as_it_was_sent(api: Api, party: Any, files_dir: Path) -> None:
    content = png()
    added = add(api("anna"), party, content, "Паспорт ☕.png")

    assert added["name"] == "Паспорт ☕.png"
    assert added["version"]["sha256"] == hashlib.sha256(content).hexdigest()
    got = api("anna").get(address(api("anna"), added["id"]))
    assert (got.status, got.content) == (200, content)
    [stored] = (files_dir / "records" / "contents").rglob("*/*")
    assert stored.stat().st_mode & 0o777 == 0o600
    assert "png" not in stored.name


def test_a_colleague_of_the_team_sees_it_with_who_and_when(api: Api, party: Any) -> None:
    add(api("anna"), party)
    [seen] = api("boris").get(f"/parties/{party.id}/files").json["items"]
    assert seen["created_by_name"] == "Anna Test"
    assert seen["version"]["number"] == 1


def test_files_lie_on_tasks_and_notes_too(api: Api, cast: Cast, party: Any) -> None:
    task = make_task(party, cast.anna.id, title={"en": "Call back"})
    note = Note.objects.create(
        id=new_id(), party_id=party.id, text="Said yes", author_id=cast.anna.id,
        created_at=datetime.now(UTC),
    )  # fmt: skip
    anna = api("anna")
    assert anna.send(place(task, "task"), b"on a task", "t.txt").status == 201
    assert anna.send(place(note, "note"), b"on a note", "n.txt").status == 201

    titles = {f["name"]: f["record_title"] for f in anna.get("/files").json["items"]}
    assert titles == {"t.txt": "Call back", "n.txt": "Said yes"}
    [of_task] = anna.get(f"/files?record_kind=task&record_id={task.id}").json["items"]
    assert of_task["name"] == "t.txt"
    assert len(anna.get(f"/parties/{party.id}/files").json["items"]) == 2


def test_names_marks_and_words_are_changed_and_the_history_tells(api: Api, party: Any) -> None:
    anna = api("anna")
    file_id = add(anna, party)["id"]
    changed = anna.patch(
        f"/files/{file_id}",
        {"name": "Agreed", "tags": ["letter", "contract"], "description": "2026"},
    )
    assert changed.json["name"] == "Agreed.txt"
    assert changed.json["tags"] == ["contract", "letter"]
    history = anna.get(f"/parties/{party.id}/history").json["items"]
    said = {c["label"]: (c["old_label"], c["new_label"]) for c in history[0]["changes"]}
    assert said["File name"] == ("a.txt", "Agreed.txt")
    assert history[0]["can_undo"] is False


def test_changes_offer_to_take_back_what_an_undo_brings_back(api: Api, party: Any) -> None:
    anna = api("anna")
    assert anna.patch(f"/parties/{party.id}", {"set": {"party.status": "LEAVING"}}).status == 200
    add(anna, party)
    of_file, of_status = anna.get("/changes").json["items"][:2]
    assert of_file["fields"] == ["File"]
    assert (of_file["can_undo"], of_status["can_undo"]) == (False, True)


@pytest.mark.parametrize("body", [{"name": "  "}, {"tags": ["nonsense"]}, {"size": 1}])
def test_a_wrong_change_is_refused_naming_its_place(api: Api, party: Any, body: Any) -> None:
    anna = api("anna")
    answer = anna.patch(f"/files/{add(anna, party)['id']}", body)
    assert answer.status == 422
    assert next(iter(body)) in answer.json["errors"][0]["loc"]


def test_versions_are_added_listed_and_restored(api: Api, party: Any, on_disk: Look) -> None:
    anna = api("anna")
    file_id = add(anna, party, b"first\n", "a.txt")["id"]
    second = api("boris").send(f"/files/{file_id}/versions", b"second\n", "b.txt")
    assert second.json["version"]["number"] == 2
    assert second.json["name"] == "a.txt"

    restored = anna.post(f"/files/{file_id}/versions/1/restore")
    assert restored.json["version"]["number"] == 3
    numbers = [
        (v["number"], v["source_number"], v["created_by_name"])
        for v in anna.get(f"/files/{file_id}/versions").json["items"]
    ]
    assert numbers == [(3, 1, "Anna Test"), (2, None, "Boris Test"), (1, None, "Anna Test")]
    assert anna.get(address(anna, file_id)).content == b"first\n"
    assert anna.get(address(anna, file_id, number=2)).content == b"second\n"
    assert len(on_disk()) == 2


def test_a_version_of_another_kind_takes_a_true_ending(api: Api, party: Any) -> None:
    anna = api("anna")
    file_id = add(anna, party, b"first\n", "a.txt")["id"]
    second = anna.send(f"/files/{file_id}/versions", docx(), "contract.docx")
    assert second.json["name"] == "contract.docx"


def test_who_began_from_an_older_version_is_told_of_the_newer(api: Api, party: Any) -> None:
    anna = api("anna")
    file_id = add(anna, party)["id"]
    assert api("boris").send(f"/files/{file_id}/versions?base=1", b"boris\n").status == 201
    late = anna.send(f"/files/{file_id}/versions?base=1", b"anna\n")
    assert late.status == 409
    assert late.json["code"] == "files.version_meanwhile"
    assert "Boris Test" in late.json["detail"]


def test_the_bin_and_the_way_back(api: Api, party: Any) -> None:
    anna = api("anna")
    file_id = add(anna, party)["id"]
    assert anna.delete(f"/files/{file_id}").json["state"] == "REMOVED"
    assert anna.get(f"/parties/{party.id}/files").json["items"] == []
    [binned] = anna.get(f"/parties/{party.id}/files?in_bin=true").json["items"]
    assert binned["removed_by_name"] == "Anna Test"
    assert anna.send(f"/files/{file_id}/versions", b"late\n").json["code"] == "files.removed"
    assert anna.post(f"/files/{file_id}/restore").json["state"] == "KEPT"
    assert anna.post(f"/files/{file_id}/restore").json["code"] == "files.kept"


def test_what_is_in_the_bin_long_enough_is_erased(
    api: Api, party: Any, on_disk: Look, django_capture_on_commit_callbacks: Any
) -> None:
    anna = api("anna")
    old, fresh = (add(anna, party, name=f"{n}.txt")["id"] for n in ("old", "fresh"))
    anna.send(f"/files/{old}/versions", b"second\n")
    for file_id in (old, fresh):
        anna.delete(f"/files/{file_id}")
    now = datetime.now(UTC)
    File.objects.filter(id=old).update(removed_at=now - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_expired(now=now) == 1
    assert [str(f.id) for f in File.objects.all()] == [fresh]
    assert on_disk() == [v.key for v in FileVersion.objects.all()]


def test_erasing_by_hand_takes_rows_and_content(
    api: Api, party: Any, on_disk: Look, django_capture_on_commit_callbacks: Any
) -> None:
    anna = api("anna")
    file_id = add(anna, party)["id"]
    anna.post(f"/files/{file_id}/versions/1/restore")
    anna.delete(f"/files/{file_id}")
    with django_capture_on_commit_callbacks(execute=True):
        assert anna.post(f"/files/{file_id}/erase").status == 204
    assert not FileVersion.objects.exists()
    assert on_disk() == []
    assert Change.objects.filter(entity="file", operation="D").count() == 1


def test_card_and_feed_tell_of_files(api: Api, party: Any) -> None:
    anna = api("anna")
    ids = [add(anna, party, name=f"{n}.txt")["id"] for n in range(7)]
    anna.delete(f"/files/{ids[0]}")
    card = anna.get(f"/parties/{party.id}/card").json
    assert card["sections"]["files"]["count"] == 6
    assert len(card["sections"]["files"]["items"]) == 5
    kinds = [e["kind"] for e in card["feed"]["items"]]
    assert kinds.count("file_added") == 7
    assert kinds[0] == "file_removed"
    assert "change" not in kinds


def test_search_finds_a_part_of_a_name(api: Api, party: Any) -> None:
    add(api("anna"), party, name="Договір оренди 2026.txt")
    groups = api("boris").get("/search?q=оренди").json["groups"]
    [hit] = next(g for g in groups if g["kind"] == "file")["items"]
    assert hit["title"] == "Договір оренди 2026.txt"
    assert hit["subtitle"] == "Iryna"
    assert api("viktor").get("/search?q=оренди").json["groups"] == []


def test_the_list_pages_and_filters(api: Api, party: Any) -> None:
    anna = api("anna")
    for number in range(5):
        add(anna, party, name=f"{number}.txt")
    anna.send(place(party) + "&tags=photo", png(), "p.png")
    first = anna.get("/files?limit=4").json
    rest = anna.get(f"/files?limit=4&cursor={first['next_cursor']}").json
    names = [f["name"] for f in first["items"] + rest["items"]]
    assert names == ["p.png", "4.txt", "3.txt", "2.txt", "1.txt", "0.txt"]
    assert rest["next_cursor"] is None
    assert [f["name"] for f in anna.get("/files?group=pictures").json["items"]] == ["p.png"]
    assert [f["name"] for f in anna.get("/files?tag=photo").json["items"]] == ["p.png"]
    assert len(anna.get("/files?creator=me").json["items"]) == 6
    assert anna.get(f"/files?creator={new_id()}").json["items"] == []
    assert anna.get("/files?cursor=forged").status == 422


def test_room_tells_limits_and_marks_before_a_byte_is_sent(api: Api, party: Any) -> None:
    room = api("anna").get(place(party).replace("/files", "/files/room")).json
    assert room["max_bytes"] == 100 * 1024 * 1024
    assert "docx" in room["endings"]
    assert {"code": "contract", "label": "Contract"} in room["tags"]
