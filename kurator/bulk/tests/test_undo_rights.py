"""To undo asks for the rights of today: over fields, over acts, and over whose customer it is now."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from kurator.access.models import Role, UserRole
from kurator.bulk.services import starting
from kurator.bulk.services.running import run_in_background
from kurator.parties.models import ContactPoint, Party, PartyTag
from kurator.parties.tests.builders import make_attribute, make_contact_point, make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-58")]
Api = Callable[[str], ApiClient]


def narrow(user: Any, rights: Mapping[str, str] | None = None, *, without: str = "") -> None:
    role = Role.objects.get(id=UserRole.objects.get(user=user).role_id)
    role.fields = dict(rights or {})
    role.permissions = [one for one in role.permissions if one != without]
    role.save()


def latest_set(client: ApiClient) -> str:
    return str(client.get("/changes").json["items"][0]["id"])


def undo(client: ApiClient, set_id: str, **body: Any) -> Any:
    answer = client.post(f"/changes/{set_id}/undo", {"on_conflict": "overwrite", **body})
    assert answer.status == 201, answer.json
    return answer.json


def kept(client: ApiClient, run: Any) -> list[tuple[str, list[str]]]:
    refused = client.get(f"/bulk/{run['id']}/refused").json
    return [(one["code"], one["fields"]) for one in refused]


def read_all(client: ApiClient, set_id: str) -> str:
    preview = client.post(f"/changes/{set_id}/undo/preview")
    conflicts = client.get(f"/changes/{set_id}/undo/conflicts")
    assert (preview.status, conflicts.status) == (200, 200)
    return str(preview.content.decode() + conflicts.content.decode())


@pytest.fixture
def changed(cast: Cast, api: Api) -> tuple[Party, str]:
    """Anna has changed four fields; two of them Boris has changed since."""
    make_attribute("secret")
    make_attribute("plain")
    party = make_party(
        owner=cast.anna, birth_date=date(1971, 3, 9), attrs={"secret": "Zaffre", "plain": "old"}
    )
    path = f"/parties/{party.id}"
    mine = {"party.birth_date": "1972-04-10", "attr.secret": "Cyan", "attr.plain": "new"}
    theirs = {"party.birth_date": "1973-05-11", "attr.secret": "Ochre"}
    anna = api("anna")
    assert anna.patch(path, {"set": {**mine, "party.name": "Renamed"}}).status == 200
    set_id = latest_set(anna)
    assert api("boris").patch(path, {"set": theirs}).status == 200
    return party, set_id


VALUES = ("1971", "1972", "1973", "Zaffre", "Cyan", "Ochre")
CODES = ("party.birth_date", "attr.secret")


class TestFields:
    def test_hidden_ones_are_not_shown(
        self, cast: Cast, api: Api, changed: tuple[Party, str]
    ) -> None:
        anna = api("anna")
        open_text = read_all(anna, changed[1])
        assert [one for one in VALUES if one not in open_text] == []
        narrow(cast.anna, dict.fromkeys(CODES, "NONE"))
        text = read_all(anna, changed[1])
        assert [one for one in (*VALUES, *CODES) if one in text] == []
        preview = anna.post(f"/changes/{changed[1]}/undo/preview").json
        assert (preview["undone"], preview["conflicts"]) == (1, 0)

    @pytest.mark.parametrize("right", ["NONE", "READ"])
    def test_closed_ones_stay(
        self, cast: Cast, api: Api, changed: tuple[Party, str], right: str
    ) -> None:
        party, set_id = changed
        narrow(cast.anna, dict.fromkeys(CODES, right))
        anna = api("anna")
        choices = [{"party_id": str(party.id), "field": code, "take": "old"} for code in CODES]
        run = undo(anna, set_id, choices=choices)
        party.refresh_from_db()
        assert party.birth_date == date(1973, 5, 11)
        assert party.attrs == {"secret": "Ochre", "plain": "old"}
        assert kept(anna, run) == [("closed", sorted(CODES) if right == "READ" else [])]

    @pytest.mark.parametrize("right", ["NONE", "READ"])
    def test_contacts_of_a_closed_kind_stay(self, cast: Cast, api: Api, right: str) -> None:
        party = make_party(owner=cast.anna, phones=["+380671112233"], emails=["a@example.com"])
        anna, points = api("anna"), f"/parties/{party.id}/contact-points"
        for kind, value in (("PHONE", "+380501112233"), ("EMAIL", "b@example.com")):
            point = ContactPoint.objects.get(party=party, kind=kind)
            assert anna.patch(f"{points}/{point.id}", {"value": value}).status == 200
        by_phone, by_email = (one["id"] for one in anna.get("/changes").json["items"][1::-1])
        narrow(cast.anna, {"party.phone": right})
        run = undo(anna, by_phone)
        assert kept(anna, run) == [("closed", ["party.contact"] if right == "READ" else [])]
        assert undo(anna, by_email)["changed"] == 1
        values = ContactPoint.objects.filter(party=party).order_by("kind").values_list("norm")
        assert list(values) == [("a@example.com",), ("380501112233",)]

    @pytest.mark.parametrize("right", ["NONE", "READ"])
    def test_a_removed_contact_does_not_come_back(self, cast: Cast, api: Api, right: str) -> None:
        party = make_party(owner=cast.anna)
        anna, point = api("anna"), make_contact_point(party, "+380671112233")
        assert anna.delete(f"/parties/{party.id}/contact-points/{point.id}").status < 300
        narrow(cast.anna, {"party.phone": right})
        undo(anna, latest_set(anna))
        assert not ContactPoint.objects.filter(party=party).exists()

    @pytest.mark.parametrize("right", ["NONE", "READ"])
    def test_closed_tags_stay(self, cast: Cast, api: Api, right: str) -> None:
        tag, party = make_tag(), make_party(owner=cast.anna)
        anna = api("anna")
        assert anna.put(f"/parties/{party.id}/tags/{tag.id}").status < 300
        narrow(cast.anna, {"party.tags": right})
        run = undo(anna, latest_set(anna))
        assert PartyTag.objects.filter(party=party).exists()
        assert kept(anna, run) == [("closed", ["party.tags"] if right == "READ" else [])]


class TestActs:
    def test_of_owners_asks_for_the_permission_to_assign(self, cast: Cast, api: Api) -> None:
        party, anna = make_party(owner=cast.anna), api("anna")
        action = {"owner_ids": [str(cast.boris.id)]}
        given = anna.post("/bulk", {"selection": {"ids": [str(party.id)]}, "action": action}).json
        narrow(cast.anna, without="parties.assign")
        run = undo(anna, given["id"])
        party.refresh_from_db()
        assert party.owner_id == cast.boris.id
        assert kept(anna, run) == [("closed", ["party.owner"])]

    def test_a_key_takes_back_no_more_in_the_background(
        self, cast: Cast, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The worker acts for the person, who may more than his key."""
        monkeypatch.setattr(starting, "AT_ONCE", 0)
        party, anna = make_party(owner=cast.anna), api("anna")
        values = {"party.owner": str(cast.boris.id), "party.status": "FORMER"}
        assert anna.patch(f"/parties/{party.id}", {"set": values}).status == 200
        set_id = latest_set(anna)
        asked = {"name": "Telephony", "scopes": ["parties.view", "parties.edit"]}
        secret = anna.post("/keys", asked).json["secret"]
        program, headers = ApiClient(), {"Authorization": f"Bearer {secret}"}
        path = f"/changes/{set_id}/undo"
        run = program.call("POST", path, {"on_conflict": "overwrite"}, **headers)
        assert (run.status, run.json["status"]) == (201, "RUNNING")
        run_in_background(UUID(run.json["id"]), clock=lambda: datetime.now(UTC))
        party.refresh_from_db()
        assert (party.owner_id, party.status) == (cast.boris.id, "ACTIVE")
        assert kept(anna, run.json) == [("closed", ["party.owner"])]

    def test_of_a_creation_asks_for_the_permission_to_delete(self, cast: Cast, api: Api) -> None:
        anna = api("anna")
        made = anna.post("/parties", {"values": {"party.name": "New"}}).json
        narrow(cast.anna, without="parties.delete")
        run = undo(anna, latest_set(anna))
        assert Party.objects.get(id=made["id"]).deleted_at is None
        assert kept(anna, run) == [("closed", ["party.created"])]

    def test_of_a_deletion_asks_for_the_permission_to_delete(self, cast: Cast, api: Api) -> None:
        party, anna = make_party(owner=cast.anna), api("anna")
        gone = anna.post(
            "/bulk", {"selection": {"ids": [str(party.id)]}, "action": {"recycle": True}}
        ).json
        narrow(cast.anna, without="parties.delete")
        undo(anna, gone["id"])
        party.refresh_from_db()
        assert party.deleted_at is not None

    def test_who_is_lent_a_customer_changes_values_only(self, cast: Cast, api: Api) -> None:
        """Neither who serves him nor whether he is there."""
        viktor, olena = api("viktor"), api("olena")
        made = viktor.post("/parties", {"values": {"party.name": "Lent"}}).json["id"]
        created = latest_set(viktor)
        assert viktor.patch(f"/parties/{made}", {"set": {"party.status": "FORMER"}}).status < 300
        edited = latest_set(viktor)
        Party.objects.filter(id=made).update(owner_id=cast.anna.id)
        share = {"user_id": str(cast.viktor.id), "can_edit": True}
        assert olena.post(f"/parties/{made}/shares", share).status < 300
        run = undo(viktor, created)
        party = Party.objects.get(id=made)
        assert (party.deleted_at, kept(viktor, run)) == (None, [("closed", ["party.created"])])
        assert undo(viktor, edited)["changed"] == 1
        party.refresh_from_db()
        assert party.status != "FORMER"


class TestGivenAway:
    @pytest.fixture
    def given(self, cast: Cast, api: Api) -> tuple[Party, str]:
        """Viktor gave a customer to Anna and changed more of him; she has changed it since."""
        make_attribute("secret")
        party = make_party(owner=cast.viktor, attrs={"secret": "Zaffre"}, name="Old")
        viktor = api("viktor")
        values = {"party.owner": str(cast.anna.id), "attr.secret": "Cyan", "party.name": "Mine"}
        assert viktor.patch(f"/parties/{party.id}", {"set": values}).status < 300
        set_id = latest_set(viktor)
        theirs = {"attr.secret": "Ochre", "party.name": "Hers"}
        assert api("anna").patch(f"/parties/{party.id}", {"set": theirs}).status == 200
        return party, set_id

    def test_shows_nothing(self, api: Api, given: tuple[Party, str]) -> None:
        viktor = api("viktor")
        text = read_all(viktor, given[1])
        assert [one for one in ("Ochre", "Hers", "Zaffre", "Cyan") if one in text] == []
        assert viktor.get(f"/changes/{given[1]}/undo/conflicts").json["items"] == []

    def test_takes_only_the_owner_back(
        self, cast: Cast, api: Api, given: tuple[Party, str]
    ) -> None:
        party, set_id = given
        viktor = api("viktor")
        choices = [{"party_id": str(party.id), "field": None, "take": "old"}]
        run = undo(viktor, set_id, choices=choices)
        party.refresh_from_db()
        assert (party.owner_id, party.attrs) == (cast.viktor.id, {"secret": "Ochre"})
        assert list(party.name.values()) == ["Hers"]
        assert kept(viktor, run) == [("closed", ["attr.secret", "party.name"])]

    def test_without_the_permission_to_assign_nothing(
        self, cast: Cast, api: Api, given: tuple[Party, str]
    ) -> None:
        narrow(cast.viktor, without="parties.assign")
        undo(api("viktor"), given[1])
        given[0].refresh_from_db()
        assert (given[0].owner_id, given[0].attrs) == (cast.anna.id, {"secret": "Ochre"})

    def test_contacts_and_tags_stay_too(self, cast: Cast, api: Api) -> None:
        tag, viktor = make_tag(), api("viktor")
        party = make_party(owner=cast.viktor)
        action = {"add_tags": [str(tag.id)], "owner_ids": [str(cast.anna.id)]}
        selection = {"ids": [str(party.id)]}
        run = viktor.post("/bulk", {"selection": selection, "action": action}).json
        undo(viktor, run["id"])
        party.refresh_from_db()
        assert party.owner_id == cast.viktor.id
        assert PartyTag.objects.filter(party=party).exists()


@pytest.mark.parametrize("right", ["NONE", "READ"])
@pytest.mark.parametrize("path", ["/bulk", "/bulk/preview"])
class TestChangeOfMany:
    def test_is_no_way_to_closed_tags(self, cast: Cast, api: Api, right: str, path: str) -> None:
        tag = make_tag()
        party = make_party(owner=cast.anna, tags=[tag])
        narrow(cast.anna, {"party.tags": right})
        for name in ("add_tags", "remove_tags"):
            body = {"selection": {"ids": [str(party.id)]}, "action": {name: [str(tag.id)]}}
            assert api("anna").post(path, body).status == 403
        assert PartyTag.objects.filter(party=party).exists()

    def test_is_no_way_to_a_closed_owner(self, cast: Cast, api: Api, right: str, path: str) -> None:
        party = make_party(owner=cast.anna)
        narrow(cast.anna, {"party.owner": right})
        body = {
            "selection": {"ids": [str(party.id)]},
            "action": {"owner_ids": [str(cast.boris.id)]},
        }
        assert api("anna").post(path, body).status == 403
