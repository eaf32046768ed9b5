from collections.abc import Callable
from typing import Any

import pytest

from kurator.parties.models import Party
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def create(client: ApiClient, **values: Any) -> Any:
    answer = client.post("/parties", {"values": {"party.name": "Ірина Мельник", **values}})
    assert answer.status == 201, answer.json
    return answer.json


def test_a_customer_is_created_read_and_changed(api: Api) -> None:
    anna = api("anna")
    make_attribute("plan", "choice", choices=["gold", "tin"])
    body = {
        "values": {"party.name": "Ірина Мельник", "attr.plan": "gold", "party.tax_id": "123"},
        "phones": ["067 123-45-67 доб. 801"],
        "emails": ["Iryna@Example.com"],
    }
    created = anna.post("/parties", body)
    assert created.status == 201, created.json
    party_id = created.json["id"]
    party = anna.get(f"/parties/{party_id}").json
    assert party["display_name"] == "Ірина Мельник"
    assert party["values"]["party.phone"] == ["+380671234567"]
    assert party["contact_points"][0]["extension"] == "801"
    assert party["values"]["attr.plan"] == "gold"
    assert party["owner"]["name"] == "Anna Test"
    assert party["completeness"] == {"percent": 100, "missing": []}

    changed = anna.patch(f"/parties/{party_id}", {"set": {"attr.plan": "tin", "party.tax_id": ""}})
    assert changed.status == 200, changed.json
    assert changed.json["values"]["attr.plan"] == "tin"
    assert changed.json["completeness"]["missing"] == ["party.tax_id"]
    assert changed.headers["ETag"] == '"2"'


def test_an_outsider_finds_nothing_and_changes_nothing(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, name="Hidden Person", phones=["+380671234567"])
    tag = make_tag()
    viktor = api("viktor")
    path = f"/parties/{party.id}"
    answers = [
        viktor.get(path),
        viktor.get(path + "/card"),
        viktor.get(path + "/history"),
        viktor.get(path + "/feed"),
        viktor.patch(path, {"set": {"party.name": "Mine"}}),
        viktor.post(path + "/contact-points", {"kind": "EMAIL", "value": "a@b.co"}),
        viktor.put(f"{path}/tags/{tag.id}"),
        viktor.delete(f"{path}/tags/{tag.id}"),
    ]
    assert [answer.status for answer in answers] == [404] * len(answers)
    assert viktor.post("/parties/search", {}).json["items"] == []
    assert viktor.post("/parties/search", {"q": "hidden"}).json["items"] == []
    assert viktor.get("/search?q=1234567").json["groups"] == []
    action = {"set": {"party.status": "FORMER"}}
    bulk = {"selection": {"ids": [str(party.id)]}, "action": action}
    assert viktor.post("/bulk", bulk).json["code"] == "bulk.nothing_changes"
    party.refresh_from_db()
    assert (party.version, party.status) == (1, "ACTIVE")


def test_without_permission_nothing_is_done(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.nina)
    nina = api("nina")
    assert nina.get(f"/parties/{party.id}").status == 403
    assert nina.post("/parties", {"values": {"party.name": "X"}}).status == 403
    assert nina.patch(f"/parties/{party.id}", {"set": {"party.status": "FORMER"}}).status == 403


def test_two_editors_of_one_field(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, tax_id="1")
    make_attribute("note")
    path = f"/parties/{party.id}"
    first = {"set": {"party.tax_id": "2"}, "base": {"party.tax_id": "1"}}
    assert api("boris").patch(path, first).status == 200
    second = {"set": {"party.tax_id": "3"}, "base": {"party.tax_id": "1"}}
    answer = api("anna").patch(path, second)
    assert (answer.status, answer.json["code"]) == (409, "parties.edit_conflict")
    conflict = answer.json["conflicts"][0]
    assert conflict["changed_by"] == "Boris Test"
    assert (conflict["field"], conflict["base"], conflict["theirs"], conflict["mine"]) == (
        "party.tax_id",
        "1",
        "2",
        "3",
    )
    other = {"set": {"attr.note": "x"}, "base": {"attr.note": None}}
    assert api("anna").patch(path, other).status == 200
    same = {"set": {"party.tax_id": "2"}, "base": {"party.tax_id": "1"}}
    assert api("anna").patch(path, same).status == 200


def test_a_broken_base_is_refused_at_its_place(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, tax_id="1")
    body = b'{"set": {"party.tax_id": "2"}, "base": {"party.tax_id": "\\ud800"}}'
    client = api("anna").client
    path = f"/api/v1/parties/{party.id}"
    answer = client.generic("PATCH", path, body, content_type="application/json")
    assert answer.status_code == 422


def test_names_in_two_languages_merge(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, name={"ru": "Пётр", "uk": "Петро"}, lang="uk")
    path = f"/parties/{party.id}"
    ru = {"set": {"party.name": {"ru": "Пётр 2"}}, "base": {"party.name": {"ru": "Пётр"}}}
    uk = {"set": {"party.name": {"uk": "Петро 2"}}, "base": {"party.name": {"uk": "Петро"}}}
    assert api("anna").patch(path, ru).status == 200
    assert api("boris").patch(path, uk).json["name"] == {"ru": "Пётр 2", "uk": "Петро 2"}
    stale = {"set": {"party.name": "Петро 3"}, "base": {"party.name": "Петро"}}
    assert api("anna").patch(path, stale).status == 409
    empty = api("anna").patch(path, {"set": {"party.name": {"ru": None, "uk": ""}}})
    assert (empty.status, empty.json["errors"][0]["loc"]) == (422, ["set", "party.name"])


def test_if_match(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    body = {"set": {"party.status": "FORMER"}}
    answer = api("anna").patch(f"/parties/{party.id}", body, **{"If-Match": '"7"'})
    assert answer.status == 412
    answer = api("anna").patch(f"/parties/{party.id}", body, **{"If-Match": '"1"'})
    assert answer.status == 200


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("party.name", "x" * 10_000),
        ("party.name", "a\x00b"),
        ("party.name", "a\ud800b"),
        ("party.name", "   "),
        ("party.name", "\u200b"),
        ("party.name", "\u202e \u2800\ufe0f"),
        ("party.name", 7),
        ("party.name", {"xx": "y"}),
        ("party.birth_date", "31.02.2025"),
        ("party.birth_date", "2025-02-31"),
        ("party.kind", "ROBOT"),
        ("party.status", None),
        ("party.time_zone", "Mars/Olympus"),
        ("party.time_zone", "../etc/passwd"),
        ("party.owner", "somebody"),
        ("party.created_at", "2025-01-01T00:00:00Z"),
        ("party.nonsense", 1),
        ("attr.amount", "12,50"),
        ("attr.amount", 12.5),
        ("attr.amount", 2**70),
        ("attr.size", True),
        ("attr.note", "x" * 3000),
        ("attr.note", "\x00"),
    ],
)
def test_a_bad_value_is_named(cast: Cast, api: Api, code: str, value: object) -> None:
    make_attribute("amount", "money", currency="UAH")
    make_attribute("size", "number")
    make_attribute("note")
    party = make_party(owner=cast.anna)
    answer = api("anna").client.generic(
        "PATCH",
        f"/api/v1/parties/{party.id}",
        __import__("json").dumps({"set": {code: value}}),
        content_type="application/json",
    )
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["loc"] == ["set", code]
    assert Party.objects.get(id=party.id).version == 1


@pytest.mark.parametrize("name", ["🦊 Лис", "שלום עולם", "O’Brien", "Ґанок 'їжа'", "a%_\\b"])
def test_any_writing_is_kept_and_found(cast: Cast, api: Api, name: str) -> None:
    created = create(api("anna"), **{"party.name": name})
    found = api("anna").post("/parties/search", {"q": name}).json["items"]
    assert [row["id"] for row in found] == [created["id"]]
    assert found[0]["display_name"] == name


def test_duplicates_are_told_within_the_scope(cast: Cast, api: Api) -> None:
    mine = make_party(owner=cast.boris, name="Seen", phones=["+380671234567"])
    make_party(owner=cast.viktor, name="Secret", emails=["x@example.com"])
    body = {
        "values": {"party.name": "New"},
        "phones": ["(067) 123 45 67"],
        "emails": ["X@example.com"],
    }
    found = api("anna").post("/parties", body).json["duplicates"]
    assert found[0]["party_id"] == str(mine.id)
    assert found[0]["display_name"] == "Seen"
    assert (found[1]["party_id"], found[1]["display_name"]) == (None, None)
    assert found[1]["team"] == "South"


def test_a_taken_external_id_is_refused(cast: Cast, api: Api) -> None:
    make_party(owner=cast.viktor, external_id="A-1")
    body = {"values": {"party.name": "New", "party.external_id": "A-1"}}
    answer = api("anna").post("/parties", body)
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["values", "party.external_id"]
    own = make_party(owner=cast.anna)
    answer = api("anna").patch(f"/parties/{own.id}", {"set": {"party.external_id": "A-1"}})
    assert answer.status == 422


def test_a_customer_is_handed_over_out_of_sight(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    action = {"owner_ids": [str(cast.viktor.id)]}
    body = {"selection": {"ids": [str(party.id)]}, "action": action}
    assert api("anna").post("/bulk", body).json["changed"] == 1
    assert api("anna").get(f"/parties/{party.id}").status == 404
    assert api("viktor").get(f"/parties/{party.id}").json["owner"]["name"] == "Viktor Test"


def test_the_owner_is_changed_on_the_card(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    body = {"set": {"party.owner": str(cast.boris.id)}}
    answer = api("anna").patch(f"/parties/{party.id}", body)
    assert answer.json["owner"]["name"] == "Boris Test"
    away = {"set": {"party.owner": None}}
    assert api("anna").patch(f"/parties/{party.id}", away).status == 204
    assert api("arkady").get(f"/parties/{party.id}").json["owner"] is None
    party = make_party(owner=cast.anna)
    unknown = {"set": {"party.owner": str(party.id)}}
    assert api("anna").patch(f"/parties/{party.id}", unknown).status == 422


def test_contact_points(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    path = f"/parties/{party.id}/contact-points"
    added = api("anna").post(path, {"kind": "PHONE", "value": "+7 812 309-44-10, доб. 801"})
    assert added.status == 201, added.json
    point = added.json
    assert (point["norm"], point["extension"]) == ("78123094410", "801")
    refused = api("anna").post(path, {"kind": "PHONE", "value": "12345"})
    assert (refused.status, refused.json["errors"][0]["loc"]) == (422, ["value"])
    refused = api("anna").post(path, {"kind": "EMAIL", "value": "no at sign"})
    assert refused.json["errors"][0]["code"] == "parties.not_an_email"
    changed = api("anna").patch(f"{path}/{point['id']}", {"label": "office"})
    assert changed.json["label"] == "office"
    assert changed.json["extension"] == "801"
    assert api("anna").delete(f"{path}/{point['id']}").status == 204
    assert api("anna").delete(f"{path}/{point['id']}").status == 404


def test_two_editors_of_one_contact_point(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    body = {"kind": "PHONE", "value": "+380671112233"}
    point = api("anna").post(f"/parties/{party.id}/contact-points", body).json
    path = f"/parties/{party.id}/contact-points/{point['id']}"
    seen = {"value": "+380671112233", "label": ""}
    assert api("boris").patch(path, {"value": "+380671112244", "base": seen}).status == 200
    answer = api("anna").patch(path, {"value": "+380671112255", "base": seen})
    assert (answer.status, answer.json["code"]) == (409, "parties.edit_conflict")
    conflict = answer.json["conflicts"][0]
    assert conflict.pop("changed_at")
    assert conflict == {
        "field": "value",
        "base": "+380671112233",
        "theirs": "+380671112244",
        "mine": "+380671112255",
        "changed_by": "Boris Test",
    }
    other = api("anna").patch(path, {"label": "office", "base": seen})
    assert (other.json["value"], other.json["label"]) == ("+380671112244", "office")
    settled = {"value": "+380671112255", "base": {"value": "+380671112244"}}
    assert api("anna").patch(path, settled).json["value"] == "+380671112255"


def test_attributes_keep_their_kind(api: Api) -> None:
    anna = api("anna")
    body = {"code": "plan", "kind": "choice", "label": {"en": "Plan"}, "choices": [{"code": "a"}]}
    created = anna.post("/attributes", body)
    assert created.status == 201, created.json
    assert anna.post("/attributes", body).json["errors"][0]["loc"] == ["code"]
    path = f"/attributes/{created.json['id']}"
    assert anna.patch(path, {"kind": "text"}).status == 409
    assert anna.patch(path, {"label": {"ru": "Тариф"}}).json["label"] == {"ru": "Тариф"}
    fields = {field["code"]: field for field in anna.get("/fields").json}
    assert fields["attr.plan"]["choices"] == [{"value": "a", "label": "a"}]
    assert anna.post("/attributes", {**body, "code": "Drop table"}).status == 422


def test_views_are_personal(api: Api) -> None:
    body = {"name": "Долг", "query": {"q": "x", "columns": ["party.status"]}}
    view = api("anna").post("/views", body)
    assert view.status == 201, view.json
    path = f"/views/{view.json['id']}"
    assert api("boris").get("/views").json == []
    assert api("boris").delete(path).status == 404
    assert api("anna").patch(path, {"name": "Долги"}).json["name"] == "Долги"
    assert api("anna").post("/views", {"name": "x", "query": {"q": "\x00"}}).status == 422
    assert api("anna").delete(path).status == 204


def test_tags(cast: Cast, api: Api) -> None:
    anna = api("anna")
    tag = anna.post("/tags", {"name": {"en": "VIP", "ru": "ВИП"}}).json
    party = make_party(owner=cast.anna)
    path = f"/parties/{party.id}/tags/{tag['id']}"
    assert anna.put(path).status == 204
    assert anna.put(path).status == 204
    assert anna.get(f"/parties/{party.id}").json["tags"] == [{"id": tag["id"], "name": "VIP"}]
    assert anna.delete(path).status == 204
    assert anna.put(f"/parties/{party.id}/tags/{party.id}").status == 404
