"""What changes tell: nothing of who was removed for good or of hidden fields, and who was left."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from kurator.access.models import UserRole
from kurator.bulk.models import BulkRun
from kurator.bulk.tests.test_bulk import start
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
SECRETS = ("Zebulon", "31415926", "1980-02-03", "zeb@secret.example", "380671239876")
OWN: dict[str, Any] = {
    "set": {"party.tax_id": "31415926", "party.birth_date": "1980-02-03"},
    "texts": [{"field": "party.name", "rule": "replace", "find": "Z", "new": "Zebulon"}],
    "contacts": [
        {"act": "add", "kind": "EMAIL", "value": "zeb@secret.example"},
        {"act": "replace", "kind": "PHONE", "find": "+380671239876", "new": "+380671239877"},
    ],
}


def _erase(client: ApiClient, party: Party) -> None:
    assert client.call("DELETE", f"/parties/{party.id}").status == 204
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert client.post("/recycle-bin/erase", body).json == {"changed": 1}


def test_what_was_set_for_him_goes_with_whoever_is_removed_for_good(api: Api, cast: Cast) -> None:
    anna, party = api("anna"), make_party(owner=cast.anna, name="Z")
    of_him = start(anna, {"ids": [str(party.id)]}, {**OWN, "add_tags": [str(make_tag("x").id)]})
    assert any(word in str(anna.get("/changes").json) for word in SECRETS)
    other = make_party(owner=cast.anna)
    of_other = start(anna, {"ids": [str(other.id)]}, {"set": {"party.status": "FORMER"}})
    party.refresh_from_db()
    _erase(anna, party)
    for path in ("/changes", "/bulk", f"/bulk/{of_him['id']}"):
        told = anna.get(path).content.decode()
        assert not any(word in told for word in SECRETS), path
    run = BulkRun.objects.get(id=of_him["id"])
    assert not any(word in str(run.action) for word in SECRETS)
    assert run.action["add_tags"]
    assert anna.get(f"/bulk/{of_other['id']}").json["action"]["set"] == {"party.status": "FORMER"}


def test_what_hundreds_were_given_is_nobodys_and_stays(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    anna, party = api("anna"), make_party(owner=cast.anna)
    run = start(anna, {}, {"set": {"party.status": "FORMER"}})
    in_background()
    BulkRun.objects.filter(id=run["id"]).update(total=201)
    party.refresh_from_db()
    _erase(anna, party)
    assert anna.get(f"/bulk/{run['id']}").json["action"]["set"] == {"party.status": "FORMER"}


def test_a_hidden_field_is_not_told_as_changed(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    body = {"set": {"party.tax_id": "31415926", "party.lang": "uk"}, "base": {}}
    assert api("anna").patch(f"/parties/{party.id}", body).status == 200
    role = UserRole.objects.get(user=cast.arkady).role
    role.fields = {"party.tax_id": "NONE"}
    role.save()
    seen = api("arkady").get("/changes?is_of_all=true").json["items"]
    assert seen[0]["fields"] == ["Language"]


def test_an_undo_tells_whom_it_could_not_reach_any_more(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    anna, parties = api("anna"), [make_party(owner=cast.anna) for _ in range(3)]
    run = start(anna, {}, {"set": {"party.status": "FORMER"}})
    in_background()
    undo = anna.post(f"/changes/{run['id']}/undo", {"on_conflict": "overwrite"}).json
    assert (undo["status"], undo["total"]) == ("RUNNING", 3)
    Party.objects.filter(id=parties[1].id).update(owner_id=cast.viktor.id)
    in_background()
    told = anna.get(f"/bulk/{undo['id']}").json
    assert (told["changed"], told["refused"], told["unchanged"]) == (2, 1, 0)
    refused = anna.get(f"/bulk/{undo['id']}/refused").json
    assert [(one["party_id"], one["code"]) for one in refused] == [(str(parties[1].id), "gone")]


def test_whom_an_undo_brings_out_of_the_bin_is_told_by_name_and_since_when(
    api: Api, cast: Cast
) -> None:
    anna, party = api("anna"), make_party(owner=cast.anna, name="Zebulon")
    run = start(anna, {"ids": [str(party.id)]}, {"recycle": True})
    (sample,) = anna.post(f"/changes/{run['id']}/undo/preview").json["samples"]
    party.refresh_from_db()
    assert party.deleted_at is not None
    assert (sample["display_name"], sample["number"]) == ("Zebulon", party.number)
    since = f"{party.deleted_at.astimezone(ZoneInfo(settings.COMPANY_TIME_ZONE)):%Y, %H:%M}"
    assert sample["old"] == ""
    assert since in sample["new"]
    assert since in sample["present"]
    role = UserRole.objects.get(user=cast.anna).role
    role.permissions = [code for code in role.permissions if code != "parties.delete"]
    role.save()
    told = anna.post(f"/changes/{run['id']}/undo/preview").content.decode()
    assert "Zebulon" not in told
