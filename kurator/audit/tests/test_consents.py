"""What a customer agrees to: dated facts, taken back but never changed, and a field to choose by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kurator.audit.models import Consent, ConsentPurpose
from kurator.audit.tests.builders import make_purpose
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.tracking.models import Change, DirtySubject
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna)


@pytest.fixture
def purpose(cast: Cast) -> ConsentPurpose:
    return make_purpose()


def record(api: Api, party: Party, purpose: ConsentPurpose, **changes: Any) -> Answer:
    body = {
        "purpose_id": str(purpose.id),
        "channels": ["EMAIL", "SMS"],
        "state": "GIVEN",
        "source": "form on paper",
        **changes,
    }
    return api("anna").post(f"/consents/parties/{party.id}", body)


def states(answer: Answer) -> dict[str, str]:
    channels = answer.json["purposes"][0]["channels"]
    return {channel: found["state"] for channel, found in channels.items()}


def days_ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def test_the_latest_fact_by_its_own_date_decides_in_each_channel(
    api: Api, party: Party, purpose: ConsentPurpose
) -> None:
    record(api, party, purpose, at=days_ago(10))
    answer = record(api, party, purpose, channels=["SMS"], state="WITHDRAWN", at=days_ago(5))
    assert states(answer) == {"EMAIL": "GIVEN", "SMS": "WITHDRAWN"}
    # Recorded later, but older: what came after it still holds.
    answer = record(api, party, purpose, channels=["SMS"], at=days_ago(7))
    assert states(answer) == {"EMAIL": "GIVEN", "SMS": "WITHDRAWN"}
    assert len(answer.json["statements"]) == 3


def test_taking_back_lets_hold_what_held_before_and_keeps_both(
    api: Api, party: Party, purpose: ConsentPurpose
) -> None:
    record(api, party, purpose, channels=["SMS"], at=days_ago(9))
    mistaken = record(api, party, purpose, channels=["SMS", "POST"], state="WITHDRAWN")
    statement = mistaken.json["statements"][0]
    path = f"/consents/parties/{party.id}/statements/{statement['statement_id']}/undo"
    undone = api("anna").post(path)
    assert states(undone) == {"SMS": "GIVEN"}
    assert len(undone.json["statements"]) == 3
    found = {row["statement_id"]: row for row in undone.json["statements"]}
    assert found[statement["statement_id"]]["undone_by_id"] is not None
    assert api("anna").post(path).json["code"] == "consents.undone"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"at": "2199-01-01T00:00:00Z"}, "at"),
        ({"at": "1980-01-01T00:00:00Z"}, "at"),
        ({"purpose_id": "00000000-0000-7000-8000-000000000000"}, "purpose_id"),
        ({"channels": []}, "channels"),
        ({"channels": ["PIGEON"]}, "channels"),
        ({"source": ""}, "source"),
    ],
)
def test_wrong_input_is_refused_by_its_place(
    api: Api, party: Party, purpose: ConsentPurpose, changes: dict[str, Any], place: str
) -> None:
    answer = record(api, party, purpose, **changes)
    assert answer.status == 422
    assert place in answer.json["errors"][0]["loc"]
    assert not Consent.objects.exists()


def test_a_fact_is_never_changed_but_its_evidence_may_be_erased(
    api: Api, party: Party, purpose: ConsentPurpose
) -> None:
    record(api, party, purpose, evidence="recording 77")
    Consent.objects.update(evidence="")
    for act in (
        lambda: Consent.objects.update(state="WITHDRAWN"),
        lambda: Consent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def chosen(api: Api, condition: dict[str, Any]) -> int:
    answer = api("anna").post("/parties/count", {"filter": condition})
    assert answer.status == 200, answer.content
    return int(answer.json["count"])


def test_customers_are_chosen_by_their_consents(
    api: Api, cast: Cast, party: Party, purpose: ConsentPurpose
) -> None:
    make_party(owner=cast.anna)
    record(api, party, purpose, channels=["EMAIL"], at=days_ago(3))
    field = "consent.advertising"
    by_email = {"op": "in", "field": field, "value": ["EMAIL"]}
    assert chosen(api, by_email) == 1
    assert chosen(api, {"op": "in", "field": field, "value": ["SMS"]}) == 0
    assert chosen(api, {"op": "not_empty", "field": field}) == 1
    assert chosen(api, {"op": "is_empty", "field": field}) == 1
    record(api, party, purpose, channels=["EMAIL"], state="WITHDRAWN")
    assert chosen(api, by_email) == 0


def test_a_consent_places_the_customer_anew_and_leaves_no_line_in_the_history(
    api: Api, party: Party, purpose: ConsentPurpose
) -> None:
    before = Change.objects.count()
    DirtySubject.objects.all().delete()
    record(api, party, purpose)
    assert DirtySubject.objects.filter(party_ids__contains=[party.id]).exists()
    assert Change.objects.count() == before


def test_purposes_are_set_up_with_a_code_that_stays(api: Api) -> None:
    anna = api("anna")
    assert anna.post("/consents/purposes", {"code": "Bad Code", "name": {"en": "x"}}).status == 422
    assert anna.post("/consents/purposes", {"code": "ads", "name": {}}).status == 422
    made = anna.post("/consents/purposes", {"code": "ads", "name": {"en": "Ads", "uk": "Реклама"}})
    assert made.status == 201
    assert anna.post("/consents/purposes", {"code": "ads", "name": {"en": "x"}}).status == 422
    path = f"/consents/purposes/{made.json['id']}"
    assert anna.patch(path, {"is_active": False}).json["is_active"] is False
    assert anna.patch(path, {"code": "other"}).status == 422
