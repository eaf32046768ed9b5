"""
Shares of a customer: who gets in by one and who does not, at once and for its time only; and that
each of the two locks alone still keeps everybody else out.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.access import session
from kurator.access.selectors import find_viewer
from kurator.audit.models import Consent, ConsentPurpose
from kurator.parties.models import Party, PartyShare
from kurator.parties.tests.builders import make_contact_point, make_party
from kurator.platform.context import WEB_ROLE, Context, open_scope
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-59")
CANARY = "Shared Canary"
MINE = ("parties_", "tracking_", "activities_")


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name=CANARY, phones=["+380671119977"])


def share(api: Api, party: Party, **body: Any) -> Any:
    answer = api("anna").post(f"/parties/{party.id}/shares", body)
    assert answer.status == 201, answer.content
    return answer.json


def sees(client: ApiClient, party: Party) -> bool:
    answers = [
        client.get(f"/parties/{party.id}"),
        client.get(f"/parties/{party.id}/card"),
        client.get(f"/parties/{party.id}/history"),
        client.post("/parties/search", {"q": "shared can"}),
        client.post("/parties/search", {"q": "1119977"}),
        client.post("/parties/search", {"shared": True}),
        client.get("/search?q=shared%20canary"),
    ]
    seen = [answer.status == 200 and CANARY.encode() in answer.content for answer in answers]
    history = answers[2].status == 200
    others = [value for index, value in enumerate(seen) if index != 2]
    assert all(others) is any(others) is history, (seen, [a.status for a in answers])
    return history


def of_customers() -> dict[str, str]:
    return {name: hashed for name, hashed in fingerprint().items() if name.startswith(MINE)}


class TestWhoGetsIn:
    def test_a_person(self, api: Api, cast: Cast, party: Party) -> None:
        assert not sees(api("viktor"), party)
        share(api, party, user_id=str(cast.viktor.id))
        assert sees(api("viktor"), party)

    def test_a_team(self, api: Api, cast: Cast, party: Party) -> None:
        share(api, party, team_id=str(cast.viktor.team_id))
        assert sees(api("viktor"), party)

    def test_nobody_else(self, api: Api, cast: Cast, party: Party) -> None:
        other = make_party(owner=cast.anna, name="Not shared")
        share(api, party, user_id=str(cast.viktor.id))
        assert api("viktor").get(f"/parties/{other.id}").status == 404
        assert b"Not shared" not in api("viktor").post("/parties/search", {"shared": True}).content

    def test_plain_lists_stay_with_ones_own(self, api: Api, cast: Cast, party: Party) -> None:
        share(api, party, user_id=str(cast.viktor.id))
        assert api("viktor").post("/parties/search", {}).json["items"] == []
        assert api("viktor").post("/parties/count", {"shared": True}).json["count"] == 1

    def test_it_ends_by_itself(self, api: Api, cast: Cast, party: Party) -> None:
        soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        share(api, party, user_id=str(cast.viktor.id), until=soon)
        assert sees(api("viktor"), party)
        PartyShare.objects.update(until=datetime.now(UTC) - timedelta(seconds=1))
        assert not sees(api("viktor"), party)

    def test_it_is_revoked_at_once(self, api: Api, cast: Cast, party: Party) -> None:
        made = share(api, party, user_id=str(cast.viktor.id))
        assert sees(api("viktor"), party)
        assert api("anna").delete(f"/parties/{party.id}/shares/{made['id']}").status == 204
        assert not sees(api("viktor"), party)

    def test_the_newest_share_with_somebody_counts(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        share(api, party, user_id=str(cast.viktor.id), can_edit=True)
        share(api, party, user_id=str(cast.viktor.id))
        listed = api("anna").get(f"/parties/{party.id}/shares").json
        assert [(row["name"], row["can_edit"]) for row in listed] == [("Viktor Test", False)]


class TestToReadIsNotToChange:
    def calls(self, client: ApiClient, party: Party, point_id: Any) -> list[int]:
        path = f"/parties/{party.id}"
        body = {"set": {"party.status": "FORMER"}, "base": {}}
        return [
            client.patch(path, body).status,
            client.post(f"{path}/contact-points", {"kind": "PHONE", "value": "+380501"}).status,
            client.delete(f"{path}/contact-points/{point_id}").status,
            client.post("/notes", {"party_id": str(party.id), "text": "Hello"}).status,
        ]

    def test_nothing_is_changed(self, api: Api, cast: Cast, party: Party) -> None:
        point = make_contact_point(party, "a@example.com", kind="EMAIL")
        share(api, party, user_id=str(cast.viktor.id))
        viktor = api("viktor")
        before = of_customers()
        assert self.calls(viktor, party, point.id) == [403, 403, 403, 403]
        action = {"set": {"party.status": "FORMER"}}
        bulk = {"selection": {"ids": [str(party.id)]}, "action": action}
        assert viktor.post("/bulk", bulk).json["code"] == "bulk.nothing_changes"
        assert viktor.delete(f"/parties/{party.id}").status == 404
        assert of_customers() == before

    def test_no_consent_is_recorded_or_taken_back(self, api: Api, cast: Cast, party: Party) -> None:
        purpose = ConsentPurpose.objects.create(code="news", name={"en": "News"})
        consent = {
            "purpose_id": str(purpose.id),
            "channels": ["EMAIL"],
            "state": "GIVEN",
            "source": "call",
        }
        path = f"/consents/parties/{party.id}"
        made = api("anna").post(path, consent).json["statements"][0]["statement_id"]
        share(api, party, user_id=str(cast.viktor.id))
        viktor = api("viktor")
        assert viktor.get(path).status == 200
        answers = [viktor.post(path, consent), viktor.post(f"{path}/statements/{made}/undo", {})]
        assert [answer.json.get("code") for answer in answers] == ["parties.only_shared"] * 2
        assert Consent.objects.count() == 1

    def test_the_database_refuses_it_too(self, api: Api, cast: Cast, party: Party) -> None:
        share(api, party, user_id=str(cast.viktor.id))
        for sql in (
            "UPDATE parties_party SET status = 'FORMER' WHERE id = %s",
            "DELETE FROM parties_contactpoint WHERE party_id = %s",
        ):
            with (
                open_scope(Context(uid=str(cast.viktor.id)), role=WEB_ROLE),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql, [party.id])
                assert cursor.rowcount == 0, sql

    def test_with_the_right_to_edit_it_is_changed(self, api: Api, cast: Cast, party: Party) -> None:
        share(api, party, user_id=str(cast.viktor.id), can_edit=True)
        body = {"set": {"party.status": "FORMER"}, "base": {}}
        assert api("viktor").patch(f"/parties/{party.id}", body).status == 200
        note = {"party_id": str(party.id), "text": "Hello"}
        assert api("viktor").post("/notes", note).status == 201

    def test_but_not_given_away_shared_on_or_thrown_away(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        made = share(api, party, user_id=str(cast.viktor.id), can_edit=True)
        viktor, path = api("viktor"), f"/parties/{party.id}"
        before = fingerprint()
        body = {"set": {"party.owner": str(cast.viktor.id)}, "base": {}}
        assert viktor.patch(path, body).status == 403
        assert viktor.post(f"{path}/shares", {"user_id": str(cast.boris.id)}).status == 404
        assert viktor.delete(f"{path}/shares/{made['id']}").status == 404
        assert viktor.delete(path).status == 404
        assert fingerprint() == before


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "user_id"),
        ({"user_id": "0198c2b6-0000-7000-8000-000000000000"}, "user_id"),
        ({"user_id": "00000000-0000-0000-0000-000000000000"}, "user_id"),
        ({"team_id": "0198c2b6-0000-7000-8000-000000000000"}, "team_id"),
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"created_by": "x"}, "created_by"),
    ],
)
def test_what_is_wrong_is_named(
    api: Api, cast: Cast, party: Party, body: dict[str, Any], place: str
) -> None:
    body = {"user_id": str(cast.viktor.id), **body} if place in ("until", "created_by") else body
    answer = api("anna").post(f"/parties/{party.id}/shares", body)
    assert answer.status == 422, answer.content
    assert place in answer.json["errors"][0]["loc"]


def test_nobody_keeps_a_customer_by_a_share_with_himself(
    api: Api, cast: Cast, party: Party
) -> None:
    """It would outlast the day on which the customer is handed over to somebody else."""
    anna, path = api("anna"), f"/parties/{party.id}"
    refused = anna.post(f"{path}/shares", {"user_id": str(cast.anna.id), "can_edit": True})
    assert (refused.status, refused.json["errors"][0]["code"]) == (
        422,
        "parties.share_with_oneself",
    )
    Party.objects.filter(id=party.id).update(owner_id=cast.viktor.id)
    assert anna.get(path).status == 404


class TestEachLockHoldsAlone:
    """Viktor has an edited, forged or forgotten half of a share; the other half keeps him out."""

    def test_literal_ids_alone_open_nothing(
        self, cast: Cast, party: Party, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = session.find_profile

        def forged(key: str) -> Any:
            from dataclasses import replace

            profile = original(key)
            viewer = profile and replace(profile.viewer, shared_ids=(party.id,))
            return profile and viewer and replace(profile, viewer=viewer)

        monkeypatch.setattr(session, "find_profile", forged)
        assert not sees(ApiClient.logged_in(cast, "viktor"), party)

    def test_the_policy_alone_opens_nothing(
        self, cast: Cast, party: Party, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        PartyShare.objects.create(party=party, user=cast.viktor, created_by=cast.anna)
        original = session.find_profile

        def forgotten(key: str) -> Any:
            from dataclasses import replace

            profile = original(key)
            viewer = profile and replace(profile.viewer, shared_ids=())
            return profile and viewer and replace(profile, viewer=viewer)

        monkeypatch.setattr(session, "find_profile", forgotten)
        viktor = ApiClient.logged_in(cast, "viktor")
        assert viktor.get(f"/parties/{party.id}").status == 404
        assert CANARY.encode() not in viktor.post("/parties/search", {"q": "shared"}).content

    def test_both_together_open_it(self, api: Api, cast: Cast, party: Party) -> None:
        PartyShare.objects.create(party=party, user=cast.viktor, created_by=cast.anna)
        assert sees(api("viktor"), party)


def test_the_worker_knows_of_shares(cast: Cast, party: Party) -> None:
    PartyShare.objects.create(party=party, user=cast.viktor, can_edit=True, created_by=cast.anna)
    viewer = find_viewer(cast.viktor.id)
    assert viewer is not None
    assert viewer.shared_ids == (party.id,)
    assert viewer.shared_to_edit == {party.id}
