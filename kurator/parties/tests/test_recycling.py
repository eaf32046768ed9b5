"""The recycle bin: out of sight everywhere, back with everything."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kurator.activities.tests.builders import make_task
from kurator.parties.models import Party
from kurator.parties.services.bulk_upsert import PartyUpsert, upsert_parties
from kurator.parties.tests.builders import make_party, make_tag
from kurator.strategies.models import Enrolment, Transition
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage, tag_step
from kurator.strategies.tests.test_engine import turn
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(
        owner=cast.anna,
        name="Ostap Canary",
        external_id="EXT-1",
        phones=["+380671110000"],
        emails=["ostap@example.com"],
        tags=[make_tag("gold")],
    )


def everywhere(client: ApiClient) -> list[Any]:
    """All ways to a customer that a person has without his id."""
    return [
        client.post("/parties/search", {}).json["items"],
        client.post("/parties/search", {"q": "ostap"}).json["items"],
        client.post("/parties/search", {"q": "1110000"}).json["items"],
        client.post("/parties/search", {"q": "ostap@example.com"}).json["items"],
        client.get("/search?q=canary").json["groups"],
        client.get("/search?q=380671110000").json["groups"],
    ]


def test_deleted_customer_is_nowhere_and_comes_back_whole(
    api: Api, cast: Cast, party: Party
) -> None:
    anna = api("anna")
    task = make_task(party, cast.anna.id)
    before = anna.get(f"/parties/{party.id}").json
    assert all(everywhere(anna))

    assert anna.call("DELETE", f"/parties/{party.id}").status == 204
    assert not any(everywhere(anna))
    assert anna.post("/parties/count", {}).json["count"] == 0
    assert anna.get("/tasks").json["items"] == []
    assert anna.get(f"/tasks/{task.id}").status == 404
    assert anna.patch(f"/parties/{party.id}", {"set": {"party.status": "NEW"}}).status == 404
    assert anna.get(f"/parties/{party.id}/history").status == 404

    listed = anna.get("/recycle-bin").json["items"]
    assert [(row["display_name"], row["deleted_by"]) for row in listed] == [
        ("Ostap Canary", "Anna Test")
    ]
    assert anna.post("/recycle-bin/restore", {"ids": [str(party.id)]}).json == {"changed": 1}
    after = anna.get(f"/parties/{party.id}").json
    assert all(everywhere(anna))
    changing = {"version": None, "values": None}
    assert after | changing == before | changing
    assert [one["id"] for one in anna.get("/tasks").json["items"]] == [str(task.id)]
    labels = [
        change["label"]
        for item in anna.get(f"/parties/{party.id}/history").json["items"]
        for change in item["changes"]
    ]
    assert labels.count("In the recycle bin") == 2


def test_card_says_where_he_is_to_those_who_may_look_there(
    api: Api, cast: Cast, party: Party
) -> None:
    assert api("anna").call("DELETE", f"/parties/{party.id}").status == 204
    for path in (f"/parties/{party.id}", f"/parties/{party.id}/card"):
        gone = api("boris").get(path)
        assert (gone.status, gone.json["code"]) == (410, "parties.recycled")
        assert "Ostap Canary" in gone.json["detail"]
        assert api("viktor").get(path).status == 404


def test_bin_of_others_is_out_of_reach(api: Api, party: Party) -> None:
    api("anna").call("DELETE", f"/parties/{party.id}")
    viktor = api("viktor")
    assert viktor.get("/recycle-bin").json["items"] == []
    assert viktor.post("/recycle-bin/restore", {"ids": [str(party.id)]}).json == {"changed": 0}
    other = make_party(owner=party.owner_id, name="Still here")
    assert viktor.post("/recycle-bin", {"ids": [str(other.id)]}).json == {"changed": 0}
    assert viktor.call("DELETE", f"/parties/{other.id}").status == 404
    assert Party.objects.get(id=other.id).deleted_at is None


def test_bin_is_searched_and_paged(api: Api, cast: Cast) -> None:
    names = ["Ada One", "Bela Two", "Ada Three"]
    ids = [str(make_party(owner=cast.anna, name=name).id) for name in names]
    anna = api("anna")
    for one in ids:
        anna.post("/recycle-bin", {"ids": [one]})
    first = anna.get("/recycle-bin?limit=2").json
    second = anna.get(f"/recycle-bin?limit=2&cursor={first['next_cursor']}").json
    shown = [row["display_name"] for row in first["items"] + second["items"]]
    assert shown == ["Ada Three", "Bela Two", "Ada One"]
    assert second["next_cursor"] is None
    found = anna.get("/recycle-bin?q=ada").json["items"]
    assert [row["display_name"] for row in found] == ["Ada Three", "Ada One"]
    assert anna.get("/recycle-bin?cursor=rubbish").status == 422


def test_strategy_lets_him_go_with_the_cause_and_takes_him_back(
    api: Api, cast: Cast, party: Party
) -> None:
    strategy = make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("One", eq("party.kind", "PERSON"), [tag_step(make_tag("t").id)])],
    )
    turn()
    api("anna").call("DELETE", f"/parties/{party.id}")
    turn()
    assert Enrolment.objects.get(strategy_id=strategy.id, party_id=party.id).ord == -1
    left = Transition.objects.filter(party_id=party.id).latest("seq")
    assert (left.cause, left.to_ord) == ("CHANGE", -1)
    assert left.facts["party.deleted_at"]
    counts = api("arkady").get("/strategies").json
    assert "Ostap" not in str(counts)
    api("anna").post("/recycle-bin/restore", {"ids": [str(party.id)]})
    turn()
    assert Enrolment.objects.get(strategy_id=strategy.id, party_id=party.id).ord == 1


def test_segment_does_not_count_him(api: Api, party: Party) -> None:
    anna = api("anna")
    body = {"expression": eq("party.kind", "PERSON")}
    assert anna.post("/segments/preview", body).json["count"] == 1
    anna.call("DELETE", f"/parties/{party.id}")
    preview = anna.post("/segments/preview", body).json
    assert (preview["count"], preview["sample"]) == (0, [])


def test_duplicate_in_the_bin_is_only_named(api: Api, party: Party) -> None:
    anna = api("anna")
    anna.call("DELETE", f"/parties/{party.id}")
    found = anna.post("/parties/duplicates", {"phones": ["+380671110000"]}).json
    assert [(one["party_id"], one["display_name"], one["is_recycled"]) for one in found] == [
        (None, "Ostap Canary", True)
    ]


def test_import_does_not_write_into_the_bin(api: Api, cast: Cast, party: Party) -> None:
    api("anna").call("DELETE", f"/parties/{party.id}")
    result = upsert_parties(
        viewer_owner_ids=None,
        rows=[PartyUpsert("EXT-1", {"party.status": "FORMER"})],
        now=datetime.now(UTC),
    )
    assert [problem.code for _, problem in result.refused] == ["parties.external_id_recycled"]
    party.refresh_from_db()
    assert party.status == "ACTIVE"


def test_hand_over_leaves_the_bin_alone(api: Api, cast: Cast, party: Party) -> None:
    anna = api("anna")
    anna.call("DELETE", f"/parties/{party.id}")
    action = {"owner_ids": [str(cast.viktor.id)]}
    body = {"selection": {"ids": [str(party.id)]}, "action": action}
    assert anna.post("/bulk", body).json["code"] == "bulk.nothing_changes"
    party.refresh_from_db()
    assert party.owner_id == cast.anna.id


def test_deleting_and_restoring_stand_in_the_security_log(api: Api, party: Party) -> None:
    anna = api("anna")
    anna.call("DELETE", f"/parties/{party.id}")
    anna.post("/recycle-bin/restore", {"ids": [str(party.id)]})
    events = SecurityEvent.objects.filter(kind__startswith="parties.").order_by("at")
    assert [(one.kind, one.subject) for one in events] == [
        ("parties.recycled", str(party.id)),
        ("parties.restored", str(party.id)),
    ]
