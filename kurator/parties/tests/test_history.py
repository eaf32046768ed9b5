from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurator.parties.models import Party
from kurator.parties.services.bulk_values import set_values_bulk
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.platform.context import Context, open_scope
from kurator.tracking.models import Change
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def history(client: ApiClient, party: Party, **query: Any) -> list[Any]:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    answer = client.get(f"/parties/{party.id}/history?{text}")
    assert answer.status == 200, answer.json
    items: list[Any] = answer.json["items"]
    return items


def test_who_when_from_where_old_and_new(cast: Cast, api: Api) -> None:
    make_attribute("plan", "choice", choices=["gold"], label={"ru": "Тариф"})
    party = make_party(owner=cast.anna)
    api("anna").patch("/session", {"language": "ru"})
    body = {"set": {"attr.plan": "gold", "party.owner": str(cast.boris.id)}}
    api("anna").patch(f"/parties/{party.id}", body, **{"X-Kurator-Client": "web"})
    owner, plan, created = history(api("anna"), party)
    assert plan["actor"]["name"] == "Anna Test"
    assert (plan["channel"], plan["addr"]) == ("web", "127.0.0.1")
    assert plan["changes"] == [
        {
            "field": "attr.plan",
            "label": "Тариф",
            "old": None,
            "new": "gold",
            "old_label": "",
            "new_label": "gold",
        }
    ]
    assert owner["changes"][0]["old_label"] == "Anna Test"
    assert owner["changes"][0]["new_label"] == "Boris Test"
    assert created["operation"] == "I"
    only = history(api("anna"), party, field="attr.plan")
    assert [item["id"] for item in only] == [plan["id"]]


@pytest.mark.parametrize(("language", "city"), [("en", "Kyiv"), ("ru", "Киев"), ("uk", "Київ")])
def test_time_zones_are_cities_in_the_readers_language(
    cast: Cast, api: Api, language: str, city: str
) -> None:
    party = make_party(owner=cast.anna, time_zone="America/Guayaquil")
    anna = api("anna")
    anna.patch("/session", {"language": language})
    assert (
        anna.patch(f"/parties/{party.id}", {"set": {"party.time_zone": "Europe/Kyiv"}}).status
        == 200
    )
    change = history(anna, party)[0]["changes"][0]
    assert (change["old"], change["old_label"]) == ("America/Guayaquil", "America/Guayaquil")
    assert (change["new"], change["new_label"]) == ("Europe/Kyiv", city)
    field = next(one for one in anna.get("/fields").json if one["code"] == "party.time_zone")
    assert {"value": "Europe/Kyiv", "label": city} in field["choices"]
    condition = {"op": "eq", "field": "party.time_zone", "value": "Europe/Kyiv"}
    made = api("anna").post("/segments", {"name": {"en": "Zone"}, "expression": condition})
    assert city in made.json["sentence"], made.json


def test_yes_and_no_are_said_in_the_readers_language(cast: Cast, api: Api) -> None:
    make_attribute("autopay", "bool")
    party = make_party(owner=cast.anna)
    api("anna").patch("/session", {"language": "uk"})
    for value in (True, False):
        api("anna").patch(f"/parties/{party.id}", {"set": {"attr.autopay": value}})
    latest = history(api("anna"), party)[0]["changes"][0]
    assert (latest["old_label"], latest["new_label"]) == ("так", "ні")


def test_values_are_told_as_a_person_reads_them(cast: Cast, api: Api) -> None:
    """Money is not its minor units, and yes is not True; the undo of a change tells the same."""
    make_attribute("fee", "money", currency="UAH")
    make_attribute("autopay", "bool")
    make_attribute("ends", "date")
    party = make_party(owner=cast.anna)
    anna = api("anna")
    anna.patch("/session", {"language": "ru"})
    values = {"attr.fee": 123450, "attr.autopay": True, "attr.ends": "2026-03-31"}
    assert anna.patch(f"/parties/{party.id}", {"set": values}).status == 200
    phone = {"kind": "PHONE", "value": "+380671112233", "is_preferred": True}
    assert anna.post(f"/parties/{party.id}/contact-points", phone).status == 201
    seen = {
        change["field"]: change["new_label"]
        for row in history(anna, party)
        for change in row["changes"]
    }
    assert seen["attr.fee"] == "1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}₴"
    assert (seen["attr.autopay"], seen["attr.ends"]) == ("да", "31 мар 2026")
    assert seen["party.contact_preferred"] == "да"


def test_pages_of_the_history(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    for n in range(5):
        api("anna").patch(f"/parties/{party.id}", {"set": {"party.tax_id": str(n)}})
    first = api("anna").get(f"/parties/{party.id}/history?limit=4").json
    second = (
        api("anna").get(f"/parties/{party.id}/history?limit=4&cursor={first['next_cursor']}").json
    )
    assert [len(first["items"]), len(second["items"])] == [4, 2]
    assert second["next_cursor"] is None


def test_sql_bulk_and_import_are_in_the_history(cast: Cast, api: Api) -> None:
    make_attribute("plan")
    party = make_party(owner=cast.anna)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_party SET status = 'FORMER' WHERE id = %s", [party.id])
    with open_scope(Context(actor_kind="strategy", actor_name="Winback", channel="strategy")):
        set_values_bulk(party_ids=[party.id], values={"attr.plan": "x"})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL k.tx_id = ''")
        cursor.execute("UPDATE parties_party SET tax_id = '5' WHERE id = %s", [party.id])
    tax, plan, status, _ = history(api("anna"), party)
    assert plan["actor"] == {"kind": "strategy", "id": "", "name": "Winback"}
    assert (status["actor"]["kind"], status["channel"]) == ("sql", "sql")
    assert tax["actor"]["kind"] == "sql"
    assert tax["changes"][0]["new"] == "5"


def test_an_update_that_changes_nothing_leaves_no_trace(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, tax_id="5")
    api("anna").patch(f"/parties/{party.id}", {"set": {"party.tax_id": "5"}})
    assert len(history(api("anna"), party)) == 1
    assert Party.objects.get(id=party.id).version == 1


def test_a_change_is_taken_back(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna, name={"ru": "Раз", "uk": "Одна"}, lang="ru", tax_id="1")
    anna = api("anna")
    anna.patch(f"/parties/{party.id}", {"set": {"party.name": {"ru": "Два"}, "party.tax_id": "2"}})
    change = history(anna, party)[0]
    path = f"/parties/{party.id}/history/{change['id']}/undo"
    partly = anna.post(path, {"field": "party.tax_id"})
    assert partly.status == 200, partly.json
    assert (partly.json["values"]["party.tax_id"], partly.json["name"]["ru"]) == ("1", "Два")
    whole = anna.post(path, {})
    assert whole.json["name"] == {"ru": "Раз", "uk": "Одна"}
    undone = history(anna, party)[0]
    assert (undone["reason"], undone["undoes_id"]) == ("taking a change back", change["id"])
    assert change["undoes_id"] is None
    anna.patch(f"/parties/{party.id}", {"set": {"party.tax_id": "3"}})
    assert anna.post(path, {"field": "party.tax_id"}).status == 409
    assert api("viktor").post(path, {}).status == 404


def test_tags_and_contacts_are_taken_back(cast: Cast, api: Api) -> None:
    tag = make_tag()
    party = make_party(owner=cast.anna)
    anna = api("anna")
    path = f"/parties/{party.id}"
    anna.put(f"{path}/tags/{tag.id}")
    undo = history(anna, party)[0]["id"]
    assert anna.post(f"{path}/history/{undo}/undo", {}).json["tags"] == []
    point = anna.post(
        f"{path}/contact-points", {"kind": "PHONE", "value": "067 123 45 67 доб. 8"}
    ).json
    anna.patch(f"{path}/contact-points/{point['id']}", {"label": "work"})
    undo = history(anna, party)[0]["id"]
    assert anna.post(f"{path}/history/{undo}/undo", {}).json["contact_points"][0]["label"] == ""
    anna.delete(f"{path}/contact-points/{point['id']}")
    undo = history(anna, party)[0]["id"]
    back = anna.post(f"{path}/history/{undo}/undo", {}).json["contact_points"]
    assert [(p["norm"], p["extension"]) for p in back] == [("380671234567", "8")]


def test_the_card_in_one_call(cast: Cast, api: Api, django_assert_max_num_queries: Any) -> None:
    tag = make_tag()
    party = make_party(owner=cast.anna, phones=["380671234567"], tags=[tag])
    api("anna").patch(f"/parties/{party.id}", {"set": {"party.status": "LEAVING"}})
    anna = api("anna")
    anna.get(f"/parties/{party.id}")  # the catalogue is read once
    with django_assert_max_num_queries(16):  # four keep the transaction around the test
        card = anna.get(f"/parties/{party.id}/card")
    assert card.json["party"]["tags"][0]["id"] == str(tag.id)
    kinds = [entry["kind"] for entry in card.json["feed"]["items"]]
    assert kinds[0] == "change"
    assert "created" in kinds
    older = anna.get(f"/parties/{party.id}/feed?before={card.json['feed']['items'][0]['at']}").json
    assert len(older["items"]) < len(kinds)


def test_personal_values_stand_apart(cast: Cast) -> None:
    party = make_party(owner=cast.anna, tax_id="1")
    Party.objects.filter(id=party.id).update(tax_id="2", status="FORMER")
    change = Change.objects.filter(party_id=party.id, operation="U").get()
    assert change.diff == {"party.status": ["ACTIVE", "FORMER"]}
    assert change.personal == {"party.tax_id": ["1", "2"]}


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text("абв", max_size=3), st.just({"a": [1]})
)
NAMES = st.dictionaries(
    st.sampled_from(["ru", "uk"]), st.text("абв", min_size=1, max_size=3), min_size=1
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("status"), st.sampled_from(["NEW", "ACTIVE", "FORMER"])),
        st.tuples(st.just("tax_id"), st.text("123", max_size=2)),
        st.tuples(st.just("name"), NAMES),
        st.tuples(st.just("attrs"), st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3)),
    ),
    max_size=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_replayed_changes_give_the_present_row(db: None, edits: list[tuple[str, Any]]) -> None:
    party = make_party(name={"ru": "а"}, attrs={"x": 1})
    state: dict[str, Any] = {
        "party.status": "ACTIVE",
        "party.tax_id": "",
        "party.name": {"ru": "а"},
        "attr.x": 1,
    }
    for column, value in edits:
        Party.objects.filter(id=party.id).update(**{column: value})
    _replay(party.id, state)
    row = Party.objects.get(id=party.id)
    attrs = {f"attr.{key}": value for key, value in row.attrs.items() if value is not None}
    replayed = {key: value for key, value in state.items() if value is not None}
    assert replayed == {
        "party.status": row.status,
        "party.tax_id": row.tax_id,
        "party.name": row.name,
        **attrs,
    }


def _replay(party_id: UUID, state: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT diff || coalesce(personal, '{}') FROM tracking_change"
            " WHERE party_id = %s AND operation = 'U' ORDER BY id",
            [party_id],
        )
        rows = cursor.fetchall()
    for (pairs,) in rows:
        for field, (old, new) in orjson.loads(pairs).items():
            assert state.get(field) == old
            state[field] = new


@pytest.mark.django_db(transaction=True)
def test_the_actor_never_reaches_the_next_borrower() -> None:
    party = make_party()
    with open_scope(Context(actor_kind="user", actor_name="Anna")):
        Party.objects.filter(id=party.id).update(status="NEW")
    Party.objects.filter(id=party.id).update(status="FORMER")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.actor_kind, t.actor_name = 'Anna' FROM tracking_change c"
            " JOIN tracking_changetransaction t ON t.id = c.transaction_id"
            " WHERE c.operation = 'U' ORDER BY c.id"
        )
        assert cursor.fetchall() == [("user", True), ("sql", False)]
