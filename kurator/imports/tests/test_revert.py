"""A whole import is taken back: created customers, changed values, and what others wrote since."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kurator.imports.tests.builders import counts, imported
from kurator.parties.models import ContactPoint, Party
from kurator.tracking.models import ChangeTransaction
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
FIRST = "id,name,plan,phone\nA,Ada,gold,+380671112233\nB,Bob,silver,\n"
SECOND = "id,name,plan,phone\nA,Ada Lovelace,red,\nB,Bob,blue,+380671112244\nC,Carl,green,\n"


def _preview(client: ApiClient, import_id: str) -> dict[str, Any]:
    answer = client.post(f"/changes/{import_id}/undo/preview")
    assert answer.status == 200, answer.json
    found: dict[str, Any] = answer.json
    return found


def _taken_back(client: ApiClient, import_id: str, on_conflict: str = "keep") -> dict[str, Any]:
    answer = client.post(f"/changes/{import_id}/undo", {"on_conflict": on_conflict})
    assert answer.status == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def _plans() -> dict[str, Any]:
    found = Party.objects.filter(deleted_at=None).order_by("external_id")
    return {str(party.external_id): party.attrs.get("plan") for party in found}


@pytest.mark.django_db
def test_an_import_is_one_change_set_and_comes_back_whole(api: Api) -> None:
    anna = api("anna")
    imported(anna, FIRST)
    second = imported(anna, SECOND)
    assert counts(second) == (1, 2, 0, 0)
    sets = ChangeTransaction.objects.filter(channel="import").values_list("set_id", flat=True)
    assert UUID(second["id"]) in set(sets)

    run = _taken_back(anna, second["id"])
    assert (run["status"], run["refused"]) == ("DONE", 0)
    assert _plans() == {"A": "gold", "B": "silver"}
    assert Party.objects.get(external_id="A").display_name == "Ada"
    assert not ContactPoint.objects.filter(party__external_id="B").exists()
    assert Party.objects.get(external_id="C").deleted_at is not None


@pytest.mark.django_db
def test_what_somebody_changed_since_stays_and_is_told(api: Api) -> None:
    anna, boris = api("anna"), api("boris")
    imported(anna, FIRST)
    second = imported(anna, SECOND)
    party = Party.objects.get(external_id="A")
    assert boris.patch(f"/parties/{party.id}", {"set": {"attr.plan": "mine"}}).status == 200

    preview = _preview(anna, second["id"])
    assert preview["conflicts"] == 1
    conflict = preview["conflict_samples"][0]
    assert (conflict["field"], conflict["old"], conflict["present"]) == (
        "attr.plan",
        "gold",
        "mine",
    )
    assert conflict["changed_by"] == "Boris Test"

    _taken_back(anna, second["id"])
    assert _plans() == {"A": "mine", "B": "silver"}
    assert Party.objects.get(external_id="A").display_name == "Ada"
    _taken_back(anna, second["id"], "overwrite")
    assert _plans() == {"A": "gold", "B": "silver"}


@pytest.mark.django_db
def test_what_was_changed_and_taken_back_since_is_no_conflict(api: Api) -> None:
    anna, boris = api("anna"), api("boris")
    made = imported(anna, FIRST)
    party = Party.objects.get(external_id="A")
    path = f"/parties/{party.id}"
    assert boris.patch(path, {"set": {"attr.plan": "mine", "party.lang": "en"}}).status == 200
    assert _preview(anna, made["id"])["conflicts"] == 1
    assert boris.patch(path, {"set": {"attr.plan": "gold", "party.lang": party.lang}}).status == 200

    assert _preview(anna, made["id"])["conflicts"] == 0
    run = _taken_back(anna, made["id"])
    assert (run["status"], run["refused"]) == ("DONE", 0)
    assert not Party.objects.filter(deleted_at=None).exists()


@pytest.mark.django_db
def test_the_import_of_a_colleague_is_not_taken_back(api: Api) -> None:
    one = imported(api("anna"), FIRST)
    assert api("viktor").post(f"/changes/{one['id']}/undo", {}).status in (403, 404, 409)
    assert len(_plans()) == 2
