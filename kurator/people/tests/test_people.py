"""People, teams and roles by the API: what happens, and what nobody can reach."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kurator.access.models import Role, Session, Team, User, UserRole, VisibleOwner
from kurator.access.services import create_role
from kurator.platform.features import permission_headings, permissions
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")


def role_of(person: User) -> Role:
    return Role.objects.get(id=UserRole.objects.get(user=person).role_id)


def invite(client: ApiClient, **changes: Any) -> Any:
    body = {"email": "Petro@Example.com", "name": " Petro  New ", "role_ids": [], **changes}
    return client.post("/people", body)


class TestPeople:
    def test_a_person_is_invited_and_listed(self, api: Api, cast: Cast) -> None:
        role = role_of(cast.viktor)
        answer = invite(
            api("arkady"), team_id=str(cast.viktor.team_id), role_ids=[str(role.id)], language="uk"
        )
        assert answer.status == 201, answer.content
        person = answer.json["person"]
        assert (person["email"], person["name"]) == ("petro@example.com", "Petro New")
        assert person["state"] == "invited"
        listed = {row["email"]: row for row in api("arkady").get("/people").json}
        assert listed["petro@example.com"]["role_ids"] == [str(role.id)]

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"email": "nobody"}, "email"),
            ({"email": "anna@example.com"}, "email"),
            ({"email": "anna@ex\u0430mple.com"}, "email"),
            ({"email": "\u212aate@example.com"}, "email"),
            ({"email": "a\u202eb@example.com"}, "email"),
            ({"email": "a@b@example.com"}, "email"),
            ({"name": "  "}, "name"),
            ({"team_id": "0198c2b6-0000-7000-8000-000000000000"}, "team_id"),
            ({"role_ids": ["0198c2b6-0000-7000-8000-000000000000"]}, "role_ids"),
            ({"is_system": True}, "is_system"),
            ({"password": "x"}, "password"),
        ],
    )
    def test_what_is_wrong_is_named(self, api: Api, changes: Any, place: str) -> None:
        answer = invite(api("arkady"), **changes)
        assert answer.status == 422, answer.content
        assert place in answer.json["errors"][0]["loc"]

    def test_disabling_ends_the_session_at_once_and_keeps_the_customers(
        self, api: Api, cast: Cast
    ) -> None:
        from kurator.parties.tests.builders import make_party

        make_party(owner=cast.viktor)
        viktor = api("viktor")
        assert viktor.get("/session").status == 200
        answer = api("arkady").post(f"/people/{cast.viktor.id}/disable")
        assert (answer.status, answer.json["customers"]) == (200, 1)
        assert viktor.get("/session").status == 401
        assert not Session.objects.filter(user=cast.viktor).exists()
        assert api("arkady").post(f"/people/{cast.viktor.id}/enable").json["state"] != "disabled"
        assert viktor.get("/session").status == 401, "an ended session stays ended"

    def test_nobody_disables_himself(self, api: Api, cast: Cast) -> None:
        assert api("arkady").post(f"/people/{cast.arkady.id}/disable").status == 409

    def test_moving_a_person_changes_what_is_seen_at_once(self, api: Api, cast: Cast) -> None:
        pair = VisibleOwner.objects.filter(viewer=cast.anna, owner=cast.viktor)
        assert not pair.exists()
        body = {"team_id": str(cast.anna.team_id)}
        assert api("arkady").patch(f"/people/{cast.viktor.id}", body).status == 200
        assert pair.exists()

    def test_last_seen_is_kept_at_most_every_five_minutes(self, api: Api, cast: Cast) -> None:
        api("viktor").get("/session")
        first = User.objects.get(id=cast.viktor.id).last_seen_at
        api("viktor").get("/session")
        assert first is not None
        assert User.objects.get(id=cast.viktor.id).last_seen_at == first
        earlier = datetime.now(UTC) - timedelta(minutes=6)
        User.objects.filter(id=cast.viktor.id).update(last_seen_at=earlier)
        api("viktor").get("/session")
        seen = User.objects.get(id=cast.viktor.id).last_seen_at
        assert seen is not None
        assert seen > earlier


def test_the_link_of_an_invitation_lets_in_once(api: Api, cast: Cast) -> None:
    role = role_of(cast.viktor)
    link = invite(api("arkady"), role_ids=[str(role.id)]).json["link"]
    body = {"token": link.partition("#")[2], "password": "a rather long new phrase"}
    assert ApiClient().post("/session/link/use", body).status == 200
    assert ApiClient().post("/session/link/use", body).status == 404


def test_a_reset_ends_sessions_and_gives_a_link(api: Api, cast: Cast) -> None:
    viktor = api("viktor")
    assert viktor.get("/fields").status == 200
    answer = api("arkady").post(f"/people/{cast.viktor.id}/reset")
    assert answer.status == 200, answer.content
    assert "#" in answer.json["link"]
    assert viktor.get("/fields").status == 401


class TestNobodyGetsMoreThanTheGiverHas:
    """Viktor may administer, but sees only his own; Olena sees the subtree; Arkady all."""

    def wide(self, **changes: Any) -> Role:
        return create_role(
            code="WIDE", name={"en": "Wide"}, permissions=["parties.view"], scope="ALL", **changes
        )

    def narrowed(self, cast: Cast, *lost: str, fields: dict[str, str] | None = None) -> None:
        """Arkady keeps the scope of all and loses permissions or fields."""
        Role.objects.filter(id=role_of(cast.arkady).id).update(
            permissions=sorted(set(permissions()) - set(lost)), fields=fields or {}
        )

    def test_a_wider_scope_is_not_given(self, api: Api, cast: Cast) -> None:
        answer = invite(
            api("olena"), team_id=str(cast.olena.team_id), role_ids=[str(self.wide().id)]
        )
        assert answer.json["code"] == "people.beyond_own_rights"
        assert not User.objects.filter(email="petro@example.com").exists()

    def test_nor_to_oneself(self, api: Api, cast: Cast) -> None:
        body = {"role_ids": [str(self.wide().id)]}
        assert api("olena").patch(f"/people/{cast.olena.id}", body).status == 403

    def test_a_permission_that_one_lacks_is_not_given(self, api: Api, cast: Cast) -> None:
        self.narrowed(cast, "imports.run", "tags.manage")
        body = {"name": {"en": "Tagger"}, "permissions": ["tags.manage"], "scope": "OWN"}
        assert api("arkady").post("/roles", body).status == 403

    def test_nor_added_to_ones_own_role(self, api: Api, cast: Cast) -> None:
        self.narrowed(cast, "tags.manage")
        role = role_of(cast.arkady)
        body = {"permissions": [*role.permissions, "tags.manage"]}
        assert api("arkady").patch(f"/roles/{role.id}", body).status == 403

    def test_a_field_that_one_does_not_see_is_not_opened(self, api: Api, cast: Cast) -> None:
        self.narrowed(cast, fields={"party.tax_id": "NONE"})
        role = role_of(cast.arkady)
        assert api("arkady").patch(f"/roles/{role.id}", {"fields": {}}).status == 403
        body = {"name": {"en": "Other"}, "permissions": [], "scope": "OWN"}
        assert api("arkady").post("/roles", body).status == 403
        body["fields"] = {"party.tax_id": "NONE"}
        assert api("arkady").post("/roles", body).status == 201

    @pytest.mark.parametrize("act", ["disable", "enable", "reset"])
    def test_somebody_more_powerful_is_not_touched(self, api: Api, cast: Cast, act: str) -> None:
        assert api("olena").post(f"/people/{cast.arkady.id}/{act}").status == 403
        assert api("olena").patch(f"/people/{cast.arkady.id}", {"email": "o@x.org"}).status == 403

    def test_a_wider_role_is_not_changed(self, api: Api) -> None:
        role = self.wide()
        assert api("olena").patch(f"/roles/{role.id}", {"scope": "OWN"}).status == 403
        assert api("olena").delete(f"/roles/{role.id}").status == 403

    def test_people_of_other_teams_are_not_touched(self, api: Api, cast: Cast) -> None:
        answer = api("anna").patch(f"/people/{cast.viktor.id}", {"name": "Mine"})
        assert answer.json["code"] == "people.beyond_own_teams"

    def test_nor_is_oneself_moved_up_the_tree(self, api: Api, cast: Cast) -> None:
        body = {"team_id": str(cast.olena.team_id)}
        assert api("anna").patch(f"/people/{cast.anna.id}", body).status == 403

    def test_nor_is_a_foreign_team_pulled_below_ones_own(self, api: Api, cast: Cast) -> None:
        body = {"parent_id": str(cast.anna.team_id)}
        assert api("anna").post(f"/teams/{cast.viktor.team_id}/move", body).status == 403

    def test_the_list_says_whom_one_may_change(self, api: Api, cast: Cast) -> None:
        rows = {row["id"]: row["can_change"] for row in api("anna").get("/people").json}
        assert rows[str(cast.boris.id)]
        assert not rows[str(cast.viktor.id)]
        assert not rows[str(cast.arkady.id)]


class TestSomebodyIsLeft:
    def alone(self, cast: Cast) -> None:
        """Only Arkady may administer."""
        kept = sorted(set(permissions()) - {"people.roles"})
        Role.objects.exclude(id=role_of(cast.arkady).id).update(permissions=kept)
        User.objects.update(last_seen_at=datetime.now(UTC))

    def test_the_last_one_cannot_give_up_his_role(self, api: Api, cast: Cast) -> None:
        self.alone(cast)
        answer = api("arkady").patch(f"/people/{cast.arkady.id}", {"role_ids": []})
        assert answer.json["code"] == "people.last_administrator"

    def test_nor_empty_it(self, api: Api, cast: Cast) -> None:
        self.alone(cast)
        answer = api("arkady").patch(f"/roles/{role_of(cast.arkady).id}", {"permissions": []})
        assert answer.json["code"] == "people.last_administrator"

    def test_the_system_role_stays_as_it_is(self, api: Api, cast: Cast) -> None:
        role = role_of(cast.arkady)
        Role.objects.filter(id=role.id).update(is_system=True)
        assert api("arkady").patch(f"/roles/{role.id}", {"scope": "OWN"}).status == 409
        assert api("arkady").delete(f"/roles/{role.id}").status == 409
        assert api("arkady").patch(f"/roles/{role.id}", {"name": {"en": "Bosses"}}).status == 200

    def test_a_role_asks_for_a_second_factor_from_the_next_request_on(
        self, api: Api, cast: Cast
    ) -> None:
        role = role_of(cast.anna)
        assert api("anna").post("/parties/search", {}).status == 200
        asked = api("arkady").patch(f"/roles/{role.id}", {"requires_second_factor": True})
        assert asked.json["requires_second_factor"] is True
        session = api("anna").get("/session").json
        assert (session["must_add_factor"], session["permissions"]) == (True, [])
        for method, path in (("GET", "/people"), ("POST", "/parties/search"), ("GET", "/keys")):
            assert api("anna").call(method, path, {}).status == 403
        assert api("anna").get("/me/security").json["must_have_factor"] is True

    def test_the_administrators_role_may_ask_for_one_too(self, api: Api, cast: Cast) -> None:
        role = role_of(cast.arkady)
        Role.objects.filter(id=role.id).update(is_system=True)
        asked = api("arkady").patch(f"/roles/{role.id}", {"requires_second_factor": True})
        assert asked.json["requires_second_factor"] is True
        assert api("arkady").get("/session").json["must_add_factor"] is True


class TestTeams:
    def test_a_team_is_made_moved_renamed_and_removed(self, api: Api, cast: Cast) -> None:
        boss = api("arkady")
        made = boss.post("/teams", {"name": {"en": "East", "uk": "Схід"}}).json
        assert made["names"] == {"en": "East", "uk": "Схід"}
        body = {"parent_id": str(cast.anna.team_id)}
        assert boss.post(f"/teams/{made['id']}/move", body).json["parent_id"] == body["parent_id"]
        body = {"name": {"en": "Far East"}}  # type: ignore[dict-item]
        assert boss.patch(f"/teams/{made['id']}", body).json["name"] == "Far East"
        assert boss.delete(f"/teams/{made['id']}").status == 204
        assert not Team.objects.filter(id=made["id"]).exists()

    def test_a_team_in_use_stays(self, api: Api, cast: Cast) -> None:
        answer = api("arkady").delete(f"/teams/{cast.anna.team_id}")
        assert (answer.status, answer.json["people"]) == (409, 2)

    def test_there_are_no_circles(self, api: Api, cast: Cast) -> None:
        top, below = cast.olena.team_id, cast.anna.team_id
        for parent in (top, below):
            answer = api("arkady").post(f"/teams/{top}/move", {"parent_id": str(parent)})
            assert answer.json["code"] == "people.team_circle"

    def test_a_move_changes_what_is_seen_at_once(self, api: Api, cast: Cast) -> None:
        pair = VisibleOwner.objects.filter(viewer=cast.olena, owner=cast.viktor)
        assert pair.exists()
        answer = api("arkady").post(f"/teams/{cast.viktor.team_id}/move", {"parent_id": None})
        assert answer.status == 200
        assert not pair.exists()


def test_the_overview_tells_the_effect_of_roles(api: Api, cast: Cast) -> None:
    overview = api("arkady").get("/roles/overview").json
    team = next(row for row in overview["roles"] if row["name"] == "TEST_TEAM")
    assert (team["people"], team["scope"]) == (2, "TEAM")
    listed = {item["code"] for group in overview["groups"] for item in group["permissions"]}
    assert listed == set(permissions())
    assert "party.tax_id" in {item["code"] for item in overview["fields"]}
    assert "party.name" not in {item["code"] for item in overview["fields"]}


def test_an_upgrade_gives_administrators_its_new_permissions(cast: Cast) -> None:
    from kurator.access.services import refresh_administrators

    Role.objects.filter(id=role_of(cast.arkady).id).update(permissions=[], is_system=True)
    refresh_administrators()
    assert set(role_of(cast.arkady).permissions) == set(permissions())


def test_a_system_user_is_no_person(api: Api) -> None:
    assert api("arkady").get("/people/00000000-0000-0000-0000-000000000000").status == 404


def test_every_group_of_permissions_has_a_heading_in_each_language() -> None:
    assert {code.partition(".")[0] for code in permissions()} == permission_headings().keys()
