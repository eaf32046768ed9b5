"""
Rights on fields and the rules that others wrote: whoever may not see a field learns neither that
condition nor a value of it from segments and strategies, and cannot rewrite a rule that has one.
"""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.access.models import Role, UserRole
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_attribute, make_party
from kurator.strategies.models import Strategy
from kurator.strategies.tests.builders import make_segment, make_strategy, stage
from kurator.strategies.tests.test_engine import turn
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")
SECRET, LATER = "CANARYTAX9", "CANARYTAX8"
LABELS = ("Tax number", "Налоговый номер", "Податковий номер", "party.tax_id")


def eq(field: str, value: Any) -> dict[str, Any]:
    return {"op": "eq", "field": field, "value": value}


RULE = {
    "op": "and",
    "of": [
        eq("party.kind", "PERSON"),
        {"op": "not", "of": [{"op": "or", "of": [eq("party.tax_id", LATER)]}]},
        {"op": "not", "of": [eq("attr.secret", "Zaffre 8")]},
        eq("party.tax_id", SECRET),
    ],
}
CANARIES = (SECRET, LATER, "Zaffre")


class Rules:
    def __init__(self, cast: Cast) -> None:
        make_attribute("secret")
        self.party = make_party(owner=cast.anna, name="Under a rule")
        Party.objects.filter(id=self.party.id).update(
            tax_id=SECRET, kind="PERSON", attrs={"secret": "Zaffre 9"}
        )
        self.segment = make_segment(RULE, "Debtors")
        step = {
            "uid": "0198c2b6-0000-7000-8000-00000000aaaa",
            "step": "set_attribute",
            "parameters": {"field": "attr.secret", "value": "Zaffre 7"},
        }
        self.strategy: Strategy = make_strategy(self.segment, [stage("One", RULE, [step])])
        turn()
        Party.objects.filter(id=self.party.id).update(tax_id="other")
        turn()
        Party.objects.filter(id=self.party.id).update(tax_id=SECRET)
        turn()

    def reads(self, client: ApiClient) -> dict[str, Any]:
        strategy, party = self.strategy.id, self.party.id
        segment = str(self.segment.id)
        within = {"op": "in_segment", "segment": segment}
        paths = {
            "segments": client.get("/segments"),
            "segment": client.get(f"/segments/{segment}"),
            "preview": client.post("/segments/preview", {"expression": within}),
            "strategies": client.get("/strategies"),
            "strategy": client.get(f"/strategies/{strategy}"),
            "check": client.post(f"/strategies/{strategy}/check", {}),
            "members": client.get(f"/strategies/{strategy}/members"),
            "why": client.get(f"/strategies/{strategy}/members/{party}/why"),
            "card": client.get(f"/parties/{party}/card"),
            "feed": client.get(f"/parties/{party}/feed"),
            "list": client.post("/parties/search", {"filter": within}),
            "move": client.post(
                f"/strategies/{strategy}/members/{party}/move",
                {"stage_uid": str(self.strategy.draft["stages"][0]["uid"])},
            ),
        }
        assert paths.pop("move").status == 409
        return paths


@pytest.fixture
def rules(cast: Cast) -> Rules:
    return Rules(cast)


def hide(cast: Cast, *codes: str) -> None:
    role = UserRole.objects.get(user=cast.anna).role_id
    Role.objects.filter(id=role).update(fields=dict.fromkeys(codes, "NONE"))


HIDDEN = ("party.tax_id", "attr.secret")


def test_no_read_tells_a_hidden_condition(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    for name, answer in rules.reads(api("anna")).items():
        assert answer.status == (422 if name == "list" else 200), (name, answer.content)
        text = answer.content.decode()
        assert [word for word in (*CANARIES, *LABELS) if word in text] == [], name


def test_the_refusal_of_a_move_does_not_tell_it_either(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    uid = str(rules.strategy.draft["stages"][0]["uid"])
    path = f"/strategies/{rules.strategy.id}/members/{rules.party.id}/move"
    text = api("anna").post(path, {"stage_uid": uid}).content.decode()
    assert [word for word in (*CANARIES, *LABELS) if word in text] == []
    assert "hidden from you" in text


def test_without_the_restriction_all_of_it_is_told(rules: Rules, api: Api) -> None:
    """Otherwise the test above would prove nothing."""
    text = " ".join(answer.content.decode() for answer in rules.reads(api("anna")).values())
    assert [word for word in CANARIES if word not in text] == []
    assert "Tax number" in text


def test_what_is_not_hidden_is_still_told(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    shown = api("anna").get(f"/segments/{rules.segment.id}").json
    assert shown["is_partly_hidden"] is True
    assert shown["expression"]["of"][0] == RULE["of"][0]
    assert shown["expression"]["of"][3] == {"op": "hidden"}
    assert shown["sentence"].count("condition on a field that is hidden from you") == 3
    assert (shown["count"], shown["is_closed"]) == (None, True)
    why = api("anna").get(f"/strategies/{rules.strategy.id}/members/{rules.party.id}/why").json
    assert why["stages"][0]["steps"] == ["A step on a field that is hidden from you"]
    assert api("boris").get(f"/segments/{rules.segment.id}").json["is_partly_hidden"] is True


def test_a_rule_with_a_hidden_part_is_not_rewritten(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    anna = api("anna")
    segment, strategy = f"/segments/{rules.segment.id}", f"/strategies/{rules.strategy.id}"
    shown = anna.get(segment).json["expression"]
    draft = anna.get(strategy).json["draft"]
    unused = make_segment(eq("party.tax_id", SECRET), "Unused")
    before = fingerprint()
    calls = [
        anna.patch(segment, {"expression": shown}),
        anna.patch(segment, {"expression": eq("party.kind", "PERSON")}),
        anna.patch(strategy, {"draft": {"segment_id": None, "stages": []}}),
        anna.patch(strategy, {"draft": {"segment_id": draft["segment_id"], "stages": []}}),
        anna.delete(segment),
        anna.delete(f"/segments/{unused.id}"),
    ]
    assert [answer.json["code"] for answer in calls] == ["parties.condition_hidden"] * 6
    assert fingerprint() == before
    assert anna.patch(segment, {"name": {"en": "Late payers"}}).status == 200


def test_who_belongs_to_a_segment_about_a_hidden_field_is_not_told(
    rules: Rules, cast: Cast, api: Api
) -> None:
    """By any way of asking: list, count, other segments, changes of many, exports, strategies."""
    hide(cast, *HIDDEN)
    anna = api("anna")
    within = {"op": "in_segment", "segment": str(rules.segment.id)}
    around = make_segment({"op": "not", "of": [within]}, "Around")
    for asked in (within, {"op": "in_segment", "segment": str(around.id)}):
        action = {"set": {"party.status": "FORMER"}}
        refused = [
            anna.post("/parties/search", {"filter": asked}),
            anna.post("/parties/count", {"filter": asked}),
            anna.post("/segments", {"name": {"en": "Mine"}, "expression": asked}),
            anna.post("/bulk/preview", {"selection": {"filter": asked}, "action": action}),
            anna.post("/exports", {"format": "CSV", "query": {"filter": asked}}),
        ]
        assert [answer.status for answer in refused] == [422] * 5, [r.content for r in refused]
        assert all("hidden from you" in answer.content.decode() for answer in refused)
        preview = anna.post("/segments/preview", {"expression": asked}).json
        assert (preview["count"], preview["sample"]) == (None, [])
    draft = {
        "segment_id": str(rules.segment.id),
        "stages": [stage("One", eq("party.kind", "PERSON"), [])],
    }
    made = anna.post("/strategies", {"name": {"en": "Mine"}, "draft": draft}).json
    checked = anna.post(f"/strategies/{made['id']}/check", {}).json
    assert "hidden_segment" in [problem["code"] for problem in checked["problems"]]


def test_whoever_sees_all_of_it_may_show_its_members(rules: Rules, cast: Cast, api: Api) -> None:
    Role.objects.filter(id=UserRole.objects.get(user=cast.viktor).role_id).update(fields={})
    hide(cast, *HIDDEN)
    anna, path = api("anna"), f"/segments/{rules.segment.id}"
    assert anna.patch(path, {"is_public": True}).json["code"] == "parties.condition_hidden"
    assert api("viktor").patch(path, {"is_public": True}).json["is_public"] is True
    shown = anna.get(path).json
    assert (shown["count"], shown["is_closed"], shown["is_partly_hidden"]) == (1, False, True)
    within = {"op": "in_segment", "segment": str(rules.segment.id)}
    found = anna.post("/parties/search", {"filter": within}).json["items"]
    assert [row["id"] for row in found] == [str(rules.party.id)]
    assert SECRET not in repr(found)


def test_a_masked_part_cannot_be_put_into_a_new_rule(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    shown = api("anna").get(f"/segments/{rules.segment.id}").json["expression"]
    answer = api("anna").post("/segments", {"name": {"en": "Copy"}, "expression": shown})
    assert answer.status == 422
    assert answer.json["errors"][0]["code"] == "unknown_op"


def test_a_step_that_writes_a_hidden_field_is_not_added(rules: Rules, cast: Cast, api: Api) -> None:
    hide(cast, *HIDDEN)
    draft = {
        "segment_id": str(make_segment(eq("party.kind", "PERSON")).id),
        "stages": [
            stage(
                "One",
                eq("party.kind", "PERSON"),
                [
                    {
                        "uid": "0198c2b6-0000-7000-8000-00000000aaab",
                        "step": "set_attribute",
                        "parameters": {"field": "attr.secret", "value": "mine"},
                    }
                ],
            )
        ],
    }
    made = api("anna").post("/strategies", {"name": {"en": "Mine"}, "draft": draft})
    checked = api("anna").post(f"/strategies/{made.json['id']}/check", {}).json
    assert checked["is_ready"] is False
    assert any("steps" in problem["loc"] for problem in checked["problems"])


def test_a_shared_view_does_not_show_its_hidden_condition(cast: Cast, api: Api) -> None:
    boris = api("boris")
    query = {"filter": eq("party.tax_id", SECRET), "columns": ["party.name", "party.tax_id"]}
    made = boris.post("/views", {"name": "Debtors", "query": query}).json
    shared = boris.put(f"/views/{made['id']}/audience", {"audience": "ALL"})
    assert shared.status == 200, shared.content
    assert SECRET in api("anna").get("/views").content.decode()
    hide(cast, "party.tax_id")
    shown = next(v for v in api("anna").get("/views").json if v["name"] == "Debtors")
    assert SECRET not in repr(shown)
    assert shown["query"]["columns"] == ["party.name"]
