"""Undo of change sets: doing and undoing is nothing, except where others have changed things since."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurator.bulk.selectors import change_sets
from kurator.parties.models import ContactPoint, Party, PartyTag
from kurator.parties.services.bulk_upsert import PartyUpsert, upsert_parties
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.platform.context import Context, open_scope
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]


SET = UUID("0192aaaa-0000-7000-8000-000000000001")


def state() -> Any:
    """Everything of all customers that a person could have changed."""
    parties = Party.objects.order_by("id").values(
        "id", "kind", "name", "status", "lang", "owner_id", "tax_id", "birth_date", "time_zone",
        "external_id", "attrs", "deleted_at",
    )  # fmt: skip
    tags = PartyTag.objects.order_by("party_id", "tag_id").values("party_id", "tag_id")
    points = ContactPoint.objects.order_by("id").values(
        "id", "party_id", "kind", "value", "norm", "extension", "label", "is_preferred"
    )
    return list(parties), list(tags), list(points)


def latest_set(client: ApiClient) -> str:
    return str(client.get("/changes").json["items"][0]["id"])


def undo(client: ApiClient, set_id: str, **body: Any) -> Any:
    answer = client.post(f"/changes/{set_id}/undo", body)
    assert answer.status == 201, answer.json
    assert answer.json["status"] == "DONE"
    return answer.json


def test_single_edit_is_undone_and_redone(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="Old", attrs={})
    make_attribute("plan")
    anna = api("anna")
    before = state()
    change = {"party.name": {"en": "New", "ru": "Новое"}, "attr.plan": "gold", "party.tax_id": "77",
              "party.birth_date": "1990-02-03", "party.kind": "ORGANIZATION"}  # fmt: skip
    assert anna.patch(f"/parties/{party.id}", {"set": change}).status == 200
    after = state()
    undone = undo(anna, latest_set(anna))
    assert state() == before
    assert (undone["kind"], undone["changed"]) == ("UNDO", 1)
    redone = undo(anna, undone["id"])
    assert state() == after
    shown = anna.get("/changes").json["items"]
    assert shown[2]["party_name"] == "Old" or shown[2]["party_name"] == "New"
    assert {"Name", "Plan", "Kind"} <= set(shown[2]["fields"])
    assert [one["id"] for one in shown[:2]] == [redone["id"], undone["id"]]
    assert shown[1]["undone_by"] == redone["id"]


def test_contact_points_and_tags_are_undone(api: Api, cast: Cast) -> None:
    gold = make_tag("gold")
    party = make_party(owner=cast.anna, phones=["+380671112233"], tags=[gold])
    anna = api("anna")
    point = ContactPoint.objects.get()
    acts: tuple[Callable[[], Any], ...] = (
        lambda: anna.post(
            f"/parties/{party.id}/contact-points", {"kind": "EMAIL", "value": "A@b.ua"}
        ),
        lambda: anna.patch(
            f"/parties/{party.id}/contact-points/{point.id}", {"value": "+380501112233"}
        ),
        lambda: anna.call("DELETE", f"/parties/{party.id}/contact-points/{point.id}"),
        lambda: anna.call("DELETE", f"/parties/{party.id}/tags/{gold.id}"),
    )
    for act in acts:
        before = state()
        assert act().status < 300
        after = state()
        assert after != before
        undone = undo(anna, latest_set(anna))
        assert state() == before
        undo(anna, undone["id"])
        assert state() == after


def test_later_change_of_another_is_a_conflict_with_a_choice(api: Api, cast: Cast) -> None:
    first, second = make_party(owner=cast.anna), make_party(owner=cast.anna)
    anna, boris = api("anna"), api("boris")
    action = {"set": {"party.status": "FORMER"}}
    run = anna.post("/bulk", {"selection": {}, "action": action}).json
    boris.patch(f"/parties/{first.id}", {"set": {"party.status": "SLEEPING"}})
    seen = anna.post(f"/changes/{run['id']}/undo/preview").json
    assert (seen["parties"], seen["undone"], seen["conflicts"]) == (2, 1, 1)
    conflict = seen["conflict_samples"][0]
    assert (conflict["party_id"], conflict["present"], conflict["changed_by"]) == (
        str(first.id), "Dormant", "Boris Test",
    )  # fmt: skip
    kept = undo(anna, run["id"])
    assert (kept["changed"], kept["refused"]) == (1, 1)
    refused = anna.get(f"/bulk/{kept['id']}/refused").json
    assert [(one["code"], one["fields"]) for one in refused] == [("conflict", ["party.status"])]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("SLEEPING", "ACTIVE")
    forced = undo(anna, run["id"], on_conflict="overwrite")
    assert forced["changed"] == 1
    first.refresh_from_db()
    assert first.status == "ACTIVE"


def test_ones_own_later_change_is_called_ones_own(api: Api, cast: Cast) -> None:
    first, second = make_party(owner=cast.anna), make_party(owner=cast.anna)
    anna, boris = api("anna"), api("boris")
    run = anna.post("/bulk", {"selection": {}, "action": {"set": {"party.status": "FORMER"}}}).json
    anna.patch(f"/parties/{first.id}", {"set": {"party.status": "SLEEPING"}})
    boris.patch(f"/parties/{second.id}", {"set": {"party.status": "SLEEPING"}})
    seen = anna.post(f"/changes/{run['id']}/undo/preview").json["conflict_samples"]
    listed = anna.get(f"/changes/{run['id']}/undo/conflicts").json["items"]
    for rows in (seen, listed):
        told = {row["party_id"]: (row["changed_by"], row["is_changed_by_me"]) for row in rows}
        assert told == {
            str(first.id): ("Anna Test", True),
            str(second.id): ("Boris Test", False),
        }


def test_conflicts_are_decided_one_by_one(api: Api, cast: Cast) -> None:
    """By customer and by field, whatever is said of all others."""
    make_attribute("plan")
    parties = [make_party(owner=cast.anna, attrs={"plan": "old"}) for _ in range(4)]
    anna, boris = api("anna"), api("boris")
    action = {"set": {"party.status": "FORMER", "attr.plan": "new"}}
    run = anna.post("/bulk", {"selection": {}, "action": action}).json
    for one in parties[:3]:
        body = {"set": {"party.status": "SLEEPING", "attr.plan": "his"}}
        assert boris.patch(f"/parties/{one.id}", body).status == 200
    page = anna.get(f"/changes/{run['id']}/undo/conflicts").json
    assert page["next_cursor"] is None
    shown = {(one["party_id"], one["field"]): one["changed_by"] for one in page["items"]}
    assert shown == {
        (str(one.id), code): "Boris Test"
        for one in parties[:3]
        for code in ("party.status", "attr.plan")
    }
    choices = [
        {"party_id": str(parties[0].id), "field": "party.status", "take": "old"},
        {"party_id": str(parties[1].id), "field": None, "take": "old"},
        {"party_id": str(parties[1].id), "field": "attr.plan", "take": "present"},
    ]
    undone = undo(anna, run["id"], choices=choices)
    assert (undone["changed"], undone["refused"]) == (3, 3)
    found = {one.id: (one.status, one.attrs["plan"]) for one in Party.objects.all()}
    assert [found[one.id] for one in parties] == [
        ("ACTIVE", "his"),
        ("ACTIVE", "his"),
        ("SLEEPING", "his"),
        ("ACTIVE", "old"),
    ]
    rest = [{"party_id": str(parties[2].id), "take": "present"}]
    undo(anna, run["id"], on_conflict="overwrite", choices=rest)
    found = {one.id: (one.status, one.attrs["plan"]) for one in Party.objects.all()}
    assert [found[one.id] for one in parties] == [
        ("ACTIVE", "old"),
        ("ACTIVE", "old"),
        ("SLEEPING", "his"),
        ("ACTIVE", "old"),
    ]


def test_contact_points_are_decided_one_by_one(api: Api, cast: Cast) -> None:
    parties = [make_party(owner=cast.anna, phones=["+380671112233"]) for _ in range(2)]
    anna, boris = api("anna"), api("boris")
    with open_scope(Context(actor_kind="user", actor_id=str(cast.anna.id), change_set=str(SET))):
        ContactPoint.objects.update(value="+380501112233", norm="380501112233")
    for one in parties:
        point = ContactPoint.objects.get(party=one)
        path = f"/parties/{one.id}/contact-points/{point.id}"
        assert boris.patch(path, {"value": "+380991112233"}).status == 200
    choice = {"party_id": str(parties[0].id), "field": "party.contact", "take": "old"}
    undo(anna, str(SET), choices=[choice])
    values = [ContactPoint.objects.get(party=one).norm for one in parties]
    assert values == ["380671112233", "380991112233"]


def test_conflicts_of_others_and_marks_of_other_lists_are_refused(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    anna = api("anna")
    action = {"set": {"party.status": "FORMER"}}
    run = anna.post("/bulk", {"selection": {}, "action": action}).json
    path = f"/changes/{run['id']}/undo/conflicts"
    assert api("viktor").get(path).json["items"] == []
    assert api("nina").get(path).status == 403
    other = anna.get("/recycle-bin").json["next_cursor"] or "rubbish"
    assert anna.get(f"{path}?cursor={other}").status == 422


def test_import_run_is_undone_as_one(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    known = make_party(owner=cast.anna, external_id="E-1", status="ACTIVE")
    set_id = UUID(int=77)
    for batch in (["E-1", "E-2"], ["E-3"]):
        context = Context(
            uid=str(cast.anna.id), actor_kind="user", actor_id=str(cast.anna.id),
            actor_name="Anna Test", channel="import", change_set=str(set_id),
        )  # fmt: skip
        with open_scope(context):
            rows = [
                PartyUpsert(one, {"party.status": "LEAVING"}, owner_id=cast.anna.id)
                for one in batch
            ]
            upsert_parties(viewer_owner_ids=None, rows=rows, now=datetime.now(UTC))
    anna = api("anna")
    listed = anna.get("/changes").json["items"]
    assert [(one["id"], one["channel"], one["parties"]) for one in listed] == [
        (str(set_id), "import", 3)
    ]
    monkeypatch.setattr(change_sets, "COUNTED", 2)
    listed = anna.get("/changes").json["items"]
    assert [(one["parties"], one["is_exact"]) for one in listed] == [(2, False)]
    edited = Party.objects.get(external_id="E-3")
    api("boris").patch(f"/parties/{edited.id}", {"set": {"party.status": "NEW"}})
    result = undo(anna, str(set_id))
    assert (result["changed"], result["refused"]) == (2, 1)
    known.refresh_from_db()
    assert (known.status, known.deleted_at) == ("ACTIVE", None)
    live = Party.objects.filter(deleted_at=None).order_by("external_id")
    assert [one.external_id for one in live] == ["E-1", "E-3"]
    undo(anna, result["id"])
    assert Party.objects.filter(deleted_at=None, status="LEAVING").count() == 2


def test_change_sets_of_others(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    api("anna").patch(f"/parties/{party.id}", {"set": {"party.status": "NEW"}})
    set_id = latest_set(api("anna"))
    viktor = api("viktor")
    assert viktor.get("/changes").json["items"] == []
    shown = viktor.get("/changes?is_of_all=true").json["items"]
    assert shown == []
    seen = viktor.post(f"/changes/{set_id}/undo/preview")
    assert (seen.status, seen.json["parties"]) == (200, 0)
    assert viktor.post(f"/changes/{set_id}/undo", {}).status == 409
    party.refresh_from_db()
    assert party.status == "NEW"


STATUSES = st.sampled_from(["NEW", "ACTIVE", "LEAVING", "SLEEPING", "FORMER"])
PLANS = st.sampled_from(["gold", "tin", None])
STEPS = st.one_of(
    st.tuples(st.just("set"), st.fixed_dictionaries({}, optional={
        "party.status": STATUSES, "attr.plan": PLANS, "party.lang": st.sampled_from(["en", "uk"]),
        "party.birth_date": st.sampled_from(["1980-01-02", None]), "party.tax_id": st.sampled_from(["7", None]),
    }).filter(bool)),
    st.tuples(st.just("add_tags"), st.sampled_from([0, 1])),
    st.tuples(st.just("remove_tags"), st.sampled_from([0, 1])),
    st.tuples(st.just("owner_ids"), st.sampled_from(["anna", "boris", "viktor"])),
    st.tuples(st.just("recycle"), st.just(True)),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=5), forth=st.integers(0, 2))
def test_undoing_in_reverse_is_nothing(
    api: Api, cast: Cast, steps: list[tuple[str, Any]], forth: int
) -> None:
    """Undo ∘ do = identity for any row of changes; undo ∘ undo = do."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT example")
    tags = [make_tag(), make_tag()]
    make_attribute("plan", "choice", choices=["gold", "tin"])
    for n in range(3):
        make_party(owner=cast.anna, attrs={"plan": "gold"} if n else {}, tags=tags[:n])
    anna = api("anna")
    done: list[tuple[str, Any]] = []
    for name, value in steps:
        action: Any = {name: value}
        if name.endswith("tags"):
            action = {name: [str(tags[value].id)]}
        if name == "owner_ids":
            action = {name: [str(getattr(cast, value).id)]}
        before = state()
        answer = anna.post("/bulk", {"selection": {}, "action": action})
        assert answer.status in (201, 409), answer.json
        if answer.status == 201:
            done.append((answer.json["id"], before))
    for set_id, before in reversed(done):
        after = state()
        undone = undo(anna, set_id)
        assert undone["refused"] == 0
        assert state() == before
        if forth:
            redone = undo(anna, undone["id"])
            assert state() == after
            undo(anna, redone["id"])
            assert state() == before
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT example")
