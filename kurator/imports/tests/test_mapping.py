"""What a person says of columns and rows: options, answers, refusals of wrong mappings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kurator.access.models import Role
from kurator.access.tests.builders import grant_permissions
from kurator.imports.tests.builders import counts, imported, started, upload
from kurator.parties.models import Attribute, Party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


def test_repeated_keys_by_the_last_row(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,name\n1,Old\n2,Bob\n1,New\n").json
    options = {"options": {"key": 0, "on_duplicate_in_file": "last"}}
    assert anna.patch(f"/imports/{one['id']}", options).status == 200
    done = started(anna, one["id"])
    assert (counts(done), done["counts"]["superseded"]) == ((2, 0, 0, 0), 1)
    assert Party.objects.get(external_id="1").display_name == "New"


def test_a_hidden_external_id_is_no_key(api: Api) -> None:
    Role.objects.filter(code="TEST_TEAM").update(fields={"party.external_id": "NONE"})
    anna = api("anna")
    one = upload(anna, "id,name\n1,Ann\n2,Bob\n").json
    refused = anna.patch(f"/imports/{one['id']}", {"options": {"key": 0}})
    assert refused.status == 422
    assert refused.json["errors"][0]["loc"][-2:] == ["options", "key"]


def test_a_column_that_is_hidden_by_now_is_left_out(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,name\n1,Ann\n2,Bob\n").json
    Role.objects.filter(code="TEST_TEAM").update(fields={"party.external_id": "NONE"})
    seen = anna.patch(f"/imports/{one['id']}", {"options": {"blank_cells": "clear"}})
    assert (seen.status, seen.json["columns"][0]["target"]) == (200, None)


def test_blank_cells_keep_or_clear(api: Api) -> None:
    anna = api("anna")
    imported(anna, "id,plan\n1,DSL\n2,DSL\n3,DSL\n")
    assert counts(imported(anna, "id,plan\n1,\n2,DSL\n3,DSL\n")) == (0, 0, 3, 0)
    one = upload(anna, "id,plan\n1,\n2,DSL\n3,DSL\n").json
    anna.patch(f"/imports/{one['id']}", {"options": {"blank_cells": "clear"}})
    assert counts(started(anna, one["id"])) == (0, 1, 2, 0)
    assert Party.objects.get(external_id="1").attrs == {}


def test_the_key_is_asked_when_no_column_shows_it(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "Name,City\nAnn,Kyiv\nBob,Kyiv\nCyd,Lviv\n").json
    question = one["questions"][0]
    assert (question["code"], question["is_required"]) == ("key", True)
    assert anna.post(f"/imports/{one['id']}/run").status == 422
    assert anna.patch(f"/imports/{one['id']}", {"options": {"key": "none"}}).status == 200
    assert counts(started(anna, one["id"])) == (3, 0, 0, 0)


def test_new_customers_get_owner_status_and_tags(api: Api, cast: Cast) -> None:
    anna = api("anna")
    tag = anna.post("/tags", {"name": {"en": "Fair"}}).json
    one = upload(anna, "id,name,manager\n1,Ann,boris@example.com\n2,Bob,\n3,Cyd,Viktor Test\n").json
    assert one["columns"][2]["target"] == "party.owner"
    options = {"options": {"status": "ACTIVE", "tags": [tag["id"]]}}
    assert anna.patch(f"/imports/{one['id']}", options).status == 200
    done = started(anna, one["id"])
    assert [(p["row"], p["code"]) for p in done["problems"]] == [(4, "imports.person_of_others")]
    owners = dict(Party.objects.values_list("external_id", "owner_id"))
    assert owners == {"1": cast.boris.id, "2": cast.anna.id}
    assert set(Party.objects.values_list("status", flat=True)) == {"ACTIVE"}


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ({"index": 9, "target": None}, "imports.no_column"),
        ({"index": 1, "target": "party.nothing"}, "imports.unknown_target"),
        ({"index": 1, "target": "party.external_id"}, "imports.target_twice"),
        (
            {"index": 1, "target": {"new_attribute": {"code": "A b", "label": {"en": "x"}, "kind": "text"}}},
            "imports.bad_code",
        ),
        (
            {"index": 1, "target": {"new_attribute": {"code": "x", "label": {}, "kind": "text"}}},
            "imports.no_label",
        ),
        (
            {
                "index": 1,
                "target": {
                    "new_attribute": {
                        "code": "x", "label": {"en": "x"}, "kind": "money", "currency": "??"
                    }
                },
            },
            "imports.bad_currency",
        ),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_with_its_place(
    api: Api, column: dict[str, object], code: str
) -> None:
    anna = api("anna")
    one = upload(anna, "id,name\n1,Ann\n2,Bob\n").json
    answer = anna.patch(f"/imports/{one['id']}", {"columns": [column]})
    assert answer.status == 422
    assert [error["code"] for error in answer.json["errors"]] == [code]
    assert answer.json["errors"][0]["loc"][:2] == ["columns", 0]


def test_another_encoding_or_header_reads_the_file_anew(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "Код;Имя\n1;Анна\n2;Борис\n".encode("cp1251")).json
    other = anna.patch(f"/imports/{one['id']}", {"options": {"encoding": "koi8-r"}}).json
    assert other["sample"][0][1] != "Анна"
    back = anna.patch(f"/imports/{one['id']}", {"options": {"encoding": "cp1251"}}).json
    assert back["sample"][0] == ["1", "Анна"]
    headless = anna.patch(f"/imports/{one['id']}", {"options": {"has_header": False}}).json
    assert (headless["rows_total"], headless["columns"][0]["header"]) == (3, "#1")
    refused = anna.patch(f"/imports/{one['id']}", {"options": {"encoding": "latin"}})
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "imports.bad_layout")


def test_new_values_of_a_list_are_refused_or_added(api: Api) -> None:
    anna = api("anna")
    imported(anna, "id,plan\n1,DSL\n2,DSL\n3,LTE\n4,LTE\n")
    text = "id,plan\n1,DSL\n2,5G\n3,Супутник\n4,LTE\n"
    one = upload(anna, text).json
    question = one["questions"][0]
    assert (question["code"], question["is_required"]) == ("new_choices", False)
    assert "5G (1), Супутник (1)" in question["text"]
    checked = anna.post(f"/imports/{one['id']}/check").json
    assert (checked["check"]["unchanged"], checked["check"]["refused"]) == (2, 2)
    agreed = {"columns": [{"index": 1, "options": {"new_choices": "add"}}]}
    assert not anna.patch(f"/imports/{one['id']}", agreed).json["questions"]
    checked = anna.post(f"/imports/{one['id']}/check").json
    assert (checked["check"]["updated"], checked["check"]["refused"]) == (2, 0)
    assert len(Attribute.objects.get(code="plan").choices) == 2
    assert counts(started(anna, one["id"])) == (0, 2, 2, 0)
    assert [choice["code"] for choice in Attribute.objects.get(code="plan").choices] == [
        "dsl",
        "lte",
        "x_5g",
        "suputnyk",
    ]
    assert Party.objects.get(external_id="3").attrs == {"plan": "suputnyk"}


def test_an_import_gives_no_more_rights_than_its_person_has(api: Api, cast: Cast) -> None:
    grant_permissions(
        role_code="TEST_TEAM", permissions={"attributes.manage": False, "parties.assign": False}
    )
    anna = api("anna")
    one = upload(anna, "id,plan,manager\n1,DSL,boris@example.com\n").json
    assert [column["target"] for column in one["columns"]] == ["party.external_id", None, None]
    attribute = {"code": "plan", "label": {"en": "Plan"}, "kind": "text"}
    for change, code in (
        ({"columns": [{"index": 1, "target": {"new_attribute": attribute}}]}, "may_not_define"),
        ({"columns": [{"index": 2, "target": "party.owner"}]}, "may_not_assign"),
        ({"options": {"owner": str(cast.boris.id)}}, "may_not_assign"),
    ):
        answer = anna.patch(f"/imports/{one['id']}", change)
        assert answer.status == 422
        assert answer.json["errors"][0]["code"] == f"imports.{code}"


def test_first_and_last_name_speak_one_language(api: Api) -> None:
    """Each column by its own letters would give a customer half a name in two languages."""
    anna = api("anna")
    rows = "".join(f"{n},Петро,Smith\n{n}0,Іван,Петров\n" for n in range(1, 20))
    done = imported(anna, f"id,First Name,Last Name\n{rows}")
    assert {c["options"]["language"] for c in done["columns"][1:]} == {"uk"}
    assert Party.objects.get(external_id="1").name == {"uk": "Петро Smith"}
