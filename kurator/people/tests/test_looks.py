"""Seeing as another person: who may look at whom, how it ends, and who knows of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.access.models import Look, Role, Session, User, UserRole
from kurator.access.services import create_role, rebuild_visibility
from kurator.audit.models import PartyView
from kurator.audit.services.notebook import NOTEBOOK
from kurator.parties.models import PartyShare
from kurator.parties.tests.builders import make_party
from kurator.people.services.looks import end_looks_that_are_over
from kurator.platform.features import permissions
from kurator.platform.models import OutboxEvent
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")


def look(cast: Cast, whom: str, by: str = "arkady") -> ApiClient:
    """`by` sees with the eyes of `whom`."""
    client = ApiClient.logged_in(cast, by)
    answer = client.post("/looks", {"user_id": str(getattr(cast, whom).id)})
    assert answer.status == 201, answer.content
    return client


class TestWhoMayLookAtWhom:
    def test_it_takes_a_permission(self, cast: Cast) -> None:
        role = UserRole.objects.get(user=cast.arkady).role
        role.permissions = [code for code in role.permissions if code != "people.see_as"]
        role.save()
        assert self.begin(cast, "arkady", "anna").status == 403

    def test_it_takes_a_recent_proof(self, cast: Cast) -> None:
        client = ApiClient.logged_in(cast, "arkady")
        Session.objects.update(proven_at=datetime.now(UTC) - timedelta(minutes=16))
        answer = client.post("/looks", {"user_id": str(cast.anna.id)})
        assert (answer.status, answer.json["code"]) == (403, "access.proof_needed")

    def test_nobody_looks_beyond_his_rights(self, cast: Cast) -> None:
        assert self.begin(cast, "olena", "arkady").json["code"] == "people.beyond_own_rights"
        role = UserRole.objects.get(user=cast.arkady).role
        role.permissions = ["people.see_as", "parties.view"]
        role.save()
        assert self.begin(cast, "arkady", "anna").json["code"] == "people.beyond_own_rights"

    def test_a_field_that_is_hidden_from_oneself_counts(self, cast: Cast) -> None:
        Role.objects.filter(code="TEST_ALL").update(fields={"party.tax_id": "NONE"})
        assert self.begin(cast, "arkady", "anna").json["code"] == "people.beyond_own_rights"

    def test_a_team_out_of_reach_counts(self, cast: Cast) -> None:
        answer = self.begin(cast, "anna", "viktor")
        assert answer.json["code"] == "people.beyond_own_teams"
        assert self.begin(cast, "anna", "boris").status == 201

    def test_a_customer_shared_from_elsewhere_counts(self, cast: Cast) -> None:
        party = make_party(owner=cast.viktor)
        PartyShare.objects.create(party=party, user=cast.boris, created_by=cast.viktor)
        assert self.begin(cast, "anna", "boris").json["code"] == "people.beyond_own_rights"
        PartyShare.objects.create(party=party, user=cast.anna, created_by=cast.viktor)
        assert self.begin(cast, "anna", "boris").status == 201

    def test_not_at_oneself_not_at_the_disabled_not_at_nobody(self, cast: Cast) -> None:
        assert self.begin(cast, "arkady", "arkady").json["code"] == "people.own_eyes"
        User.objects.filter(id=cast.boris.id).update(is_active=False)
        assert self.begin(cast, "arkady", "boris").json["code"] == "people.disabled"
        client = ApiClient.logged_in(cast, "arkady")
        nobody = {"user_id": "00000000-0000-0000-0000-000000000000"}
        assert client.post("/looks", nobody).status == 404

    def test_it_does_not_nest(self, cast: Cast) -> None:
        client = look(cast, "olena")
        answer = client.post("/looks", {"user_id": str(cast.anna.id)})
        assert answer.json["code"] == "access.only_looking"
        assert Look.objects.filter(ended_at=None).count() == 1

    def begin(self, cast: Cast, who: str, whom: str) -> Answer:
        client = ApiClient.logged_in(cast, who)
        return client.post("/looks", {"user_id": str(getattr(cast, whom).id)})


class TestItEnds:
    def test_by_hand(self, cast: Cast) -> None:
        client = look(cast, "anna")
        shown = client.get("/session").json
        assert shown["user"]["name"] == "Anna Test"
        assert (shown["looker"]["name"], shown["scope"]) == ("Arkady Test", "TEAM")
        assert client.delete("/looks").status == 204
        shown = client.get("/session").json
        assert (shown["user"]["name"], shown["looker"]) == ("Arkady Test", None)

    def test_after_half_an_hour(self, cast: Cast) -> None:
        client = look(cast, "anna")
        Look.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))
        assert client.get("/session").json["user"]["name"] == "Arkady Test"

    def test_with_the_session(self, cast: Cast) -> None:
        client = look(cast, "anna")
        assert client.delete("/session").status == 204
        assert end_looks_that_are_over(now=datetime.now(UTC)) == 1
        assert kinds() == [("people.look_begun", cast.arkady), ("people.look_ended", cast.arkady)]
        assert ApiClient.logged_in(cast, "arkady").get("/session").json["looker"] is None

    @pytest.mark.parametrize("change", ["permission", "scope", "field", "disabled", "own"])
    def test_when_the_rights_no_longer_fit(self, cast: Cast, change: str) -> None:
        client = look(cast, "anna", by="olena")
        anna, olena = (UserRole.objects.get(user=who).role for who in (cast.anna, cast.olena))
        if change == "permission":
            olena.permissions = ["people.see_as"]
        elif change == "scope":
            anna.scope = "ALL"
        elif change == "field":
            olena.fields = {"party.phone": "NONE"}
        elif change == "disabled":
            User.objects.filter(id=cast.anna.id).update(is_active=False)
        else:
            olena.permissions = [code for code in olena.permissions if code != "people.see_as"]
        anna.save()
        olena.save()
        assert client.get("/session").json["user"]["name"] == "Olena Test"

    @pytest.mark.parametrize("change", ["share", "team share", "move"])
    def test_when_customers_come_within_sight_that_are_beyond_ones_own(
        self, cast: Cast, change: str
    ) -> None:
        party = make_party(owner=cast.viktor)
        client = look(cast, "boris", by="anna")
        assert client.get("/session").json["looker"]["name"] == "Anna Test"
        if change == "share":
            PartyShare.objects.create(party=party, user=cast.boris, created_by=cast.viktor)
        elif change == "team share":
            User.objects.filter(id=cast.boris.id).update(team=cast.nina.team)
            PartyShare.objects.create(party=party, team=cast.nina.team, created_by=cast.viktor)
        else:
            User.objects.filter(id=cast.boris.id).update(team=cast.viktor.team)
            rebuild_visibility()
        assert client.get(f"/parties/{party.id}").status == 404
        assert client.get("/session").json["user"]["name"] == "Anna Test"

    def test_a_share_that_both_have_changes_nothing(self, cast: Cast) -> None:
        party = make_party(owner=cast.viktor)
        client = look(cast, "boris", by="anna")
        for who in (cast.boris, cast.anna):
            PartyShare.objects.create(party=party, user=who, created_by=cast.viktor)
        assert client.get(f"/parties/{party.id}").status == 200
        assert client.get("/session").json["user"]["name"] == "Boris Test"

    def test_it_does_not_go_on_when_the_person_is_let_in_again(self, cast: Cast, api: Api) -> None:
        client, arkady = look(cast, "anna", by="olena"), api("arkady")
        assert arkady.post(f"/people/{cast.anna.id}/disable", {}).status == 200
        assert arkady.post(f"/people/{cast.anna.id}/enable", {}).status == 200
        assert client.get("/session").json["user"]["name"] == "Olena Test"
        ended = SecurityEvent.objects.get(kind="people.look_ended")
        assert ended.details == {"by": "disabling"}

    def test_nor_when_the_rights_fit_again(self, cast: Cast) -> None:
        client = look(cast, "anna", by="olena")
        assert end_looks_that_are_over(now=datetime.now(UTC)) == 0
        anna = UserRole.objects.get(user=cast.anna).role
        for scope in ("ALL", "TEAM"):
            anna.scope = scope
            anna.save()
            end_looks_that_are_over(now=datetime.now(UTC))
        assert client.get("/session").json["user"]["name"] == "Olena Test"
        ended = SecurityEvent.objects.get(kind="people.look_ended")
        assert ended.details == {"by": "rights"}

    def test_each_session_looks_by_itself(self, cast: Cast) -> None:
        look(cast, "anna")
        Session.objects.create(
            key_hash="other", user=cast.arkady, expires_at=datetime.now(UTC) + timedelta(days=1)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT user_id FROM k.enter('other')")
            assert cursor.fetchone() == (cast.arkady.id,)

    def test_the_end_by_time_is_noted_once(self, cast: Cast) -> None:
        look(cast, "anna")
        later = datetime.now(UTC) + timedelta(minutes=31)
        assert (end_looks_that_are_over(now=later), end_looks_that_are_over(now=later)) == (1, 0)
        ended = SecurityEvent.objects.get(kind="people.look_ended")
        assert (ended.subject, ended.details) == (str(cast.anna.id), {"by": "time"})


class TestAPageActsWithTheEyesItWasOpenedWith:
    def eyes(self, of: User) -> dict[str, str]:
        return {"X-Kurator-Eyes": str(of.id)}

    def test_after_a_look_ended_by_itself_nothing_is_written_unawares(self, cast: Cast) -> None:
        party = make_party(owner=cast.anna, status="ACTIVE")
        client = look(cast, "anna")
        Look.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))
        path, body = f"/parties/{party.id}", {"set": {"party.status": "FORMER"}, "base": {}}
        answer = client.patch(path, body, **self.eyes(cast.anna))
        assert (answer.status, answer.json["code"]) == (409, "access.other_eyes")
        assert "Arkady Test" in answer.json["detail"]
        party.refresh_from_db()
        assert party.status == "ACTIVE"
        assert client.get(path, **self.eyes(cast.anna)).status == 200
        assert client.patch(path, body, **self.eyes(cast.arkady)).status == 200

    def test_a_look_begun_in_another_window_is_noticed(self, cast: Cast) -> None:
        client = look(cast, "anna")
        answer = client.patch("/session", {"language": "uk"}, **self.eyes(cast.arkady))
        assert answer.json["code"] == "access.other_eyes"
        answer = client.patch("/session", {"language": "uk"}, **self.eyes(cast.anna))
        assert answer.json["code"] == "access.only_looking"

    def test_to_stop_and_to_log_out_are_always_open(self, cast: Cast) -> None:
        client = look(cast, "anna")
        assert client.delete("/looks", **self.eyes(cast.boris)).status == 204
        assert client.delete("/session", **self.eyes(cast.boris)).status == 204


def kinds() -> list[tuple[str, Any]]:
    events = SecurityEvent.objects.filter(kind__startswith="people.look").order_by("id")
    return [(event.kind, User.objects.get(id=event.actor_id)) for event in events]


class TestItIsKnown:
    def test_both_stand_in_the_security_log(self, cast: Cast) -> None:
        look(cast, "anna").delete("/looks")
        events = SecurityEvent.objects.filter(kind__startswith="people.look").order_by("id")
        assert [(event.kind, event.actor_name, event.subject) for event in events] == [
            ("people.look_begun", "Arkady Test", str(cast.anna.id)),
            ("people.look_ended", "Arkady Test", str(cast.anna.id)),
        ]

    def test_the_person_is_told(self, cast: Cast) -> None:
        look(cast, "anna")
        told = OutboxEvent.objects.get(topic="notices.wanted").payload
        assert told["owners"] == [str(cast.anna.id)]
        assert told["texts"]["en"].startswith("Arkady Test sees Kurator as you do")

    def test_what_was_read_was_read_by_the_one_who_looked(self, cast: Cast) -> None:
        party = make_party(owner=cast.anna)
        NOTEBOOK.write_down()
        look(cast, "anna").get(f"/parties/{party.id}")
        NOTEBOOK.write_down()
        view = PartyView.objects.get(party_id=party.id)
        assert (view.user_id, view.channel) == (cast.arkady.id, f"as:{cast.anna.id}")
        listed = ApiClient.logged_in(cast, "olena").get(f"/audit/parties/{party.id}/views").json
        shown = listed["items"][0]
        assert (shown["user_name"], shown["seen_as_name"]) == ("Arkady Test", "Anna Test")
        assert shown["channel"] == "as"

    def test_a_refusal_names_both(self, cast: Cast) -> None:
        party = make_party(owner=cast.viktor)
        NOTEBOOK.write_down()
        assert look(cast, "anna").get(f"/parties/{party.id}").status == 404
        NOTEBOOK.write_down()
        event = SecurityEvent.objects.get(kind="audit.access_denied")
        assert event.actor_id == str(cast.arkady.id)
        assert event.actor_name == "Arkady Test (as Anna Test)"


def test_the_language_stays_that_of_the_reader(cast: Cast) -> None:
    User.objects.filter(id=cast.anna.id).update(language="uk")
    shown = look(cast, "anna").get("/session").json["user"]
    assert (shown["name"], shown["language"]) == ("Anna Test", "en")


def test_somebody_without_any_rights_sees_nothing_and_is_seen_to(cast: Cast) -> None:
    client = look(cast, "nina")
    assert client.get("/session").json["must_add_factor"] is False
    assert client.post("/parties/search", {}).json["code"] == "kurator.permission_missing"


def test_a_key_cannot_look(cast: Cast, api: Api) -> None:
    made = api("arkady").post("/keys", {"name": "P", "scopes": ["people.see_as"]}).json
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    answer = ApiClient().post("/looks", {"user_id": str(cast.anna.id)}, **bearer)
    assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")


def test_own_rights_are_compared_as_a_whole(cast: Cast) -> None:
    """A role that allows one permission more is enough to be out of reach."""
    known = sorted(permissions())
    wider = create_role(code="W", name={"en": "W"}, permissions=[known[0]], scope="OWN")
    narrow = create_role(code="N", name={"en": "N"}, permissions=known[1:], scope="ALL")
    UserRole.objects.filter(user=cast.arkady).update(role=narrow)
    UserRole.objects.filter(user=cast.boris).update(role=wider)
    rebuild_visibility()
    client = ApiClient.logged_in(cast, "arkady")
    answer = client.post("/looks", {"user_id": str(cast.boris.id)})
    assert answer.json["code"] == "people.beyond_own_rights"
