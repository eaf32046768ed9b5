from collections.abc import Callable
from typing import Any

import pytest

from kurator.access.models import Role, UserRole
from kurator.kernel.ids import new_id
from kurator.parties.tests.builders import make_party, make_tag
from kurator.strategies.models import Refusal
from kurator.strategies.tests.builders import eq, make_segment, stage, tag_step
from kurator.strategies.tests.test_engine import turn
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def draft(*, entry: Any = None) -> dict[str, Any]:
    tag = make_tag("gold")
    segment = make_segment(eq("party.kind", "PERSON"), "People")
    found = stage("Active", entry or eq("party.status", "ACTIVE"), [tag_step(tag.id)])
    return {"segment_id": str(segment.id), "stages": [found]}


def created(client: ApiClient, body: dict[str, Any]) -> str:
    answer = client.post("/strategies", {"name": {"en": "Keep them"}, "draft": body})
    assert answer.status == 201, answer.content
    return str(answer.json["id"])


def test_an_incomplete_draft_is_kept_and_each_gap_is_named(api: Api) -> None:
    anna = api("anna")
    strategy_id = created(
        anna,
        {
            "segment_id": None,
            "stages": [{"uid": str(new_id()), "name": {"en": "One"}, "entry": None, "steps": []}],
        },
    )
    checked = anna.post(f"/strategies/{strategy_id}/check").json
    assert checked["is_ready"] is False
    assert {(tuple(p["loc"]), p["code"]) for p in checked["problems"]} == {
        (("segment_id",), "segment_missing"),
        (("stages", 0, "entry"), "entry_missing"),
        (("stages", 0, "steps"), "scenario_missing"),
    }
    refused = anna.post(f"/strategies/{strategy_id}/activate")
    assert (refused.status, refused.json["code"]) == (422, "strategies.not_ready")
    assert "One" in refused.json["errors"][1]["msg"]


def test_activation_counts_members_within_the_viewers_scope(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, status="ACTIVE")
    make_party(owner=cast.anna, status="NEW")
    make_party(owner=cast.viktor, status="ACTIVE")
    anna = api("anna")
    strategy_id = created(anna, draft())
    assert anna.post(f"/strategies/{strategy_id}/activate").json["is_placing"] is True
    turn()
    seen = {
        who: api(who).get(f"/strategies/{strategy_id}").json for who in ("anna", "viktor", "arkady")
    }
    assert [p["members"] for p in seen["anna"]["places"]] == [1, 1]
    assert [p["members"] for p in seen["viktor"]["places"]] == [0, 1]
    assert [p["members"] for p in seen["arkady"]["places"]] == [1, 2]
    assert seen["arkady"]["members"] == 3
    assert seen["arkady"]["is_placing"] is False


def test_members_of_a_stage_are_listed_only_to_those_who_serve_them(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="ACTIVE", name="Olha")
    strategy_id = created(api("anna"), (body := draft()))
    api("anna").post(f"/strategies/{strategy_id}/activate")
    turn()
    uid = body["stages"][0]["uid"]
    listed = api("anna").get(f"/strategies/{strategy_id}/members?stage={uid}").json["items"]
    assert [row["id"] for row in listed] == [str(party.id)]
    assert api("viktor").get(f"/strategies/{strategy_id}/members?stage={uid}").json["items"] == []


def test_why_names_the_rule_and_the_values(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="ACTIVE")
    strategy_id = created(api("anna"), draft())
    api("anna").post(f"/strategies/{strategy_id}/activate")
    turn()
    why = api("anna").get(f"/strategies/{strategy_id}/members/{party.id}/why").json
    assert (why["place"]["name"], why["cause"]) == ("Active", "ACTIVATION")
    assert {fact["field"]: fact["value"] for fact in why["facts"]}["party.status"] == "Customer"
    assert why["stages"][0]["explanation"]["truth"] is True
    assert why["transitions"][0]["to_name"] == "Active"
    assert api("viktor").get(f"/strategies/{strategy_id}/members/{party.id}/why").status == 404


def test_why_says_that_a_strategy_is_being_activated(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="ACTIVE")
    strategy_id = created(api("anna"), draft())
    path = f"/strategies/{strategy_id}/members/{party.id}/why"
    assert api("anna").get(path).json["is_placing"] is False
    api("anna").post(f"/strategies/{strategy_id}/activate")
    why = api("anna").get(path).json
    assert (why["is_placing"], why["place"]["ord"]) == (True, -1)
    assert why["place"]["name"] == "Being placed: the strategy is being activated"
    turn()
    why = api("anna").get(path).json
    assert (why["is_placing"], why["place"]["name"]) == (False, "Active")


def test_nobody_moves_a_customer_by_hand_and_the_attempt_is_kept(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="NEW")
    body = draft()
    strategy_id = created(api("arkady"), body)
    api("arkady").post(f"/strategies/{strategy_id}/activate")
    turn()
    answer = api("arkady").post(
        f"/strategies/{strategy_id}/members/{party.id}/move",
        {"stage_uid": body["stages"][0]["uid"]},
    )
    assert (answer.status, answer.json["code"]) == (409, "strategies.placement_is_rule_bound")
    assert "Relationship" in answer.json["detail"]
    kept = Refusal.objects.get(party_id=party.id)
    assert (kept.user_id, str(kept.wanted_uid)) == (cast.arkady.id, body["stages"][0]["uid"])


def test_a_stale_draft_is_not_written_over(api: Api) -> None:
    anna = api("anna")
    strategy_id = created(anna, draft())
    assert (
        anna.patch(f"/strategies/{strategy_id}", {"name": {"en": "A"}, "revision": 1}).status == 200
    )
    stale = anna.patch(f"/strategies/{strategy_id}", {"name": {"en": "B"}, "revision": 1})
    assert stale.status == 412
    assert anna.get(f"/strategies/{strategy_id}").json["name"] == "A"


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ({"op": "eq", "field": "party.nothing", "value": 1}, "unknown_field"),
        ({"op": "gt", "field": "party.birth_date", "value": "31.02.2025"}, None),
        ({"op": "and", "of": "x"}, None),
    ],
)
def test_a_wrong_condition_names_its_place(api: Api, expression: Any, code: str | None) -> None:
    anna = api("anna")
    strategy_id = created(anna, draft(entry=expression))
    problems = anna.post(f"/strategies/{strategy_id}/check").json["problems"]
    assert problems
    assert problems[0]["loc"][:3] == ["stages", 0, "entry"]
    assert code is None or problems[0]["code"] == code


def test_paused_nobody_moves_and_resumed_all_catch_up(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="NEW")
    arkady = api("arkady")
    strategy_id = created(arkady, draft())
    arkady.post(f"/strategies/{strategy_id}/activate")
    turn()
    assert arkady.post(f"/strategies/{strategy_id}/pause").json["state"] == "PAUSED"
    type(party).objects.filter(id=party.id).update(status="ACTIVE")
    turn()
    assert [p["members"] for p in arkady.get(f"/strategies/{strategy_id}").json["places"]] == [1, 0]
    arkady.post(f"/strategies/{strategy_id}/resume")
    turn()
    assert [p["members"] for p in arkady.get(f"/strategies/{strategy_id}").json["places"]] == [0, 1]


def test_a_stage_that_stands_twice_is_refused(api: Api) -> None:
    anna = api("anna")
    body = draft()
    strategy_id = created(anna, {**body, "stages": body["stages"] * 2})
    problems = anna.post(f"/strategies/{strategy_id}/check").json["problems"]
    assert {p["code"] for p in problems} == {"repeated"}


def test_a_segment_under_a_strategy_cannot_be_deleted(api: Api) -> None:
    anna = api("anna")
    body = draft()
    created(anna, body)
    refused = anna.delete(f"/segments/{body['segment_id']}")
    assert (refused.status, refused.json["code"]) == (409, "segments.in_use")
    assert "Keep them" in refused.json["detail"]


class TestNobodyLetsARuleDoWhatHeMayNot:
    def refused(self, client: ApiClient, step: str, parameters: Any) -> Any:
        """Return the one problem that the check and the activation name alike; None when allowed."""
        body = draft()
        made = {"uid": str(new_id()), "step": step, "parameters": parameters}
        body["stages"][0]["steps"].append(made)
        strategy_id = created(client, body)
        checked = client.post(f"/strategies/{strategy_id}/check").json
        answer = client.post(f"/strategies/{strategy_id}/activate")
        if answer.status == 200:
            assert checked["is_ready"] is True
            return None
        assert (answer.status, checked["is_ready"]) == (422, False)
        [problem] = answer.json["errors"]
        assert [problem["code"]] == [found["code"] for found in checked["problems"]]
        return problem

    @pytest.mark.parametrize(
        ("who", "may_assign", "is_allowed"),
        [("arkady", True, True), ("arkady", False, False), ("anna", True, False)],
    )
    def test_an_owner_is_assigned_by_whoever_may_and_sees_all(
        self, api: Api, cast: Cast, who: str, may_assign: bool, is_allowed: bool
    ) -> None:
        role = UserRole.objects.get(user=getattr(cast, who)).role
        if not may_assign:
            role.permissions = [code for code in role.permissions if code != "parties.assign"]
            role.save()
        problem = self.refused(api(who), "assign_owner", {"user": str(cast.anna.id)})
        assert (problem is None) is is_allowed
        if problem:
            assert problem["code"] == "step_assigns"
            assert [part for part in problem["loc"] if part != "body"] == ["stages", 0, "steps", 1]
            assert "“Active”, step “Assign an owner”" in problem["msg"]

    @pytest.mark.parametrize("step", ["add_tag", "remove_tag"])
    @pytest.mark.parametrize("right", ["READ", "NONE"])
    def test_tags_are_set_by_whoever_may_change_them(
        self, api: Api, cast: Cast, step: str, right: str
    ) -> None:
        tag = {"tag": str(make_tag("silver").id)}
        arkady = api("arkady")
        body = draft()
        body["stages"][0]["steps"] = [{"uid": str(new_id()), "step": step, "parameters": tag}]
        strategy_id = created(arkady, body)
        Role.objects.filter(code="TEST_ALL").update(fields={"party.tags": right})
        answer = arkady.post(f"/strategies/{strategy_id}/activate")
        assert answer.status == 422
        assert "step_not_allowed" in {problem["code"] for problem in answer.json["errors"]}
        Role.objects.filter(code="TEST_ALL").update(fields={})
        assert arkady.post(f"/strategies/{strategy_id}/activate").status == 200

    def test_nor_does_he_let_it_go_on(self, api: Api, cast: Cast) -> None:
        """What runs is the firm's will; whoever starts it anew must be allowed to publish it."""
        body = draft()
        step = {"step": "assign_owner", "parameters": {"user": str(cast.anna.id)}}
        body["stages"][0]["steps"] = [{"uid": str(new_id()), **step}]
        arkady, anna = api("arkady"), api("anna")
        path = f"/strategies/{created(arkady, body)}"
        assert arkady.post(f"{path}/activate").status == 200
        assert anna.post(f"{path}/pause").status == 200
        answer = anna.post(f"{path}/resume")
        assert (answer.status, answer.json["code"]) == (422, "strategies.not_ready")
        assert [problem["code"] for problem in answer.json["errors"]] == ["step_assigns"]
        assert anna.get(path).json["state"] == "PAUSED"
        assert arkady.post(f"{path}/resume").json["state"] == "ACTIVE"
