"""Attempts on people, keys and shares by those who have some rights, but not these."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kurator.access.models import ApiKey, Role, Session, User, UserRole, VisibleOwner
from kurator.parties.models import Party, PartyShare
from kurator.parties.tests.builders import make_party
from kurator.platform.features import permissions
from kurator.tracking.models import SecurityEvent
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.requirement("R001-58"), pytest.mark.requirement("R001-59")]
CANARY = "Shared Canary"


class Program:
    """Speaks by a key."""

    def __init__(self, api: Api, who: str, *scopes: str, **limits: Any) -> None:
        body = {"name": "Robot", "scopes": list(scopes), **limits}
        answer = api(who).post("/keys", body)
        assert answer.status == 201, answer.content
        self.id: str = answer.json["key"]["id"]
        self.headers = {"Authorization": f"Bearer {answer.json['secret']}"}

    def call(self, method: str, path: str, body: Any = None, addr: str = "127.0.0.1") -> Answer:
        client = ApiClient()
        client.client.defaults["REMOTE_ADDR"] = addr
        return client.call(method, path, body, **self.headers)


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name=CANARY)


def unchanged_but_last_use(before: dict[str, str]) -> bool:
    noted = {"access_apikey", "access_user", "platform_keptanswer", "tracking_securityevent"}
    after = fingerprint()
    return {k: v for k, v in before.items() if k not in noted} == {
        k: v for k, v in after.items() if k not in noted
    }


class TestAProgramDoesNotGetALogIn:
    """The widest key there can be, of somebody who may do everything."""

    @pytest.fixture
    def robot(self, api: Api) -> Program:
        return Program(api, "arkady", *permissions())

    def test_no_link_by_an_invitation(self, robot: Program, cast: Cast) -> None:
        body = {"email": "robot@example.com", "name": "Robot", "role_ids": []}
        before = fingerprint()
        answer = robot.call("POST", "/people", body)
        assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")
        assert unchanged_but_last_use(before)
        assert not User.objects.filter(email="robot@example.com").exists()

    @pytest.mark.parametrize("who", ["nina", "anna", "arkady"])
    def test_no_link_by_a_reset(self, robot: Program, cast: Cast, who: str) -> None:
        user = getattr(cast, who)
        answer = robot.call("POST", f"/people/{user.id}/reset", {})
        assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")

    def test_no_letter_to_another_address(self, robot: Program, cast: Cast) -> None:
        answer = robot.call("PATCH", f"/people/{cast.nina.id}", {"email": "evil@example.com"})
        assert answer.json["code"] == "access.key_not_enough"
        assert User.objects.get(id=cast.nina.id).email == "nina@example.com"

    def test_no_rights_for_anybody(self, robot: Program, api: Api, cast: Cast) -> None:
        widest = UserRole.objects.get(user=cast.arkady).role_id
        made = {"name": {"en": "R"}, "permissions": ["parties.view"], "scope": "OWN"}
        role = api("arkady").post("/roles", {**made, "requires_second_factor": True}).json["id"]
        calls = [
            robot.call("PATCH", f"/people/{cast.nina.id}", {"role_ids": [str(widest)]}),
            robot.call("POST", "/roles", made),
            robot.call("PATCH", f"/roles/{role}", {"requires_second_factor": False}),
            robot.call("DELETE", f"/roles/{role}"),
        ]
        assert [answer.json["code"] for answer in calls] == ["access.key_not_enough"] * 4
        assert UserRole.objects.get(user=cast.nina).role_id != widest
        assert Role.objects.get(id=role).requires_second_factor

    def test_nobody_sees_more_by_it(self, robot: Program, api: Api, cast: Cast) -> None:
        """Neither those above a team that is moved, nor somebody who is put into a wider one."""
        north, south = (getattr(cast, who).team_id for who in ("anna", "viktor"))
        assert api("arkady").post(f"/people/{cast.boris.id}/disable").status == 200
        before = set(VisibleOwner.objects.values_list("viewer_id", "owner_id"))
        calls = [
            robot.call("POST", f"/teams/{south}/move", {"parent_id": str(north)}),
            robot.call("POST", f"/teams/{south}/move", {"parent_id": None}),
            robot.call("PATCH", f"/people/{cast.viktor.id}", {"team_id": str(north)}),
            robot.call("POST", f"/people/{cast.boris.id}/enable"),
        ]
        assert [answer.json["code"] for answer in calls] == ["access.key_not_enough"] * 4
        assert set(VisibleOwner.objects.values_list("viewer_id", "owner_id")) == before
        assert not User.objects.get(id=cast.boris.id).is_active

    def test_no_way_in_that_would_outlive_it(self, robot: Program, api: Api, cast: Cast) -> None:
        body = {"name": "Billing", "mapping": {"external_id": "id", "at": "at", "values": {}}}
        source = api("arkady").post("/hook-sources", body).json["id"]
        calls = [
            robot.call("POST", "/hook-sources", body),
            robot.call("POST", f"/hook-sources/{source}/secret"),
            robot.call("PATCH", f"/hook-sources/{source}", {"mapping": body["mapping"]}),
        ]
        assert [answer.json["code"] for answer in calls] == ["access.key_not_enough"] * 3

    def test_no_other_key_no_session_no_foreign_eyes(self, robot: Program, cast: Cast) -> None:
        calls = [
            robot.call("POST", "/keys", {"name": "More", "scopes": ["parties.view"]}),
            robot.call("POST", f"/keys/{robot.id}/revoke", {}),
            robot.call("POST", "/looks", {"user_id": str(cast.anna.id)}),
            robot.call("GET", "/session"),
            robot.call("GET", "/me/sessions"),
            robot.call("POST", "/me/password", {"new_password": "a rather long phrase"}),
        ]
        assert [answer.status for answer in calls] == [403] * len(calls)

    def test_the_rest_of_the_administration_is_open_to_it(self, robot: Program, cast: Cast) -> None:
        """Otherwise the refusals above would prove nothing."""
        assert robot.call("GET", "/people").status == 200
        assert robot.call("PATCH", f"/people/{cast.nina.id}", {"name": "Nina"}).status == 200


class TestANarrowKeyOfAWidePerson:
    def test_what_is_not_among_its_scopes_is_refused(self, api: Api, party: Party) -> None:
        robot, before = Program(api, "arkady", "parties.view"), fingerprint()
        body = {"set": {"party.status": "FORMER"}, "base": {}}
        calls = [
            robot.call("PATCH", f"/parties/{party.id}", body),
            robot.call("DELETE", f"/parties/{party.id}"),
            robot.call("POST", f"/parties/{party.id}/shares", {"user_id": str(party.owner_id)}),
            robot.call("GET", "/people"),
            robot.call("GET", "/roles/overview"),
            robot.call("GET", "/keys"),
            robot.call("GET", "/audit/events"),
        ]
        assert [answer.json["code"] for answer in calls] == ["kurator.permission_missing"] * 7
        assert unchanged_but_last_use(before)
        assert robot.call("GET", f"/parties/{party.id}").status == 200

    def test_it_gives_nobody_what_is_not_among_its_scopes(self, api: Api, cast: Cast) -> None:
        robot = Program(api, "arkady", "people.manage", "people.roles")
        role = {"name": {"en": "R"}, "permissions": ["parties.view"], "scope": "OWN"}
        assert robot.call("POST", "/roles", role).json["code"] == "access.key_not_enough"
        disabled = robot.call("POST", f"/people/{cast.anna.id}/disable", {})
        assert disabled.json["code"] == "people.beyond_own_rights"

    def test_a_share_to_read_is_not_widened_by_a_key(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        PartyShare.objects.create(party=party, user=cast.viktor, created_by=cast.anna)
        robot = Program(api, "viktor", "parties.view", "parties.edit", "parties.share")
        assert robot.call("GET", f"/parties/{party.id}").status == 200
        body = {"set": {"party.status": "FORMER"}, "base": {}}
        assert robot.call("PATCH", f"/parties/{party.id}", body).status == 403
        wider = {"user_id": str(cast.viktor.id), "can_edit": True}
        assert robot.call("POST", f"/parties/{party.id}/shares", wider).status == 404


class TestADeadKey:
    def test_of_somebody_disabled(self, api: Api, cast: Cast, party: Party) -> None:
        robot = Program(api, "boris", "parties.view")
        assert robot.call("GET", f"/parties/{party.id}").status == 200
        assert api("arkady").post(f"/people/{cast.boris.id}/disable", {}).status == 200
        assert robot.call("GET", f"/parties/{party.id}").status == 401
        assert api("arkady").post(f"/people/{cast.boris.id}/enable", {}).status == 200
        assert robot.call("GET", f"/parties/{party.id}").status == 401, "it stays revoked"

    def test_of_somebody_whose_log_in_was_reset(self, api: Api, cast: Cast, party: Party) -> None:
        robot = Program(api, "boris", "parties.view")
        assert api("arkady").post(f"/people/{cast.boris.id}/reset", {}).status == 200
        assert robot.call("GET", f"/parties/{party.id}").status == 401
        noted = SecurityEvent.objects.get(kind="access.keys_revoked")
        assert (noted.subject, noted.details) == (str(cast.boris.id), {"count": 1})

    def test_after_its_time(self, api: Api, party: Party) -> None:
        soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        robot = Program(api, "boris", "parties.view", expires_at=soon)
        assert robot.call("GET", f"/parties/{party.id}").status == 200
        ApiKey.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        answer = robot.call("GET", f"/parties/{party.id}")
        assert answer.status == 401
        assert CANARY.encode() not in answer.content

    @pytest.mark.parametrize(
        ("addr", "status"),
        [
            ("192.0.2.7", 200),
            ("192.0.3.7", 403),
            ("::ffff:10.0.0.1", 403),
            ("", 403),
            ("192.0.2.7, 10.0.0.1", 403),
        ],
    )
    def test_from_another_address(self, api: Api, party: Party, addr: str, status: int) -> None:
        robot = Program(api, "boris", "parties.view", networks=["192.0.2.0/24"])
        answer = robot.call("GET", f"/parties/{party.id}", addr=addr)
        assert answer.status == status
        assert (CANARY.encode() in answer.content) is (status == 200)


class TestSomebodyWhoWasShutOut:
    def test_neither_session_nor_share_outlives_it(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        PartyShare.objects.create(party=party, user=cast.viktor, created_by=cast.anna)
        viktor = api("viktor")
        assert viktor.get(f"/parties/{party.id}").status == 200
        assert api("arkady").post(f"/people/{cast.viktor.id}/disable", {}).status == 200
        assert viktor.get(f"/parties/{party.id}").status == 401
        assert not Session.objects.filter(user=cast.viktor).exists()
        offered = {"user_id": str(cast.viktor.id)}
        again = api("anna").post(f"/parties/{party.id}/shares", offered)
        assert again.status == 422, "nobody shares with somebody who is shut out"

    def test_whoever_leaves_a_team_loses_its_shares(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        PartyShare.objects.create(party=party, team=cast.viktor.team, created_by=cast.anna)
        assert api("viktor").get(f"/parties/{party.id}").status == 200
        gone = {"team_id": str(cast.olena.team_id)}
        assert api("arkady").patch(f"/people/{cast.viktor.id}", gone).status == 200
        assert api("viktor").get(f"/parties/{party.id}").status == 404


class TestSomebodyOfAnotherTeam:
    def test_does_not_share_end_or_list_what_is_not_his(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        made = PartyShare.objects.create(party=party, user=cast.boris, created_by=cast.anna)
        viktor, before = api("viktor"), fingerprint()
        path = f"/parties/{party.id}/shares"
        calls = [
            viktor.get(path),
            viktor.post(path, {"user_id": str(cast.viktor.id)}),
            viktor.delete(f"{path}/{made.id}"),
        ]
        assert [answer.status for answer in calls] == [404] * 3
        assert unchanged_but_last_use(before)

    def test_does_not_administer_across(self, api: Api, cast: Cast) -> None:
        viktor, before = api("viktor"), fingerprint()
        anna = f"/people/{cast.anna.id}"
        calls = [
            viktor.patch(anna, {"name": "Mine"}),
            viktor.post(f"{anna}/disable", {}),
            viktor.post(f"{anna}/reset", {}),
            viktor.post("/looks", {"user_id": str(cast.anna.id)}),
        ]
        assert [answer.status for answer in calls] == [403] * 4
        assert unchanged_but_last_use(before)
