"""Files of a customer that is shared: seen by whoever sees him, changed by whoever may change him."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.activities.models import Note
from kurator.files.tests.builders import add, place
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-59")


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name="Shared")


@pytest.fixture
def note(api: Api, party: Party) -> Any:
    made = api("anna").post("/notes", {"party_id": str(party.id), "text": "Said yes"}).json
    return Note.objects.get(id=made["id"])


def share(api: Api, party: Party, cast: Cast, *, can_edit: bool) -> None:
    body = {"user_id": str(cast.viktor.id), "can_edit": can_edit}
    assert api("anna").post(f"/parties/{party.id}/shares", body).status == 201


def test_to_read_is_not_to_change(api: Api, cast: Cast, party: Party, note: Any) -> None:
    kept, removed = add(api("anna"), party), add(api("anna"), party)
    assert api("anna").delete(f"/files/{removed['id']}").status in (200, 204)
    share(api, party, cast, can_edit=False)
    viktor = api("viktor")
    assert [one["id"] for one in viktor.get(f"/parties/{party.id}/files").json["items"]] == [
        kept["id"]
    ]
    before = fingerprint()
    answers = [
        viktor.send(place(party), b"text\n", "a.txt"),
        viktor.send(place(note, "note"), b"text\n", "a.txt"),
        viktor.send(f"/files/{kept['id']}/versions", b"text\n", "a.txt"),
        viktor.patch(f"/files/{kept['id']}", {"name": "Other"}),
        viktor.delete(f"/files/{kept['id']}"),
        viktor.post(f"/files/{removed['id']}/restore", {}),
    ]
    assert [answer.status for answer in answers] == [403] * 6, [a.content for a in answers]
    assert {answer.json["code"] for answer in answers} == {"parties.only_shared"}
    assert fingerprint() == before


def test_with_the_right_to_edit_they_are_changed(
    api: Api, cast: Cast, party: Party, note: Any
) -> None:
    kept = add(api("anna"), party)
    share(api, party, cast, can_edit=True)
    viktor = api("viktor")
    add(viktor, party)
    assert viktor.send(place(note, "note"), b"text\n", "a.txt").status == 201
    assert viktor.send(f"/files/{kept['id']}/versions", b"new\n", "a.txt").status == 201
    assert viktor.patch(f"/files/{kept['id']}", {"description": "Seen"}).status == 200
    assert viktor.delete(f"/files/{kept['id']}").status in (200, 204)
