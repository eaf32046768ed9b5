"""
Rights of roles on fields, over every operation: whoever may not see a field gets no byte of its
value, cannot ask by it, and cannot change it; whoever may only read it cannot change it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kurator.access.models import Role, UserRole
from kurator.access.types import Viewer
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_attribute, make_party
from kurator.platform.api import ANONYMOUS, Operation, operations
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.world import World
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.requirement("R001-58"), pytest.mark.usefixtures("world")]
HIDDEN = (
    "party.phone",
    "party.email",
    "party.external_id",
    "party.tax_id",
    "party.birth_date",
    "attr.secret",
)
VALUES = ("380671112233", "canary@example.com", "CANARY-77", "CANARYTAX9", "1971-03-09", "Zaffre")


def narrow(cast: Cast, rights: Mapping[str, str], who: str = "anna") -> None:
    role = UserRole.objects.get(user=getattr(cast, who)).role_id
    Role.objects.filter(id=role).update(fields=dict(rights))


@pytest.fixture
def world(world: World) -> World:
    make_attribute("secret")
    Party.objects.filter(id=world.ids["party_id"]).update(
        tax_id="CANARYTAX9", birth_date="1971-03-09", attrs={"secret": "Zaffre"}
    )
    return world


def call(client: ApiClient, operation: Operation, world: World) -> tuple[Any, str]:
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    path += world.queries.get(operation.operation_id, "")
    body = BODIES.get(operation.operation_id)
    sent = None if operation.method == "GET" else body(world) if body else {}
    return client.call(operation.method, path, sent), repr(sent) + path


@pytest.mark.parametrize(
    "operation",
    [op for op in operations() if op.permission != ANONYMOUS],
    ids=lambda o: o.operation_id,
)
def test_no_operation_shows_a_hidden_value(
    operation: Operation, world: World, cast: Cast, api: Api
) -> None:
    narrow(cast, dict.fromkeys(HIDDEN, "NONE"))
    answer, sent = call(api("anna"), operation, world)
    text = answer.content.decode("utf-8", "replace") + repr(sorted(answer.headers.items()))
    found = [value for value in VALUES if value in text and value not in sent]
    assert found == [], f"{operation.method} {operation.path} → {answer.status}"


def test_without_the_restriction_they_are_shown(world: World, api: Api) -> None:
    """Otherwise the test above would prove nothing."""
    text = api("anna").get(f"/parties/{world.ids['party_id']}/card").content.decode()
    assert [value for value in VALUES if value not in text] == []


@pytest.mark.parametrize("code", HIDDEN)
class TestAHiddenField:
    def test_is_no_field_at_all(self, world: World, cast: Cast, api: Api, code: str) -> None:
        narrow(cast, {code: "NONE"})
        assert code not in {field["code"] for field in api("anna").get("/fields").json}

    def test_is_no_column_no_order_and_no_condition(
        self, world: World, cast: Cast, api: Api, code: str
    ) -> None:
        narrow(cast, {code: "NONE"})
        anna = api("anna")
        condition = {"op": "not_empty", "field": code}
        for path, body in (
            ("/parties/search", {"columns": [code]}),
            ("/parties/search", {"sort": [{"field": code, "desc": True}]}),
            ("/parties/search", {"filter": condition}),
            ("/parties/count", {"filter": {"op": "not", "of": [condition]}}),
            ("/segments", {"name": {"en": "By it"}, "expression": condition}),
        ):
            answer = anna.post(path, body)
            assert answer.status == 422, (path, body, answer.content)
        preview = anna.post("/segments/preview", {"expression": condition}).json
        assert (preview["count"], preview["errors"][0]["code"]) == (None, "unknown_field")

    def test_has_no_history(self, world: World, cast: Cast, api: Api, code: str) -> None:
        narrow(cast, {code: "NONE"})
        page = api("anna").get(f"/parties/{world.ids['party_id']}/history?field={code}")
        assert page.json["items"] == []


def test_the_bin_is_not_asked_by_a_hidden_number(world: World, cast: Cast, api: Api) -> None:
    anna, party_id = api("anna"), world.ids["party_id"]
    assert anna.delete(f"/parties/{party_id}").status == 204
    asked = "/recycle-bin?q=CANARY-77"
    assert [row["id"] for row in anna.get(asked).json["items"]] == [str(party_id)]
    narrow(cast, {"party.external_id": "NONE"})
    assert anna.get(asked).json["items"] == []


@pytest.mark.parametrize("right", ["NONE", "READ"])
class TestWhatMayNotBeChanged:
    @pytest.mark.parametrize(
        ("code", "value"),
        [("party.tax_id", "777"), ("party.birth_date", "1980-01-01"), ("attr.secret", "Cyan")],
    )
    def test_stays_as_it_is(
        self, world: World, cast: Cast, api: Api, right: str, code: str, value: str
    ) -> None:
        narrow(cast, {code: right})
        party_id = str(world.ids["party_id"])
        anna, before = api("anna"), fingerprint()
        calls = (
            anna.patch(f"/parties/{party_id}", {"set": {code: value}, "base": {}}),
            anna.post(
                "/bulk", {"selection": {"ids": [party_id]}, "action": {"set": {code: value}}}
            ),
            anna.post("/parties", {"values": {"party.name": "New", code: value}}),
        )
        assert [answer.status for answer in calls] == [422, 422, 422]
        assert fingerprint() == before

    def test_no_contact_is_added_changed_or_removed(
        self, world: World, cast: Cast, api: Api, right: str
    ) -> None:
        narrow(cast, {"party.email": right, "party.phone": right})
        anna, before = api("anna"), fingerprint()
        points = f"/parties/{world.ids['party_id']}/contact-points"
        point = f"{points}/{world.ids['contact_point_id']}"
        calls = (
            anna.post(points, {"kind": "EMAIL", "value": "b@example.com"}),
            anna.patch(point, {"value": "c@example.com"}),
            anna.delete(point),
            anna.post("/parties", {"values": {"party.name": "New"}, "phones": ["+380671110000"]}),
        )
        assert [answer.status for answer in calls] == [403] * 4
        assert fingerprint() == before

    def test_no_tag_is_put_on_or_taken_off(
        self, world: World, cast: Cast, api: Api, right: str
    ) -> None:
        narrow(cast, {"party.tags": right})
        anna, before = api("anna"), fingerprint()
        party_id, tag_id = str(world.ids["party_id"]), str(world.ids["tag_id"])
        calls = (
            anna.put(f"/parties/{party_id}/tags/{tag_id}"),
            anna.delete(f"/parties/{party_id}/tags/{tag_id}"),
            anna.post(
                "/bulk", {"selection": {"ids": [party_id]}, "action": {"add_tags": [tag_id]}}
            ),
        )
        assert [answer.status for answer in calls] == [403] * 3
        assert fingerprint() == before

    def test_a_change_is_not_taken_back(
        self, world: World, cast: Cast, api: Api, right: str
    ) -> None:
        party_id = world.ids["party_id"]
        assert (
            api("boris")
            .patch(f"/parties/{party_id}", {"set": {"party.tax_id": "1"}, "base": {}})
            .status
            == 200
        )
        latest = api("boris").get(f"/parties/{party_id}/history?field=party.tax_id").json
        narrow(cast, {"party.tax_id": right})
        anna, before = api("anna"), fingerprint()
        answer = anna.post(f"/parties/{party_id}/history/{latest['items'][0]['id']}/undo", {})
        assert answer.status in (404, 409, 422), answer.content
        assert fingerprint() == before


@pytest.mark.parametrize("query", ["+380671112233", "1112233", "canary@example", "CANARYTAX9"])
def test_search_is_no_way_to_guess(world: World, cast: Cast, api: Api, query: str) -> None:
    anna, listed = api("anna"), {"q": query}
    assert len(anna.post("/parties/search", listed).json["items"]) == 1
    narrow(cast, dict.fromkeys(HIDDEN, "NONE"))
    assert anna.post("/parties/search", listed).json["items"] == []
    assert anna.post("/parties/count", listed).json["count"] == 0
    hits = anna.get(f"/search?q={query.replace('+', '%2B')}").json
    assert str(world.ids["party_id"]) not in repr(hits)
    assert len(anna.post("/parties/search", {"q": "canaria"}).json["items"]) == 1


def test_duplicates_are_no_way_to_guess(world: World, cast: Cast, api: Api) -> None:
    asked = {"phones": ["+380671112233"], "external_id": "CANARY-77"}
    assert len(api("anna").post("/parties/duplicates", asked).json) == 2
    narrow(cast, dict.fromkeys(HIDDEN, "NONE"))
    assert api("anna").post("/parties/duplicates", asked).json == []


def test_the_share_of_filled_fields_leaves_hidden_ones_out(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    narrow(cast, {"party.phone": "NONE", "party.email": "NONE"})
    shown = api("anna").get(f"/parties/{party.id}").json["completeness"]
    Party.objects.get(id=party.id)
    assert not {"party.phone", "party.email"} & set(shown["missing"])


def test_the_widest_of_ones_roles_counts(world: World, cast: Cast, api: Api) -> None:
    narrow(cast, {"party.tax_id": "NONE", "party.phone": "NONE"})
    wider = Role.objects.create(code="WIDER", name={"en": "Wider"}, fields={"party.phone": "READ"})
    UserRole.objects.create(user=cast.anna, role=wider)
    card = api("anna").get(f"/parties/{world.ids['party_id']}").json
    assert card["values"]["party.tax_id"] == "CANARYTAX9"
    assert card["values"]["party.phone"] == ["+380671112233"]
    body = {"kind": "PHONE", "value": "+380501234567"}
    answer = api("anna").post(f"/parties/{world.ids['party_id']}/contact-points", body)
    assert answer.status == 403


def test_a_program_and_the_worker_are_bound_by_them_too(cast: Cast) -> None:
    from kurator.access.selectors import find_viewer

    narrow(cast, {"party.tax_id": "NONE", "party.phone": "READ"})
    viewer = find_viewer(cast.anna.id)
    assert isinstance(viewer, Viewer)
    assert viewer.hidden_fields == {"party.tax_id"}
    assert viewer.read_only_fields == {"party.phone"}


def test_a_segment_of_others_works_only_if_it_is_open_and_tells_nothing(
    world: World, cast: Cast, api: Api
) -> None:
    expression = {"op": "eq", "field": "party.tax_id", "value": "CANARYTAX9"}
    made = api("arkady").post("/segments", {"name": {"en": "Debtors"}, "expression": expression})
    assert made.status == 201, made.content
    narrow(cast, {"party.tax_id": "NONE"})
    in_it = {"filter": {"op": "in_segment", "segment": made.json["id"]}}
    closed = api("anna").post("/parties/search", in_it)
    assert closed.status == 422
    opened = api("arkady").patch(f"/segments/{made.json['id']}", {"is_public": True})
    assert opened.status == 200, opened.content
    answer = api("anna").post("/parties/search", in_it)
    assert len(answer.json["items"]) == 1
    assert b"CANARYTAX9" not in closed.content + answer.content
