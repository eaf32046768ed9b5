"""Which columns make the name of a customer, and files whose columns share a head."""

from collections.abc import Callable

import pytest

from kurator.imports.rules import dates
from kurator.imports.tests.builders import counts, started, upload
from kurator.parties.models import Party
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db


def _targets(client: ApiClient, content: str) -> list[object]:
    columns = upload(client, content).json["columns"]
    return [c["target"] if isinstance(c["target"], str) else c["target"] and "new" for c in columns]


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("id,Name,Name", "1,Ada,Ada L.", ["party.name", "new"]),
        ("id,First name,Last name", "1,Ada,Lovelace", ["party.name", "party.name"]),
        ("id,Full name,First name,Last name", "1,Ada L.,Ada,L.", ["party.name", "new", "new"]),
        ("id,Company,Name", "1,Engines,Ada", ["new", "party.name"]),
        ("id,Company,Last name", "1,Engines,Ada", ["new", "party.name"]),
        ("id,Company,phone", "1,Engines,+380671112233", ["party.name", "party.phone"]),
        ("id,Имя,Имя", "1,Ада,Лавлейс", ["party.name", "new"]),
        ("id,Name,Назва", "1,Ada,Ада Лавлейс і сини", ["party.name", "party.name"]),
        ("id,Клиент,Фамилия,Имя", "1,,Лавлейс,Ада", [None, "party.name", "party.name"]),
        ("id,Phone,Phone", "1,+380671112233,+380671112244", ["party.phone", "party.phone"]),
        ("id,Work phone,Рабочий e-mail", "1,+380671112233,a@example.com", ["party.phone", "party.email"]),
    ],
)  # fmt: skip
def test_the_columns_of_the_name(api: Api, head: str, row: str, expected: list[object]) -> None:
    assert _targets(api("anna"), f"{head}\n{row}\n")[1:] == expected


def test_two_columns_of_one_head_keep_both_contents(api: Api) -> None:
    anna = api("anna")
    one = started(anna, upload(anna, "id,Name,Name\n1,Ada,Countess\n").json["id"])
    assert counts(one) == (1, 0, 0, 0), one["problems"]
    party = Party.objects.get(external_id="1")
    assert party.display_name == "Ada"
    assert "Countess" in party.attrs.values()


def test_a_saved_mapping_tells_columns_of_one_head_apart(api: Api) -> None:
    anna = api("anna")
    content = "id,Name,Note,Note\n1,Ada,first,\n2,Bob,,second\n"
    made = upload(anna, content).json
    wanted = [column["target"] for column in made["columns"]]
    body = {"import_id": made["id"], "name": "Notes"}
    mapping = anna.post("/imports/mappings", body).json["id"]
    again = upload(anna, content).json["id"]
    mapped = anna.post(f"/imports/{again}/apply", {"mapping_id": mapping})
    assert mapped.status == 200, mapped.json
    assert [column["target"] for column in mapped.json["columns"]] == wanted
    assert wanted[2] != wanted[3]


def test_a_phone_is_no_id_and_a_row_about_nobody_says_so(api: Api) -> None:
    anna = api("anna")
    made = upload(anna, "phone,email\n+380671110001,a@example.com\n+380671110002,\n").json
    assert [column["target"] for column in made["columns"]] == ["party.phone", "party.email"]
    anna.patch(f"/imports/{made['id']}", {"options": {"key": "none"}})
    one = started(anna, made["id"])
    assert counts(one) == (0, 0, 0, 2)
    assert {problem["code"] for problem in one["problems"]} == {"imports.nobody"}


def test_every_encoding_that_is_offered_can_be_chosen(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "Код;Имя\n1;Анна\n".encode("cp1251")).json
    assert {"value": "cp1251", "label": "Windows-1251"} in one["encodings"]
    labels = [offered["label"] for offered in one["encodings"]]
    assert len(set(labels)) == len(labels)
    for offered in one["encodings"]:
        answer = anna.patch(f"/imports/{one['id']}", {"options": {"encoding": offered["value"]}})
        codes = [error["code"] for error in answer.json.get("errors", ())]
        assert "imports.bad_layout" not in codes, offered


@pytest.mark.parametrize(
    ("text", "is_date", "tells_time"),
    [
        ("03/14/2025 09:22:00 am", True, True),
        ("11/2/2025, 5:40 PM", True, True),
        ("03/14/2025 12:00:00 AM", True, False),
        ("03/14/2025 12:00 PM", True, True),
        ("2025-03-14 00:00", True, False),
        ("03/14/2025 09:22 xm", False, False),
    ],
)
def test_instants_of_other_programs_are_no_phones(
    text: str, is_date: bool, tells_time: bool
) -> None:
    assert (dates.is_date_shape(text), dates.has_time(text)) == (is_date, tells_time)
