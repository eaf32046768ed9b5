"""Views kept, shared, set for roles; groups and totals of lists."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kurator.access.models import Role
from kurator.parties.models import Attribute, Party, SharedView, View
from kurator.parties.selectors import timed, totals
from kurator.parties.tests.builders import make_attribute, make_party
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-64")]
Api = Callable[[str], ApiClient]
LEAVING = {"op": "eq", "field": "party.status", "value": "LEAVING"}


def save(client: ApiClient, **query: Any) -> Any:
    answer = client.post("/views", {"name": "Debt", "query": query})
    assert answer.status == 201, answer.json
    return answer.json


def names(client: ApiClient) -> list[str]:
    return [one["id"] for one in client.get("/views").json]


def test_view_is_shared_with_a_team_and_taken_back(api: Api, cast: Cast) -> None:
    anna, boris, viktor = api("anna"), api("boris"), api("viktor")
    view = save(anna, filter=LEAVING, columns=["party.status"])
    path = f"/views/{view['id']}"
    body = {"audience": "TEAM", "audience_id": str(cast.anna.team_id)}
    shared = anna.put(f"{path}/audience", body).json
    assert (shared["id"], shared["audience"], shared["is_mine"]) == (view["id"], "TEAM", True)
    seen = boris.get("/views").json
    assert [(one["author"], one["is_mine"], one["query"]["filter"]) for one in seen] == [
        ("Anna Test", False, LEAVING)
    ]
    role = Role.objects.get(code="TEST_OWN")
    role.permissions = [one for one in role.permissions if one != "views.manage"]
    role.save()
    assert viktor.get("/views").json == []
    assert viktor.call("DELETE", path).status == 404
    copied = boris.post(f"{path}/copy").json
    assert (copied["is_mine"], copied["audience"]) == (True, None)
    anna.put(f"{path}/audience", {"audience": None})
    assert names(boris) == [copied["id"]]
    assert names(anna) == [view["id"]]


def test_only_author_and_manager_change_a_shared_view(api: Api, cast: Cast) -> None:
    role = Role.objects.get(code="TEST_TEAM")
    role.permissions = [one for one in role.permissions if one != "views.manage"]
    role.save()
    anna, boris, arkady = api("anna"), api("boris"), api("arkady")
    path = f"/views/{save(anna)['id']}"
    anna.put(f"{path}/audience", {"audience": "ALL"})
    assert boris.patch(path, {"name": "Mine now"}).status == 403
    assert boris.call("DELETE", path).status == 403
    assert arkady.patch(path, {"name": "House list"}).json["name"] == "House list"
    others = Role.objects.get(code="TEST_ALL")
    body = {"audience": "ROLE", "audience_id": str(others.id)}
    assert anna.put(f"{path}/audience", body).status == 403
    assert anna.put(f"{path}/audience", {"audience": "TEAM"}).status == 422
    assert arkady.put(f"{path}/audience", body).json["audience"] == "ROLE"


def test_default_view_of_a_role(api: Api, cast: Cast) -> None:
    anna, boris, arkady = api("anna"), api("boris"), api("arkady")
    first, second = save(anna), save(anna)
    role = str(Role.objects.get(code="TEST_TEAM").id)
    for view in (first, second):
        anna.put(f"/views/{view['id']}/audience", {"audience": "ALL"})
        answer = arkady.put(f"/views/{view['id']}/default", {"role_ids": [role]})
        assert answer.status == 200, answer.json
    assert {one["id"]: one["is_default"] for one in boris.get("/views").json} == {
        first["id"]: False,
        second["id"]: True,
    }
    assert not any(one["is_default"] for one in arkady.get("/views").json)
    unknown = {"role_ids": [first["id"]]}
    assert arkady.put(f"/views/{first['id']}/default", unknown).status == 422


def test_unknown_field_is_named_and_the_rest_works(api: Api, cast: Cast) -> None:
    plan = make_attribute("plan")
    anna = api("anna")
    query = {
        "filter": {"op": "and", "of": [LEAVING, {"op": "eq", "field": "attr.plan", "value": "x"}]},
        "columns": ["party.status", "attr.plan"],
        "sort": [{"field": "attr.plan", "desc": True}],
        "group": "party.status",
        "totals": [{"field": "party.number", "fn": "max"}],
    }
    save(anna, **query)
    Attribute.objects.filter(id=plan.id).update(is_active=False)
    shown = anna.get("/views").json[0]
    assert shown["query"] == {
        "filter": {"op": "and", "of": [LEAVING]},
        "columns": ["party.status"],
        "sort": [],
        "group": "party.status",
        "totals": [{"field": "party.number", "fn": "max"}],
    }
    assert {(one["place"], one["name"]) for one in shown["unknown"]} == {
        ("filter", "attr.plan"), ("columns", "attr.plan"), ("sort", "attr.plan"),
    }  # fmt: skip
    refused = anna.post("/views", {"name": "Again", "query": query})
    assert refused.status == 422
    assert {one["loc"][-1] for one in refused.json["errors"]} >= {"columns", "filter"}
    assert "attr.plan" in refused.json["errors"][0]["msg"]
    assert View.objects.count() == 1
    assert SharedView.objects.count() == 0


def groups(client: ApiClient, group: str, **query: Any) -> Any:
    answer = client.post("/parties/groups", {"group": group, **query})
    assert answer.status == 200, answer.json
    return answer.json["items"]


def test_groups_count_and_find_their_customers(api: Api, cast: Cast) -> None:
    make_attribute("plan", "choice", choices=["gold", "tin"])
    for plan, n in (("tin", 2), ("gold", 3), (None, 1)):
        for _ in range(n):
            make_party(owner=cast.anna, attrs={"plan": plan} if plan else {},
                       birth_date=date(1990, 12 if plan == "tin" else 1, 31))  # fmt: skip
    make_party(owner=cast.viktor, attrs={"plan": "gold"})
    anna = api("anna")
    for group in ("attr.plan", "party.birth_date:month", "party.owner", "party.created_at:month"):
        found = groups(anna, group)
        assert sum(one["count"] for one in found) == 6
        for one in found:
            body = {"filter": one["filter"]}
            assert anna.post("/parties/count", body).json["count"] == one["count"], one
    assert [(one["value"], one["count"]) for one in groups(anna, "attr.plan")] == [
        ("gold", 3), ("tin", 2), (None, 1),
    ]  # fmt: skip
    months = groups(anna, "party.birth_date:month")
    assert [one["value"] for one in months] == ["1990-01-01", "1990-12-01"]
    for bad in ("party.number", "party.tags", "nothing", "party.status:month", "party.birth_date"):
        assert anna.post("/parties/groups", {"group": bad}).status == 422


def test_totals_of_a_list(api: Api, cast: Cast) -> None:
    make_attribute("debt", "money", currency="UAH")
    make_attribute("score", "number")
    for debt, score in ((100, 1), (250, 2.5), (None, None)):
        attrs = {"debt": debt, "score": score} if debt else {}
        make_party(owner=cast.anna, attrs=attrs, birth_date=date(1990, 1, 2))
    make_party(owner=cast.viktor, attrs={"debt": 9999})
    wanted = [
        ("attr.debt", "sum"), ("attr.debt", "avg"), ("attr.debt", "min"), ("attr.debt", "filled"),
        ("attr.score", "sum"), ("attr.score", "max"), ("party.birth_date", "min"),
        ("party.phone", "filled"),
    ]  # fmt: skip
    body = {"totals": [{"field": field, "fn": fn} for field, fn in wanted]}
    found = api("anna").post("/parties/totals", body).json
    assert (found["count"], found["is_exact"]) == (3, True)
    assert [one["value"] for one in found["items"]] == [350, 175, 100, 2, 3.5, 2.5, "1990-01-02", 0]
    assert found["items"][0]["currency"] == "UAH"
    for bad in (("party.status", "sum"), ("nothing", "sum"), ("party.birth_date", "avg")):
        body = {"totals": [{"field": bad[0], "fn": bad[1]}]}
        assert api("anna").post("/parties/totals", body).status == 422


def test_what_is_shared_with_one_is_counted_alone(api: Api, cast: Cast) -> None:
    own, theirs = make_party(owner=cast.viktor), make_party(owner=cast.anna)
    api("anna").post(f"/parties/{theirs.id}/shares", {"user_id": str(cast.viktor.id)})
    viktor = api("viktor")
    body = {"totals": [{"field": "party.number", "fn": "max"}]}
    whole = viktor.post("/parties/totals", body).json
    assert (whole["count"], whole["items"][0]["value"]) == (1, own.number)
    only = viktor.post("/parties/totals", {**body, "shared": True}).json
    assert (only["count"], only["items"][0]["value"]) == (1, theirs.number)
    found = groups(viktor, "party.owner", shared=True)
    assert [one["count"] for one in found] == [1]


def test_many_are_sampled_and_too_slow_is_refused(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_party(owner=cast.anna)
    monkeypatch.setattr(totals, "MANY", 0)
    monkeypatch.setattr(totals, "SAMPLED", 10**9)
    monkeypatch.setattr(totals, "_sampled_share", lambda base: 100.0)
    body = {"totals": [{"field": "party.number", "fn": "max"}]}
    assert api("anna").post("/parties/totals", body).json["is_exact"] is False
    monkeypatch.setattr(totals, "_sql", lambda total, field: "max(pg_sleep(1)::text)")
    monkeypatch.setattr(timed, "MILLISECONDS", 50)
    monkeypatch.setattr(totals, "within_time", lambda: timed.within_time(50))
    refused = api("anna").post("/parties/totals", body)
    assert (refused.status, refused.json["code"]) == (409, "parties.too_many_to_reckon")
    assert Party.objects.filter(created_at__lte=datetime.now(UTC)).count() == 5


@pytest.mark.parametrize(
    "query",
    [
        {"q": 7},
        {"q": "x" * 201},
        {"columns": ["party.name"] * 101},
        {"sort": [{"field": "party.name", "desc": "yes"}]},
        {"sort": [{"field": "party.name", "desc": True, "note": "kept nowhere else"}]},
        {"totals": [{"field": "party.name", "fn": "filled", "note": "x"}]},
        {"group": ["party.name"]},
        {"columns": "party.name"},
        {"anything": "x" * 10_000},
    ],
)
def test_only_what_a_list_reads_is_kept(api: Api, query: dict[str, Any]) -> None:
    answer = api("anna").post("/views", {"name": "V", "query": query})
    assert answer.status == 422, answer.json
    assert len(answer.content) < 5_000
    assert not View.objects.exists()
