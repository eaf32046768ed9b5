"""Files sent while a note is being written: with the note, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kurator.access.models import Role, UserRole
from kurator.activities.models import Note
from kurator.files.models import File
from kurator.files.services.sweeping import erase_waiting, sweep_orphans
from kurator.files.tests.builders import add, address, place, png
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name="Ann")


def _wait(client: ApiClient, party: Party, name: str = "a.txt") -> dict[str, Any]:
    answer = client.send(f"{place(party)}&is_waiting=true", b"text\n", name)
    assert answer.status == 201, answer.content
    found: dict[str, Any] = answer.json
    return found


def _waiting(client: ApiClient, party: Party) -> list[str]:
    items = client.get(f"/files?party_id={party.id}&is_waiting=true").json["items"]
    return [one["name"] for one in items]


def _note(client: ApiClient, party: Party, *ids: Any, text: str = "Agreed") -> Any:
    return client.post("/notes", {"party_id": str(party.id), "text": text, "file_ids": [*ids]})


def test_a_note_is_kept_with_its_files(api: Api, party: Party) -> None:
    anna = api("anna")
    first, second = _wait(anna, party, "one.txt"), _wait(anna, party, "two.txt")
    assert _waiting(anna, party) == ["two.txt", "one.txt"]
    answer = _note(anna, party, second["id"], first["id"])
    assert answer.status == 201, answer.json
    note_id = answer.json["id"]
    items = anna.get(f"/files?record_kind=note&record_id={note_id}").json["items"]
    assert sorted(one["name"] for one in items) == ["one.txt", "two.txt"]
    assert _waiting(anna, party) == []
    assert len(api("boris").get(f"/parties/{party.id}/files").json["items"]) == 2
    shown = anna.get(f"/parties/{party.id}/feed").json["items"]
    told = [(e["kind"], e["details"].get("record_id", note_id)) for e in shown]
    assert told.count(("file_added", note_id)) == 2


def test_the_history_tells_of_a_file_of_a_note_once(api: Api, party: Party) -> None:
    anna = api("anna")
    file = _wait(anna, party, "one.txt")
    assert _note(anna, party, file["id"]).status == 201
    assert anna.delete(f"/files/{file['id']}").status in (200, 204)
    rows = anna.get(f"/parties/{party.id}/history").json["items"]
    told = [
        (row["operation"], sorted(change["field"] for change in row["changes"]))
        for row in rows
        if row["entity"] == "file"
    ]
    assert told == [("U", ["file.state"]), ("I", ["file.name", "file.version"])]
    removed = rows[0]["changes"][0]
    assert (removed["old"], removed["new"]) == ("KEPT", "REMOVED")


def test_what_waits_is_seen_by_its_author_alone(api: Api, party: Party) -> None:
    one = _wait(api("anna"), party)
    boris = api("boris")
    assert boris.get(f"/files/{one['id']}").status == 404
    assert boris.get(f"/files/{one['id']}/versions").status == 404
    assert boris.post(f"/files/{one['id']}/link", {}).status == 404
    assert boris.delete(f"/files/{one['id']}").status == 404
    assert boris.delete(f"/files/{one['id']}/waiting").status == 404
    assert boris.get(f"/parties/{party.id}/files").json["items"] == []
    assert boris.get(f"/files?party_id={party.id}&is_waiting=true").json["items"] == []
    for client in (boris, api("anna")):
        kinds = [e["kind"] for e in client.get(f"/parties/{party.id}/feed").json["items"]]
        assert "file_added" not in kinds
    assert api("anna").get(address(api("anna"), one["id"])).status == 200


def test_a_note_may_be_its_files_alone(api: Api, party: Party) -> None:
    anna = api("anna")
    assert _note(anna, party, text=" ").status == 422
    assert _note(anna, party, _wait(anna, party)["id"], text="").status == 201


@pytest.mark.parametrize("who", ["other customer", "colleague", "twice", "unknown", "kept"])
def test_nothing_is_kept_when_one_of_the_files_does_not_wait(
    api: Api, cast: Cast, party: Party, who: str
) -> None:
    anna = api("anna")
    good = _wait(anna, party, "good.txt")["id"]
    bad: Any = uuid4()
    if who == "other customer":
        bad = _wait(anna, make_party(owner=cast.anna))["id"]
    elif who == "colleague":
        bad = _wait(api("boris"), party)["id"]
    elif who == "kept":
        bad = add(anna, party)["id"]
    elif who == "twice":
        bad = _wait(anna, party, "used.txt")["id"]
        assert _note(anna, party, bad).status == 201
    before = Note.objects.count()
    answer = _note(anna, party, good, str(bad))
    assert answer.status == 422
    assert [(e["loc"], e["code"]) for e in answer.json["errors"]] == [
        (["file_ids", 1], "files.not_waiting")
    ]
    assert Note.objects.count() == before
    assert "good.txt" in _waiting(anna, party)


def test_the_right_to_files_is_asked_for(api: Api, cast: Cast, party: Party) -> None:
    one = _wait(api("anna"), party)
    role = Role.objects.get(id=UserRole.objects.get(user_id=cast.anna.id).role_id)
    left = [code for code in role.permissions if code != "files.edit"]
    Role.objects.filter(id=role.id).update(permissions=left)
    answer = _note(api("anna"), party, one["id"])
    assert (answer.status, answer.json["code"]) == (403, "kurator.permission_missing")
    assert not Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_off_leaves_nothing(api: Api, party: Party, on_disk: Any) -> None:
    anna = api("anna")
    one = _wait(anna, party)
    assert anna.delete(f"/files/{one['id']}/waiting").status == 204
    assert not File.objects.exists()
    assert on_disk() == []
    kept = add(anna, party)
    refused = anna.delete(f"/files/{kept['id']}/waiting")
    assert (refused.status, refused.json["code"]) == (409, "files.not_waiting")


def test_limits_are_those_of_all_files(api: Api, party: Party) -> None:
    anna = api("anna")
    answer = anna.send(f"{place(party)}&is_waiting=true", b"\x7fELF" + bytes(200), "a.txt")
    assert (answer.status, answer.json["code"]) == (422, "files.kind_not_allowed")
    assert _waiting(anna, party) == []


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_a_week_goes_and_nothing_younger(
    api: Api, party: Party, on_disk: Any
) -> None:
    anna = api("anna")
    old, young = _wait(anna, party, "old.txt"), _wait(anna, party, "young.txt")
    now = datetime.now(UTC)
    File.objects.filter(id=UUID(old["id"])).update(created_at=now - timedelta(days=8))
    assert sweep_orphans(now=now + timedelta(hours=2)) == 0
    assert erase_waiting(now=now) == 1
    assert _waiting(anna, party) == [young["name"]]
    assert len(on_disk()) == 1


def test_a_picture_has_its_small_picture_while_it_waits(api: Api, party: Party) -> None:
    anna = api("anna")
    answer = anna.send(f"{place(party)}&is_waiting=true", png(), "a.png")
    assert (answer.json["state"], answer.json["version"]["kind"]) == ("WAITING", "png")


def test_a_note_with_files_is_one_line_of_changes(api: Api, party: Party) -> None:
    """Sent beforehand, they come with it; one that is taken off again was never there."""
    anna = api("anna")
    before = anna.get("/changes").json["items"]
    kept = [_wait(anna, party, name)["id"] for name in ("one.txt", "two.txt")]
    gone = _wait(anna, party, "gone.txt")["id"]
    assert anna.delete(f"/files/{gone}/waiting").status == 204
    assert anna.get("/changes").json["items"] == before
    note = {"party_id": str(party.id), "text": "Signed", "file_ids": kept}
    assert anna.post("/notes", note).status == 201
    anna.patch("/session", {"language": "uk"})
    line, *others = anna.get("/changes").json["items"]
    assert [one["id"] for one in others] == [one["id"] for one in before]
    assert (line["parties"], line["fields"], line["can_undo"]) == (1, ["Файл"], False)
    anna.patch("/session", {"language": "en"})
    direct = anna.send(place(party), b"x\n", "direct.txt")
    assert direct.status == 201, direct.json
    assert len(anna.get("/changes").json["items"]) == len(others) + 2
