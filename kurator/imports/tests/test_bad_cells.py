"""A cell that cannot be read: its row is refused, or goes in without it."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.imports.tests.builders import counts, started, upload
from kurator.parties.models import ContactPoint, Party
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
DIRTY = (
    "id,name,phone,email,born\n"
    "1,Ada,+380671112233,no address,10.12.1985\n"
    "2,Bob,12,bob@example.com,31.02.2025\n"
    ",Nobody,+380671112244,n@example.com,\n"
)
BORN = {"columns": [{"index": 4, "target": "party.birth_date"}]}
pytestmark = pytest.mark.django_db


def _run(client: ApiClient, content: str, **options: Any) -> dict[str, Any]:
    made = upload(client, content).json["id"]
    answer = client.patch(f"/imports/{made}", {**BORN, "options": {"bad_cells": "skip", **options}})
    assert answer.status == 200, answer.json
    checked = client.post(f"/imports/{made}/check").json
    one = started(client, made)
    assert [checked["check"][name] for name in ("created", "updated", "unchanged", "refused")] == [
        *counts(one)
    ]
    return one


def test_the_row_goes_in_without_the_cell_and_the_cell_is_told(api: Api) -> None:
    one = _run(api("anna"), DIRTY)
    assert counts(one) == (2, 0, 0, 1)
    ada, bob = (Party.objects.get(external_id=key) for key in "12")
    assert str(ada.birth_date) == "1985-12-10"
    assert bob.birth_date is None
    assert set(ContactPoint.objects.filter(party=bob).values_list("kind", flat=True)) == {"EMAIL"}
    told = [(p["row"], p["header"], p["message"].endswith("Only this cell is left out."))
            for p in one["problems"]]  # fmt: skip
    assert told == [
        (2, "email", True), (3, "phone", True), (3, "born", True), (4, "id", False),
    ]  # fmt: skip


def test_without_the_choice_the_row_is_refused(api: Api) -> None:
    assert counts(_run(api("anna"), DIRTY, bad_cells="refuse")) == (0, 0, 0, 3)


def test_a_bad_cell_clears_nothing(api: Api) -> None:
    anna = api("anna")
    _run(anna, "id,name,phone,email,born\n2,Bob,,,01.02.1990\n")
    again = "id,name,phone,email,born\n2,Bobby,,,31.02.2025\n"
    assert counts(_run(anna, again, blank_cells="clear"))[1] == 1
    bob = Party.objects.get(external_id="2")
    assert (bob.display_name, str(bob.birth_date)) == ("Bobby", "1990-02-01")


def _rows_to_mend(client: ApiClient, one: dict[str, Any]) -> list[str]:
    text = client.get(f"/imports/{one['id']}/errors.csv").content.decode("utf-8-sig")
    return text.splitlines()[1:]


def test_the_rows_are_mended_and_update_the_same_customers(api: Api) -> None:
    anna = api("anna")
    one = _run(anna, DIRTY)
    rows = _rows_to_mend(anna, one)
    assert len(rows) == 3
    text = anna.get(f"/imports/{one['id']}/errors.csv").content.decode("utf-8-sig")
    mended = text.replace("no address", "ada@example.com").replace("31.02.2025", "28.02.2025")
    again = upload(anna, mended).json
    assert again["is_mended"]
    result = started(anna, again["id"])
    assert counts(result)[:2] == (0, 2), result["problems"]
    assert str(Party.objects.get(external_id="2").birth_date) == "2025-02-28"


def test_what_would_come_twice_is_not_given_out_to_be_mended(api: Api) -> None:
    anna = api("anna")
    content = "name,phone,email,x,born\nAda,+380671112233,no address,1,\nBob,+380671112244,b@example.com,1,\n"
    one = _run(anna, content, key="none")
    assert counts(one) == (2, 0, 0, 0)
    assert len(one["problems"]) == 1
    assert _rows_to_mend(anna, one) == []
