"""Whatever a person may change on the card of one customer is changed for many."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.access.models import Role, UserRole
from kurator.expressions.types import Kind
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.catalogue import current_catalogue
from kurator.parties.models import Party, PartyTag
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
VALUES = {
    Kind.TEXT: "words",
    Kind.NUMBER: 7,
    Kind.MONEY: 700,
    Kind.BOOL: True,
    Kind.DATE: "2020-02-29",
}
OWN_VALUES = {
    "party.kind": "ORGANIZATION",
    "party.status": "FORMER",
    "party.lang": "uk",
    "party.time_zone": "Europe/London",
    "party.name": "One name",
}
NOT_BY_HAND = {"party.number", "party.created_at", "party.updated_at", "party.completeness"}
CONTACTS = {"party.phone", "party.email"}


def change(client: ApiClient, action: Any, status: int = 201) -> Any:
    answer = client.post("/bulk", {"selection": {}, "action": action})
    assert answer.status == status, answer.json
    return answer.json


def refusals(client: ApiClient, action: Any) -> list[tuple[str, Any]]:
    found = change(client, action, 422)["errors"]
    return [(one["code"], one["loc"]) for one in found]


def test_every_field_of_the_card_is_set_and_cleared(api: Api, cast: Cast) -> None:
    for kind in ("text", "number", "money", "bool", "date"):
        make_attribute(f"my_{kind}", kind)
    make_attribute("my_choice", "choice", choices=["gold", "tin"])
    gold = make_tag("gold")
    for n in range(2):
        make_party(owner=cast.anna, external_id=f"E{n}", name=f"Name {n}")
    anna = api("anna")
    fields = anna.get("/fields").json
    left_out = {one["code"] for one in fields if not one["can_edit"]}
    strategies = {code for code in left_out if not code.startswith("party.")}
    assert left_out - strategies == NOT_BY_HAND | CONTACTS | {"party.tags"}
    for code, item in current_catalogue().fields.items():
        if not item.can_edit or code in ("party.external_id", "party.owner"):
            continue
        value = OWN_VALUES.get(
            code, "gold" if code == "attr.my_choice" else VALUES.get(item.spec.kind)
        )
        assert change(anna, {"set": {code: value}})["changed"] == 2, code
        if code not in OWN_VALUES:
            assert change(anna, {"set": {code: None}})["changed"] == 2, code
    assert change(anna, {"set": {"party.tags": [str(gold.id)]}})["changed"] == 2
    assert change(anna, {"set": {"party.tags": []}})["changed"] == 2
    assert change(anna, {"set": {"party.external_id": None}})["changed"] == 2
    assert not Party.objects.exclude(external_id=None).exists()
    assert set(Party.objects.values_list("display_name", flat=True)) == {"One name"}
    assert change(anna, {"set": {"party.owner": str(cast.boris.id)}})["changed"] == 2
    assert change(anna, {"set": {"party.owner": None}})["changed"] == 2
    assert set(Party.objects.values_list("owner_id", flat=True)) == {NOBODY_ID}


def test_what_nobody_changes_is_refused_by_name(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    for code in NOT_BY_HAND:
        assert refusals(api("anna"), {"set": {code: 1}}) == [
            ("parties.read_only", ["set", code])
        ], code
    for code in CONTACTS:
        assert refusals(api("anna"), {"set": {code: "x"}})[0] == ("bulk.is_contact", ["set", code])


def test_one_external_id_is_not_that_of_two(api: Api, cast: Cast) -> None:
    one, two = (make_party(owner=cast.anna) for _ in range(2))
    anna = api("anna")
    action = {"set": {"party.external_id": "A-1"}}
    body = {"selection": {}, "action": action}
    for path in ("/bulk/preview", "/bulk"):
        refused = anna.post(path, body)
        assert refused.status == 422
        (problem,) = refused.json["errors"]
        assert (problem["code"], problem["loc"]) == ("bulk.one_each", ["set", "party.external_id"])
        assert "2" in problem["msg"]
    assert anna.post("/bulk", {"selection": {"ids": [str(one.id)]}, "action": action}).status == 201
    seen = anna.post("/bulk/preview", {"selection": {"ids": [str(two.id)]}, "action": action}).json
    assert (seen["changed"], seen["refused"]) == (0, 1)
    assert seen["reasons"][0]["code"] == "parties.external_id_taken"


def test_only_these_tags(api: Api, cast: Cast) -> None:
    gold, tin = make_tag("gold"), make_tag("tin")
    make_party(owner=cast.anna, tags=[gold])
    make_party(owner=cast.anna, tags=[gold, tin])
    make_party(owner=cast.anna)
    anna = api("anna")
    body = {"selection": {}, "action": {"only_tags": [str(gold.id)]}}
    seen = anna.post("/bulk/preview", body).json
    assert (seen["changed"], seen["unchanged"]) == (2, 1)
    assert {str(one["changes"][0]["new"]) for one in seen["samples"]} == {str([str(gold.id)])}
    run = change(anna, body["action"])
    assert (run["changed"], run["action"]["only_tags"]) == (2, [str(gold.id)])
    assert set(PartyTag.objects.values_list("tag_id", flat=True)) == {gold.id}
    anna.post(f"/changes/{run['id']}/undo", {})
    assert PartyTag.objects.filter(tag=tin).count() == 1
    assert PartyTag.objects.count() == 3


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"texts": [{"field": "party.nothing", "rule": "trim"}]}, ("parties.unknown_field", ["texts", 0, "field"])),
        ({"texts": [{"field": "party.status", "rule": "trim"}]}, ("bulk.not_a_text", ["texts", 0, "field"])),
        ({"texts": [{"field": "party.time_zone", "rule": "trim"}]}, ("bulk.not_a_text", ["texts", 0, "field"])),
        ({"texts": [{"field": "party.number", "rule": "trim"}]}, ("parties.read_only", ["texts", 0, "field"])),
        ({"texts": [{"field": "party.email", "rule": "trim"}]}, ("bulk.is_contact", ["texts", 0, "field"])),
        ({"texts": [{"field": "party.name", "rule": "replace"}]}, ("parties.required", ["texts", 0, "find"])),
        ({"texts": [{"field": "party.name", "rule": "letters"}]}, ("parties.required", ["texts", 0, "letters"])),
        (
            {"texts": [{"field": "party.tax_id", "rule": "trim", "language": "uk"}]},
            ("bulk.only_names", ["texts", 0, "language"]),
        ),
        (
            {"set": {"party.tax_id": "1"}, "texts": [{"field": "party.tax_id", "rule": "trim"}]},
            ("bulk.twice", ["texts", 0, "field"]),
        ),
        ({"contacts": [{"act": "replace", "kind": "EMAIL"}]}, ("parties.required", ["contacts", 0, "find"])),
        ({"contacts": [{"act": "add", "kind": "EMAIL"}]}, ("parties.required", ["contacts", 0, "value"])),
        (
            {"contacts": [{"act": "add", "kind": "PHONE", "value": "12"}]},
            ("parties.not_a_phone", ["contacts", 0, "value"]),
        ),
        (
            {"contacts": [{"act": "remove", "kind": "EMAIL", "value": "x"}]},
            ("parties.not_an_email", ["contacts", 0, "value"]),
        ),
        ({"set": {"party.owner": "me"}}, ("parties.expected_user", ["set", "party.owner"])),
        ({"set": {"party.tags": "gold"}}, ("parties.unknown_tag", ["set", "party.tags"])),
        ({"set": {"party.name": None}}, ("parties.expected_name", ["set", "party.name"])),
        ({"only_tags": [], "set": {"party.tags": []}}, ("bulk.twice", ["set", "party.tags"])),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_at_its_place(
    api: Api, cast: Cast, action: Any, expected: tuple[str, Any]
) -> None:
    make_party(owner=cast.anna)
    assert refusals(api("anna"), action) == [expected]
    anna = api("anna")
    for language in ("uk", "ru"):
        anna.patch("/session", {"language": language})
        words = change(anna, action, 422)["errors"][0]["msg"]
        assert any("а" <= letter <= "я" for letter in words)


CLOSED = [
    ("party.name", {"texts": [{"field": "party.name", "rule": "trim"}]}),
    ("party.tax_id", {"texts": [{"field": "party.tax_id", "rule": "trim"}]}),
    ("party.email", {"contacts": [{"act": "remove", "kind": "EMAIL"}]}),
    ("party.phone", {"contacts": [{"act": "add", "kind": "PHONE", "value": "+380671112233"}]}),
    ("party.tags", {"only_tags": []}),
    ("party.owner", {"set": {"party.owner": None}}),
]


@pytest.mark.parametrize("right", ["NONE", "READ"])
@pytest.mark.parametrize(("field", "action"), CLOSED)
def test_closed_fields_stay_closed_to_rules(
    api: Api, cast: Cast, field: str, action: Any, right: str
) -> None:
    make_party(owner=cast.anna, name=" a  b ", tax_id="1  2", emails=["a@example.com"])
    role = Role.objects.get(id=UserRole.objects.get(user_id=cast.anna.id).role_id)
    Role.objects.filter(id=role.id).update(fields={field: right})
    before = list(Party.objects.values())
    answer = api("anna").post("/bulk", {"selection": {}, "action": action})
    assert answer.status == 403, answer.json
    assert answer.json["code"] == "parties.field_closed"
    assert list(Party.objects.values()) == before
    assert api("anna").post("/bulk/preview", {"selection": {}, "action": action}).status == 403
