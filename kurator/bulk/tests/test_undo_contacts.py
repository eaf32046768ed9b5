"""Undo of contact points and tags: each is told by its value and decided by itself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kurator.access.models import Role, UserRole
from kurator.bulk.tests.test_undo import latest_set, state, undo
from kurator.parties.models import ContactPoint, Party
from kurator.parties.tests.builders import make_contact_point, make_party, make_tag
from kurator.platform.context import Context, open_scope
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
SET = UUID("0192aaaa-0000-7000-8000-000000000002")
CHANGES = f"/changes/{SET}/undo"


@pytest.fixture
def party(cast: Cast) -> Party:
    """Anna changes both of his contact points in one change set."""
    found = make_party(owner=cast.anna, phones=["+380671112233"], emails=["old@example.com"])
    with _as_anna(cast):
        ContactPoint.objects.filter(kind="PHONE").update(value="+380501112233", norm="380501112233")
        ContactPoint.objects.filter(kind="EMAIL").update(
            value="new@example.com", norm="new@example.com"
        )
    return found


def _as_anna(cast: Cast) -> Any:
    return open_scope(Context(actor_kind="user", actor_id=str(cast.anna.id), change_set=str(SET)))


def _path(party: Party, kind: str) -> str:
    return f"/parties/{party.id}/contact-points/{ContactPoint.objects.get(kind=kind).id}"


def _change(client: ApiClient, party: Party, kind: str, value: str) -> None:
    assert client.patch(_path(party, kind), {"value": value}).status == 200


def _norms() -> list[str]:
    return list(ContactPoint.objects.order_by("kind").values_list("norm", flat=True))


def test_each_conflict_names_its_contact_with_both_values(api: Api, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233 ext. 801")
    _change(api("boris"), party, "EMAIL", "his@example.com")
    assert api("boris").patch(_path(party, "EMAIL"), {"label": "work"}).status == 200
    seen = api("anna").post(f"{CHANGES}/preview").json
    assert (seen["parties"], seen["undone"], seen["conflicts"]) == (1, 0, 1)
    shown = api("anna").get(f"{CHANGES}/conflicts").json["items"]
    ids = {point.kind: f"party.contact:{point.id}" for point in ContactPoint.objects.all()}
    told = {one["field"]: (one["label"], one["old"], one["new"], one["present"]) for one in shown}
    assert told == {
        ids["PHONE"]: (
            "Phone", "+380671112233", "+380501112233", "+380991112233 ext. 801",
        ),
        ids["EMAIL"]: (
            "E-mail", "old@example.com (work)", "new@example.com (work)", "his@example.com (work)",
        ),
    }  # fmt: skip
    assert {one["changed_by"] for one in shown} == {"Boris Test"}
    ukrainian = api("anna")
    ukrainian.patch("/session", {"language": "uk"})
    labels = {one["label"] for one in ukrainian.get(f"{CHANGES}/conflicts").json["items"]}
    assert labels == {"Телефон", "Ел. пошта"}


def test_two_contacts_of_one_customer_are_decided_apart(api: Api, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233 ext. 801")
    _change(api("boris"), party, "EMAIL", "his@example.com")
    point = ContactPoint.objects.get(kind="PHONE")
    choice = {"party_id": str(party.id), "field": f"party.contact:{point.id}", "take": "old"}
    undone = undo(api("anna"), str(SET), choices=[choice])
    assert (undone["changed"], undone["refused"]) == (1, 1)
    assert _norms() == ["his@example.com", "380671112233"]
    assert ContactPoint.objects.get(kind="PHONE").extension == ""


def test_one_contact_may_stay_where_all_others_are_overwritten(api: Api, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233")
    _change(api("boris"), party, "EMAIL", "his@example.com")
    point = ContactPoint.objects.get(kind="PHONE")
    choice = {"party_id": str(party.id), "field": f"party.contact:{point.id}", "take": "present"}
    undo(api("anna"), str(SET), on_conflict="overwrite", choices=[choice])
    assert _norms() == ["old@example.com", "380991112233"]


def test_a_word_about_all_contacts_of_a_customer_still_counts(api: Api, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233")
    choice = {"party_id": str(party.id), "field": "party.contact", "take": "old"}
    undo(api("anna"), str(SET), choices=[choice])
    assert _norms() == ["old@example.com", "380671112233"]


def test_what_was_changed_and_put_back_is_no_conflict(api: Api, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233")
    _change(api("boris"), party, "PHONE", "+380501112233")
    assert api("anna").get(f"{CHANGES}/conflicts").json["items"] == []
    assert undo(api("anna"), str(SET))["refused"] == 0
    assert _norms() == ["old@example.com", "380671112233"]


def test_another_side_of_a_contact_is_no_conflict(api: Api, party: Party) -> None:
    answer = api("boris").patch(_path(party, "EMAIL"), {"label": "work"})
    assert answer.status == 200
    assert undo(api("anna"), str(SET))["refused"] == 0
    found = ContactPoint.objects.get(kind="EMAIL")
    assert (found.norm, found.label) == ("old@example.com", "work")


def test_a_contact_removed_since_comes_back_when_one_wants_it(api: Api, party: Party) -> None:
    assert api("boris").delete(_path(party, "PHONE")).status < 300
    shown = api("anna").get(f"{CHANGES}/conflicts").json["items"]
    assert [(one["label"], one["old"], one["present"]) for one in shown] == [
        ("Phone", "+380671112233", "")
    ]
    undo(api("anna"), str(SET))
    assert _norms() == ["old@example.com"]
    choice = {"party_id": str(party.id), "field": shown[0]["field"], "take": "old"}
    undo(api("anna"), str(SET), choices=[choice])
    assert _norms() == ["old@example.com", "380671112233"]


def test_an_added_contact_that_others_mended_is_shown_before_it_goes(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    with _as_anna(cast):
        make_contact_point(party, "+380671112233")
    _change(api("boris"), party, "PHONE", "+380991112233")
    (one,) = api("anna").get(f"{CHANGES}/conflicts").json["items"]
    assert (one["label"], one["old"], one["present"]) == ("Phone", "", "+380991112233")
    undo(api("anna"), str(SET), on_conflict="overwrite")
    assert not ContactPoint.objects.exists()


def test_the_preview_tells_of_contacts_and_tags(api: Api, cast: Cast) -> None:
    gold = make_tag("gold")
    party = make_party(owner=cast.anna, name="Ann", phones=["+380671112233"], tags=[gold])
    anna = api("anna")
    before = state()
    assert anna.delete(f"/parties/{party.id}/tags/{gold.id}").status < 300
    seen = anna.post(f"/changes/{latest_set(anna)}/undo/preview").json
    assert (seen["undone"], seen["conflicts"]) == (1, 0)
    (one,) = seen["samples"]
    assert (one["label"], one["old"], one["new"], one["present"]) == ("Tags", "gold", "", "")
    undo(anna, latest_set(anna))
    assert state() == before
    _change(anna, party, "PHONE", "+380501112233")
    (one,) = anna.post(f"/changes/{latest_set(anna)}/undo/preview").json["samples"]
    assert (one["label"], one["old"], one["present"]) == (
        "Phone", "+380671112233", "+380501112233",
    )  # fmt: skip


def test_of_a_customer_out_of_sight_no_contact_is_told(api: Api, cast: Cast, party: Party) -> None:
    _change(api("boris"), party, "PHONE", "+380991112233")
    Party.objects.update(owner_id=cast.viktor.id)
    seen = api("anna").post(f"{CHANGES}/preview")
    assert "380" not in str(seen.json)
    assert "380" not in str(api("anna").get(f"{CHANGES}/conflicts").json)


def test_the_preview_tells_what_the_role_keeps_back(api: Api, cast: Cast) -> None:
    anna = api("anna")
    body = {"values": {"party.name": "New"}}
    made = anna.post("/parties", body)
    assert made.status == 201, made.json
    change = latest_set(anna)
    assert anna.post(f"/changes/{change}/undo/preview").json["closed"] == 0
    role = Role.objects.get(id=UserRole.objects.get(user_id=cast.anna.id).role_id)
    left = [code for code in role.permissions if code != "parties.delete"]
    Role.objects.filter(id=role.id).update(permissions=left)
    seen = anna.post(f"/changes/{change}/undo/preview").json
    assert (seen["parties"], seen["undone"], seen["conflicts"], seen["closed"]) == (1, 0, 0, 1)
