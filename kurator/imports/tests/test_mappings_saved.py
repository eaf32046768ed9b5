"""Mappings with names, and the exports of other programs."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.imports.models import SavedMapping
from kurator.imports.rules.presets import Preset, attributes, fitting, presets
from kurator.imports.rules.suggestions import CODE_OF_ATTRIBUTE
from kurator.imports.tests.builders import counts, started, upload
from kurator.kernel.localized import LANGUAGES
from kurator.parties.models import ContactPoint, Party
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
BITRIX_RU = (
    "ID;Обращение;Имя;Фамилия;Отчество;Рабочий телефон;Мобильный телефон;Рабочий e-mail;Должность;"
    "Ответственный;Дата создания\n"
    "17;;Ада;Лавлейс;;+380671112233;;ada@example.com;Математик;Кто-то Чужой;25.11.2026\n"
)
COMPANIES = (
    "Record ID,Company name,Company owner,Create Date,Phone Number,City,Industry,Number of Employees\n"
    "9001,Analytical Engines,Somebody,2026-01-02 10:00,+380441234567,London,Computing,12\n"
)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.code)
def test_a_preset_is_whole_and_found_by_its_heads(preset: Preset) -> None:
    assert set(preset.label) == set(LANGUAGES)
    assert preset.kind in ("PERSON", "ORGANIZATION")
    assert "party.external_id" in preset.fields
    for target in preset.fields:
        assert target.startswith("party.") or target in attributes()
    heads = [head for wanted in (*preset.name, *preset.fields.values()) for head in wanted]
    assert preset in fitting([*heads, *preset.marks])[:2]
    assert preset.marks <= preset.known
    once = [head for wanted in preset.fields.values() for head in wanted]
    assert len(once) == len(set(once)), "a head stands in two columns"


def test_what_presets_make_is_told_in_every_language() -> None:
    for code, one in attributes().items():
        assert CODE_OF_ATTRIBUTE.fullmatch(code)
        assert set(one["label"]) == set(LANGUAGES)
        assert one["kind"] in ("text", "number", "choice", "bool")


def test_there_are_presets_of_the_usual_programs() -> None:
    programs = {preset.code.split("_")[0] for preset in presets()}
    assert programs == {
        "hubspot", "salesforce", "pipedrive", "bitrix24", "amocrm", "odoo", "suitecrm", "espocrm",
        "zoho", "dynamics365",
    }  # fmt: skip


def test_a_table_of_ones_own_is_offered_no_preset() -> None:
    assert fitting(["customerID", "gender", "tenure", "Contract", "MonthlyCharges"]) == []


@pytest.mark.django_db
def test_the_export_of_another_program_comes_in(api: Api) -> None:
    anna = api("anna")
    made = upload(anna, BITRIX_RU).json
    assert made["offers"][0] == {
        "kind": "preset",
        "id": "bitrix24_contacts",
        "name": "Bitrix24: contacts",
    }
    mapped = anna.post(f"/imports/{made['id']}/apply", {"preset": "bitrix24_contacts"})
    assert mapped.status == 200, mapped.json
    one = started(anna, made["id"])
    assert counts(one) == (1, 0, 0, 0), one["problems"]
    party = Party.objects.get(external_id="17")
    assert party.display_name == "Ада Лавлейс"
    assert party.attrs["job_title"] == "Математик"
    assert ContactPoint.objects.filter(party=party).count() == 2


@pytest.mark.django_db
def test_companies_become_organizations(api: Api) -> None:
    anna = api("anna")
    made = upload(anna, COMPANIES).json
    assert made["offers"][0]["id"] == "hubspot_companies"
    assert anna.post(f"/imports/{made['id']}/apply", {"preset": "hubspot_companies"}).status == 200
    one = started(anna, made["id"])
    assert counts(one) == (1, 0, 0, 0), one["problems"]
    party = Party.objects.get(external_id="9001")
    assert (party.kind, party.attrs["employees"]) == ("ORGANIZATION", 12)


def _saved(client: ApiClient, content: str, **more: Any) -> tuple[str, Any]:
    import_id = upload(client, content).json["id"]
    body = {"import_id": import_id, "name": "Ours", **more}
    return import_id, client.post("/imports/mappings", body)


@pytest.mark.django_db
def test_a_saved_mapping_is_offered_and_put_on_another_file(api: Api) -> None:
    anna = api("anna")
    first = upload(anna, "key,title,plan\nA,Ada,x\n").json["id"]
    changes = {"columns": [{"index": 1, "target": "party.name"}], "options": {"key": 0}}
    assert anna.patch(f"/imports/{first}", changes).status == 200
    body = {"import_id": first, "name": "Ours", "shared_with": "TEAM"}
    assert anna.post("/imports/mappings", body).status == 201
    assert anna.post("/imports/mappings", body).json["code"] == "imports.mapping_name_taken"

    boris = api("boris")
    second = upload(boris, "plan,key,title,other\nx,B,Bob,1\n").json
    offer = second["offers"][0]
    assert (offer["kind"], offer["name"]) == ("mapping", "Ours")
    mapped = boris.post(f"/imports/{second['id']}/apply", {"mapping_id": offer["id"]}).json
    targets = [column["target"] for column in mapped["columns"]]
    assert targets[1:] == ["party.external_id", "party.name", None]


@pytest.mark.django_db
def test_mappings_are_seen_by_those_they_are_shared_with(api: Api) -> None:
    _, answer = _saved(api("anna"), "id,name\n1,A\n")
    mapping_id = answer.json["id"]
    assert api("boris").get("/imports/mappings").json == []
    for shared_with, seen in (
        ("TEAM", [True, False]),
        ("ALL", [True, True]),
        ("NOBODY", [False] * 2),
    ):
        changed = api("anna").patch(f"/imports/mappings/{mapping_id}", {"shared_with": shared_with})
        assert changed.status == 200
        found = [bool(api(who).get("/imports/mappings").json) for who in ("boris", "viktor")]
        assert found == seen, shared_with
    api("anna").patch(f"/imports/mappings/{mapping_id}", {"shared_with": "ALL"})
    assert api("boris").patch(f"/imports/mappings/{mapping_id}", {"name": "Mine"}).status == 404
    assert api("boris").delete(f"/imports/mappings/{mapping_id}").status == 404
    assert api("anna").delete(f"/imports/mappings/{mapping_id}").status == 204
    assert not SavedMapping.objects.exists()


@pytest.mark.django_db
def test_an_unknown_preset_is_not_found(api: Api) -> None:
    import_id = upload(api("anna"), "id,name\n1,A\n").json["id"]
    assert api("anna").post(f"/imports/{import_id}/apply", {"preset": "x"}).status == 404
