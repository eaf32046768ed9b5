"""Who answers for a subscription or a source, and that it tells and does no more than he may."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kurator.access.models import Role, UserRole
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.webhooks.models import Attempt, Delivery, Inbound, Source, Webhook
from kurator.webhooks.services.processing import process_messages
from kurator.webhooks.tests.builders import (
    MAPPING,
    NOW,
    make_delivery,
    make_message,
    make_source,
    make_webhook,
    said,
)
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.requirement("R001-58"), pytest.mark.requirement("R001-59")]
ADDRESS = "https://93.184.216.34/hook"
SAID = {"ids": ["01900000-0000-7000-8000-0000000ca9a7"], "links": [], "fields": []}


def _role_of(cast: Cast, who: str) -> UUID:
    return UserRole.objects.get(user=getattr(cast, who)).role_id


def close(cast: Cast, who: str, rights: dict[str, str]) -> None:
    Role.objects.filter(id=_role_of(cast, who)).update(fields=rights)


def take_away(cast: Cast, who: str, permission: str) -> None:
    role = Role.objects.get(id=_role_of(cast, who))
    role.permissions = [code for code in role.permissions if code != permission]
    role.save()


class TestASourceDoesWhatItsPersonMayDo:
    @pytest.mark.parametrize("right", ["NONE", "READ"])
    def test_a_closed_external_id_finds_nobody(self, cast: Cast, api: Api, right: str) -> None:
        close(cast, "anna", {"party.external_id": right})
        answer = api("anna").post("/hook-sources", {"name": "Guess", "mapping": MAPPING})
        assert answer.status == 422
        (problem,) = answer.json["errors"]
        assert (problem["loc"], problem["code"]) == (["mapping", "external_id"], "field_closed")
        assert not Source.objects.exists()

    @pytest.mark.parametrize("field", ["party.external_id", "party.status"])
    def test_also_when_it_is_closed_afterwards(self, cast: Cast, field: str) -> None:
        make_party(owner=cast.anna, name="Before", external_id="7")
        source, _ = make_source(cast.anna)
        close(cast, "anna", {field: "NONE"})
        message = make_message(source, said(name="After", status="LEAVING"))
        process_messages(now=NOW)
        message.refresh_from_db()
        assert (message.state, message.failure) == ("FAILED", "field_closed")
        party = Party.objects.get()
        assert (party.display_name, party.status) == ("Before", "ACTIVE")

    @pytest.mark.parametrize("permission", ["parties.create", "parties.edit"])
    def test_nobody_does_by_it_what_his_role_does_not_include(
        self, cast: Cast, api: Api, permission: str
    ) -> None:
        source, _ = make_source(cast.anna)
        take_away(cast, "anna", permission)
        answer = api("anna").post("/hook-sources", {"name": "More", "mapping": MAPPING})
        assert (answer.status, answer.json["permission"]) == (403, permission)
        message = make_message(source, said(name="New"))
        process_messages(now=NOW)
        message.refresh_from_db()
        assert message.failure == "nobody_answers"
        assert not Party.objects.exists()

    def test_who_takes_its_secret_speaks_on_his_own_rights(self, cast: Cast, api: Api) -> None:
        make_party(owner=cast.anna, name="Before", external_id="7")
        source, _ = make_source(cast.arkady)
        assert api("viktor").post(f"/hook-sources/{source.id}/secret").status == 200
        make_message(source, said(name="After"))
        process_messages(now=NOW)
        assert Party.objects.get().display_name == "Before"

    def test_nobody_takes_a_secret_whose_fields_are_closed_to_him(
        self, cast: Cast, api: Api
    ) -> None:
        source, _ = make_source(cast.arkady)
        close(cast, "viktor", {"party.status": "READ"})
        assert api("viktor").post(f"/hook-sources/{source.id}/secret").status == 422
        assert bytes(Source.objects.get().secret) == bytes(source.secret)


class TestWhatWasSaidIsToldToFew:
    def _read(self, client: ApiClient, hook: Webhook) -> Any:
        (row,) = client.get(f"/webhooks/{hook.id}/deliveries").json["items"]
        return client.get(f"/webhooks/{hook.id}/deliveries/{row['id']}").json

    @pytest.mark.parametrize(
        ("who", "is_told"), [("anna", True), ("arkady", True), ("viktor", False)]
    )
    def test_by_a_subscription(self, cast: Cast, api: Api, who: str, is_told: bool) -> None:
        hook, _ = make_webhook(cast.anna, ADDRESS)
        delivery = make_delivery(hook, payload=SAID)
        Attempt.objects.create(delivery=delivery, milliseconds=3, status=200, answer="echo")
        found = self._read(api(who), hook)
        assert (found["payload"] == SAID) is is_told
        assert (found["log"][0]["answer"] == "echo") is is_told
        assert (found["status"], found["log"][0]["milliseconds"]) == (200, 3)

    @pytest.mark.parametrize(
        ("who", "is_told"), [("anna", True), ("arkady", True), ("viktor", False)]
    )
    def test_by_a_source(self, cast: Cast, api: Api, who: str, is_told: bool) -> None:
        source, _ = make_source(cast.anna)
        make_message(source, said(name="Canary", status="NO SUCH"))
        process_messages(now=NOW)
        (row,) = api(who).get(f"/hook-sources/{source.id}/messages").json["items"]
        assert ("Canary" in (row["body"] or "")) is is_told
        assert (":" in row["failure"]) is is_told
        assert row["state"] == "FAILED"

    def test_a_narrowed_reader_of_all_is_told_nothing(self, cast: Cast, api: Api) -> None:
        source, _ = make_source(cast.anna)
        message = make_message(source, said(name="Canary"))
        close(cast, "arkady", {"party.birth_date": "NONE"})
        (row,) = api("arkady").get(f"/hook-sources/{source.id}/messages").json["items"]
        assert row["body"] is None
        Inbound.objects.filter(id=message.id).update(state="FAILED", failure="no_json")
        again = api("arkady").post(f"/hook-sources/{source.id}/messages/{message.id}/again")
        assert (again.status, again.json["body"]) == (200, None)

    def test_who_takes_over_does_not_get_what_was_said_before(self, cast: Cast, api: Api) -> None:
        hook, _ = make_webhook(cast.arkady, ADDRESS)
        waiting, done = (make_delivery(hook, payload=SAID, state=s) for s in ("WAITING", "DONE"))
        viktor, path = api("viktor"), f"/webhooks/{hook.id}"
        assert viktor.patch(path, {"url": ADDRESS + "/mine"}).status == 200
        assert Delivery.objects.get(id=waiting.id).state == "DEAD"
        for old in (waiting, done):
            assert viktor.get(f"{path}/deliveries/{old.id}").json["payload"] is None
            assert viktor.post(f"{path}/deliveries/{old.id}/again").status == 404
        assert not Delivery.objects.filter(state="WAITING").exists()
        fresh = make_delivery(Webhook.objects.get())
        assert viktor.get(f"{path}/deliveries/{fresh.id}").json["payload"] is not None

    def test_so_does_who_renews_the_secret(self, cast: Cast, api: Api) -> None:
        hook, _ = make_webhook(cast.arkady, ADDRESS)
        old = make_delivery(hook, payload=SAID, state="DONE")
        assert api("viktor").post(f"/webhooks/{hook.id}/secret").status == 200
        assert Webhook.objects.get().owner_id == cast.viktor.id
        answer = api("viktor").get(f"/webhooks/{hook.id}/deliveries/{old.id}")
        assert answer.json["payload"] is None
        assert api("arkady").get(f"/webhooks/{hook.id}/deliveries/{old.id}").json["payload"] == SAID

    def test_his_own_change_of_the_address_loses_him_nothing(self, cast: Cast, api: Api) -> None:
        hook, _ = make_webhook(cast.anna, ADDRESS)
        waiting = make_delivery(hook, payload=SAID)
        assert api("anna").patch(f"/webhooks/{hook.id}", {"url": ADDRESS + "/new"}).status == 200
        assert Delivery.objects.get(id=waiting.id).state == "WAITING"


def test_whoever_sees_no_external_id_imports_without(cast: Cast) -> None:
    from kurator.parties.catalogue import current_catalogue, narrow_catalogue
    from kurator.parties.services.bulk_upsert import PartyUpsert, UpsertReader

    closed, whole = ["party.external_id"], current_catalogue()
    for narrow in (narrow_catalogue(whole, closed, []), narrow_catalogue(whole, [], closed)):
        reader = UpsertReader(narrow)
        fine = reader.prepare([PartyUpsert(external_id=None, values={"party.name": "Nora"})])
        assert not fine.refused
        guess = reader.prepare([PartyUpsert(external_id="7", values={"party.name": "Nora"})])
        assert guess.refused
