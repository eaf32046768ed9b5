"""Changes of many: preview, progress, resumption, hand-over; through the API and the real job."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from kurator.access.models import Role
from kurator.access.runs import claim_run
from kurator.activities.models import Task
from kurator.activities.tests.builders import make_task
from kurator.bulk.models import BulkPortion, BulkRun
from kurator.bulk.services import running
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.models import Party, PartyShare, PartyTag
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.platform.runs import Stopped
from kurator.tracking.models import ChangeTransaction, SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
ALL_PERSONS = {"filter": {"op": "eq", "field": "party.kind", "value": "PERSON"}}


def start(client: ApiClient, selection: Any, action: Any, **more: Any) -> Any:
    answer = client.post("/bulk", {"selection": selection, "action": action, **more})
    assert answer.status == 201, answer.json
    return answer.json


def test_preview_counts_and_shows_before_anything_is_written(api: Api, cast: Cast) -> None:
    make_attribute("plan", "choice", choices=["gold", "tin"])
    gold = make_tag("gold")
    for n in range(7):
        make_party(owner=cast.anna, attrs={"plan": "gold" if n < 2 else "tin"})
    make_party(owner=cast.viktor, attrs={"plan": "tin"})
    body: dict[str, Any] = {"selection": ALL_PERSONS, "action": {"set": {"attr.plan": "gold"}}}
    seen = api("anna").post("/bulk/preview", body).json
    assert (seen["selected"], seen["changed"], seen["unchanged"]) == (7, 5, 2)
    assert len(seen["samples"]) == 5
    assert {str(one["changes"]) for one in seen["samples"]} == {
        "[{'field': 'attr.plan', 'label': 'Plan', 'old': 'tin', 'new': 'gold'}]"
    }
    body["action"] = {"add_tags": [str(gold.id)]}
    with_tag = api("anna").post("/bulk/preview", body).json
    assert with_tag["changed"] == 7
    assert with_tag["samples"][0]["changes"][0]["new"] == [str(gold.id)]
    assert not ChangeTransaction.objects.filter(channel="bulk").exists()


def test_ticked_ones_of_others_are_named_out_of_sight(api: Api, cast: Cast) -> None:
    mine, others = make_party(owner=cast.anna), make_party(owner=cast.viktor)
    selection = {"ids": [str(mine.id), str(others.id)]}
    action = {"set": {"party.status": "FORMER"}}
    body = {"selection": selection, "action": action}
    assert api("anna").post("/bulk/preview", body).json["out_of_sight"] == 1
    run = start(api("anna"), selection, action)
    assert (run["status"], run["changed"]) == ("DONE", 1)
    others.refresh_from_db()
    assert others.status == "ACTIVE"


def test_another_selection_than_in_the_preview_is_refused(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    body: dict[str, Any] = {"selection": ALL_PERSONS, "action": {"set": {"party.lang": "uk"}}}
    body["fingerprint"] = api("anna").post("/bulk/preview", body).json["fingerprint"]
    late = make_party(owner=cast.anna)
    refused = api("anna").post("/bulk", body)
    assert (refused.status, refused.json["code"]) == (409, "bulk.selection_changed")
    assert "2" in refused.json["detail"]
    late.refresh_from_db()
    assert late.lang == "en"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({}, "bulk.nothing_to_do"),
        ({"set": {"party.status": "RUBBISH"}}, "parties.unknown_choice"),
        ({"set": {"attr.nothing": 1}}, "parties.unknown_field"),
        ({"add_tags": ["0190a0a0-0000-7000-8000-000000000001"]}, "parties.unknown_tag"),
        ({"owner_ids": ["0190a0a0-0000-7000-8000-000000000001"]}, "parties.unknown_user"),
    ],
)
def test_bad_actions_are_named(api: Api, cast: Cast, action: Any, code: str) -> None:
    make_party(owner=cast.anna)
    refused = api("anna").post("/bulk", {"selection": {}, "action": action})
    assert refused.status == 422
    assert [one["code"] for one in refused.json["errors"]] == [code]


def test_nothing_to_change_is_said(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    action = {"set": {"party.status": "ACTIVE"}}
    refused = api("anna").post("/bulk", {"selection": {}, "action": action})
    assert (refused.status, refused.json["code"]) == (409, "bulk.nothing_changes")


def test_runs_in_portions_under_the_rights_of_the_person(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    parties = [make_party(owner=cast.anna) for _ in range(10)]
    anna = api("anna")
    run = start(anna, {}, {"set": {"party.status": "FORMER"}})
    assert (run["status"], run["total"], run["done"]) == ("RUNNING", 10, 0)
    # meanwhile one is given away and one is new: the first is refused, the second untouched
    Party.objects.filter(id=parties[5].id).update(owner_id=cast.viktor.id)
    late = make_party(owner=cast.anna)
    in_background()
    after = anna.get(f"/bulk/{run['id']}").json
    assert (after["status"], after["done"], after["changed"], after["refused"]) == (
        "DONE", 10, 9, 1,
    )  # fmt: skip
    refused = anna.get(f"/bulk/{run['id']}/refused").json
    assert [(one["party_id"], one["code"], one["display_name"]) for one in refused] == [
        (str(parties[5].id), "gone", None)
    ]
    late.refresh_from_db()
    assert late.status == "ACTIVE"
    notes = ChangeTransaction.objects.filter(set_id=run["id"])
    assert {(n.actor_name, n.channel) for n in notes} == {("Anna Test", "bulk")}
    assert notes.count() == 3
    listed = anna.get("/changes").json["items"][0]
    assert (listed["id"], listed["parties"], listed["is_exact"]) == (run["id"], 9, True)


def test_canceled_run_keeps_what_is_done_and_can_be_undone(
    api: Api, cast: Cast, in_background: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        make_party(owner=cast.anna)
    anna = api("anna")
    run = start(anna, {}, {"set": {"party.status": "FORMER"}})
    original = running.do_next_portion

    def and_cancel(**arguments: Any) -> bool:
        went_on = original(**arguments)
        BulkRun.objects.update(is_cancel_requested=True)
        return went_on

    monkeypatch.setattr(running, "do_next_portion", and_cancel)
    in_background()
    monkeypatch.setattr(running, "do_next_portion", original)
    after = anna.get(f"/bulk/{run['id']}").json
    assert (after["status"], after["changed"]) == ("CANCELED", 4)
    assert anna.post(f"/bulk/{run['id']}/cancel").status == 409
    assert Party.objects.filter(status="FORMER").count() == 4
    assert anna.post(f"/changes/{run['id']}/undo", {}).status == 201
    in_background()
    assert Party.objects.filter(status="FORMER").count() == 0


def test_late_worker_is_fenced_out(api: Api, cast: Cast, in_background: Callable[[], None]) -> None:
    for _ in range(6):
        make_party(owner=cast.anna)
    run = start(api("anna"), {}, {"set": {"party.status": "FORMER"}})
    late = claim_run(running.COURSE, UUID(run["id"]), now=datetime.now(UTC))
    assert late is not None
    in_background()
    with pytest.raises(Stopped):
        late.held()
    portions = BulkPortion.objects.filter(run_id=run["id"])
    assert portions.filter(done_at=None).count() == 0
    assert ChangeTransaction.objects.filter(set_id=run["id"]).count() == 2


def test_tags_and_bin_of_many(api: Api, cast: Cast) -> None:
    gold, tin = make_tag("gold"), make_tag("tin")
    for _ in range(3):
        make_party(owner=cast.anna, tags=[tin])
    anna = api("anna")
    run = start(anna, {}, {"add_tags": [str(gold.id)], "remove_tags": [str(tin.id)]})
    assert run["changed"] == 3
    assert set(PartyTag.objects.values_list("tag_id", flat=True)) == {gold.id}
    run = start(anna, {}, {"recycle": True})
    assert run["changed"] == 3
    assert anna.post("/parties/search", {}).json["items"] == []
    assert len(anna.get("/recycle-bin").json["items"]) == 3
    undone = anna.post(f"/changes/{run['id']}/undo", {}).json
    assert undone["changed"] == 3
    assert len(anna.post("/parties/search", {}).json["items"]) == 3


def test_permissions_of_what_is_done(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    role = Role.objects.get(code="TEST_TEAM")
    role.permissions = ["parties.view", "parties.edit"]
    role.save()
    anna = api("anna")
    for action in ({"recycle": True}, {"owner_ids": [str(cast.boris.id)]}):
        body: dict[str, Any] = {"selection": {"ids": [str(party.id)]}, "action": action}
        assert anna.post("/bulk", body).status == 403
    change = {"set": {"party.lang": "uk"}}
    body = {"selection": {"ids": [str(party.id)]}, "action": change}
    assert anna.post("/bulk", body).status == 201
    refused = anna.post("/bulk", {**body, "selection": {}})
    assert (refused.status, refused.json["code"]) == (403, "kurator.permission_missing")
    assert anna.get("/changes?is_of_all=true").status == 200


def test_hand_over_spreads_evenly_with_tasks_and_comes_back(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    parties = [make_party(owner=cast.anna) for _ in range(9)]
    tasks = [make_task(party, cast.anna.id) for party in parties]
    kept = make_task(parties[0], cast.boris.id)
    anna = api("anna")
    body = {
        "from_user_id": str(cast.anna.id),
        "to_user_ids": [str(cast.viktor.id), str(cast.boris.id), str(cast.arkady.id)],
    }
    seen = anna.post("/bulk/hand-over/preview", body).json
    assert seen["changed"] == 9
    answer = anna.post("/bulk/hand-over", {**body, "fingerprint": seen["fingerprint"]})
    assert answer.status == 201, answer.json
    in_background()
    owners = list(Party.objects.values_list("owner_id", flat=True))
    assert sorted(owners.count(p.id) for p in (cast.viktor, cast.boris, cast.arkady)) == [3, 3, 3]
    for task in Task.objects.filter(id__in=[t.id for t in tasks]).select_related("party"):
        assert task.assignee_id == task.party.owner_id
    kept.refresh_from_db()
    assert kept.assignee_id == cast.boris.id
    # Viktor's and Arkady's are out of Anna's sight; what she gave she may take back
    assert anna.post("/parties/count", {}).json["count"] == 3
    undone = anna.post(f"/changes/{answer.json['id']}/undo", {})
    assert undone.status == 201, undone.json
    in_background()
    after = anna.get(f"/bulk/{undone.json['id']}").json
    assert (after["status"], after["changed"], after["refused"]) == ("DONE", 9, 0)
    assert set(Party.objects.values_list("owner_id", flat=True)) == {cast.anna.id}
    moved_back = Task.objects.filter(id__in=[t.id for t in tasks])
    assert set(moved_back.values_list("assignee_id", flat=True)) == {cast.anna.id}


def test_hand_over_to_a_team_and_by_filter(api: Api, cast: Cast) -> None:
    stays = make_party(owner=cast.anna, status="FORMER")
    goes = [make_party(owner=cast.anna) for _ in range(2)]
    body = {
        "from_user_id": str(cast.anna.id),
        "to_team_id": str(cast.viktor.team_id),
        "filter": {"op": "eq", "field": "party.status", "value": "ACTIVE"},
    }
    assert api("anna").post("/bulk/hand-over", body).json["changed"] == 2
    stays.refresh_from_db()
    assert stays.owner_id == cast.anna.id
    ids = [party.id for party in goes]
    found = set(Party.objects.filter(id__in=ids).values_list("owner_id", flat=True))
    assert found == {cast.viktor.id}
    assert api("anna").post("/bulk/hand-over", {**body, "to_team_id": None}).status == 422


def test_customers_of_others_cannot_be_handed_over(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.viktor)
    body = {"from_user_id": str(cast.viktor.id), "to_user_ids": [str(cast.anna.id)]}
    assert api("anna").post("/bulk/hand-over", body).status == 409
    party.refresh_from_db()
    assert party.owner_id == cast.viktor.id
    owned = make_party(owner=NOBODY_ID)
    action = {"owner_ids": [str(cast.anna.id)]}
    start(api("arkady"), {"ids": [str(owned.id)]}, action)
    owned.refresh_from_db()
    assert owned.owner_id == cast.anna.id


def test_runs_of_others_are_not_seen(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    run = start(api("anna"), {}, {"set": {"party.status": "FORMER"}})
    boris = api("boris")
    assert boris.get("/bulk").json == []
    for path in (f"/bulk/{run['id']}", f"/bulk/{run['id']}/refused"):
        assert boris.get(path).status == 404
    assert boris.post(f"/bulk/{run['id']}/cancel").status == 404


def share(party: Party, cast: Cast, *, can_edit: bool) -> None:
    PartyShare.objects.create(
        party=party, user=cast.anna, can_edit=can_edit, created_by=cast.viktor
    )


def test_customers_shared_to_be_changed_go_along(api: Api, cast: Cast) -> None:
    tag = make_tag("gold")
    own, mine, read = (make_party(owner=owner) for owner in (cast.anna, cast.viktor, cast.viktor))
    hidden = make_party(owner=cast.viktor)
    share(mine, cast, can_edit=True)
    share(read, cast, can_edit=False)
    anna = api("anna")
    ids = [str(one.id) for one in (own, mine, read, hidden)]
    action = {"set": {"party.status": "FORMER"}, "add_tags": [str(tag.id)]}
    body = {"selection": {"ids": ids}, "action": action}
    seen = anna.post("/bulk/preview", body).json
    assert (seen["selected"], seen["changed"], seen["out_of_sight"]) == (2, 2, 2)
    run = anna.post("/bulk", body).json
    assert (run["changed"], run["refused"]) == (2, 0)
    changed = {own.id, mine.id}
    assert set(Party.objects.filter(status="FORMER").values_list("id", flat=True)) == changed
    assert set(PartyTag.objects.values_list("party_id", flat=True)) == changed
    undone = anna.post(f"/changes/{run['id']}/undo", {}).json
    assert undone["changed"] == 2
    assert not Party.objects.filter(status="FORMER").exists()
    assert not PartyTag.objects.exists()


def test_list_of_what_is_shared_is_changed_as_a_whole(api: Api, cast: Cast) -> None:
    own, mine, read = (make_party(owner=owner) for owner in (cast.anna, cast.viktor, cast.viktor))
    share(mine, cast, can_edit=True)
    share(read, cast, can_edit=False)
    body = {"selection": {"shared": True}, "action": {"set": {"party.status": "FORMER"}}}
    assert api("anna").post("/bulk", body).json["changed"] == 1
    mine.refresh_from_db()
    own.refresh_from_db()
    assert (mine.status, own.status) == ("FORMER", "ACTIVE")


@pytest.mark.parametrize("action", [{"recycle": True}, {"owner_ids": ["boris"]}])
def test_a_share_neither_deletes_nor_hands_over(
    api: Api, cast: Cast, action: dict[str, Any]
) -> None:
    mine = make_party(owner=cast.viktor)
    share(mine, cast, can_edit=True)
    if "owner_ids" in action:
        action = {"owner_ids": [str(cast.boris.id)]}
    body = {"selection": {"ids": [str(mine.id)]}, "action": action}
    assert api("anna").post("/bulk", body).status == 409
    mine.refresh_from_db()
    assert (mine.deleted_at, mine.owner_id) == (None, cast.viktor.id)


def test_runs_and_their_undo_stand_in_the_security_log(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    anna = api("anna")
    action = {"set": {"party.status": "FORMER"}}
    run = anna.post("/bulk", {"selection": {}, "action": action}).json
    event = SecurityEvent.objects.get(kind="bulk.ran")
    assert event.subject == run["id"]
    assert event.actor_id == str(cast.anna.id)
    assert event.details == {
        "status": "DONE", "customers": 1, "refused": 0, "fields": ["party.status"],
        "acts": ["change"], "by": str(cast.anna.id),
    }  # fmt: skip
    anna.post(f"/changes/{run['id']}/undo", {})
    assert SecurityEvent.objects.get(kind="bulk.undone").subject == run["id"]
    anna.post("/bulk", {"selection": {}, "action": {"recycle": True}})
    assert SecurityEvent.objects.filter(kind="bulk.ran").latest("at").details["acts"] == ["recycle"]
    assert not SecurityEvent.objects.filter(kind="parties.recycled").exists()
