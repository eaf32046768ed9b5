"""Files as other programs write them: found, mapped as they are meant, imported."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kurator.imports.rules.presets import attributes, fitting, presets
from kurator.imports.tests.builders import counts, started, upload
from kurator.parties.models import ContactPoint, Party
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
FOLDER = Path(__file__).with_name("exports")
NAMES = {
    "amocrm_contacts_en": ["Grace Hopper", "Alan Turing"],
    "amocrm_contacts_ru": ["Ада Лавлейс", "Заявка с сайта", "ООО «Ромашка»"],
    "bitrix24_companies_ru": ["ООО «Ромашка»", "ИП Ёжиков"],
    "bitrix24_contacts_en": ["Grace Hopper", "Alan M. Turing"],
    "bitrix24_contacts_ru": ["Ада Августовна Лавлейс", "Фёдор Щукин"],
    "dynamics365_accounts": ["Fourth Coffee (sample)", "Litware, Inc."],
    "dynamics365_contacts": ["Yvonne McKay (sample)", "Susanna Stubberod (sample)"],
    "dynamics365_contacts_ru": ["Ивонна Маккей", "Пётр Ёж"],
    "espocrm_accounts": ["Press", "ТОВ Друк"],
    "espocrm_contacts": ["Lesia Ukrainka", "Ivan Franko"],
    "espocrm_contacts_ru": ["Леся Украинка", "Иван Франко"],
    "hubspot_companies": ["Halych Textile", "ТОВ «Сяйво»"],
    "hubspot_contacts": ["Koval Iryna", "Дубко Олег", "253"],
    "odoo_partners": ["Azure Interior", "Brandon Freeman"],
    "odoo_partners_ru": ["Лазурный интерьер", "Брендон Фримен"],
    "pipedrive_organizations": ["Bondar & Co", "ФОП Швець"],
    "pipedrive_persons": ["Nadiia Bondar", "Пётр Ёлкин"],
    "pipedrive_persons_ru": ["Надежда Бондарь", "Пётр Ёлкин"],
    "salesforce_accounts": ["Dnipro Steel", "Burlington"],
    "salesforce_contacts": ["Moroz Tetiana", "Zadorozhnyi", "Лавлейс Ада"],
    "salesforce_contacts_report": ["Tetiana Moroz", "Zadorozhnyi"],
    "suitecrm_accounts": ["X-Sell Holdings", "Smallville Resources"],
    "suitecrm_contacts": ["Taras Hnatiuk", "Olha Sych"],
    "suitecrm_contacts_ru": ["Тарас Гнатюк", "Ольга Сыч"],
    "zoho_accounts": ["Palimpsests", "Sixties"],
    "zoho_contacts": ["Vasyl Stus", "Symonenko"],
}


def _preset_of(name: str) -> str:
    return name.removesuffix("_ru").removesuffix("_en").removesuffix("_report")


def _content(name: str) -> tuple[bytes, str]:
    """Dynamics writes workbooks; what stands in one is kept as text here."""
    raw = (FOLDER / f"{name}.csv").read_bytes()
    if not name.startswith("dynamics"):
        return raw, f"{name}.csv"
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("My Active Contacts")
        sheet.set_column(0, 2, None, None, {"hidden": True})
        for row, cells in enumerate(csv.reader(io.StringIO(raw.decode()))):
            sheet.write_row(row, 0, cells)
        book.add_worksheet("hiddenSheet").hide()
    return kept.getvalue(), f"{name}.xlsx"


def _imported(anna: ApiClient, name: str) -> dict[str, Any]:
    made = upload(anna, *_content(name))
    assert made.status == 201, made.json
    preset = _preset_of(name)
    assert [one["id"] for one in made.json["offers"]][:1] == [preset]
    mapped = anna.post(f"/imports/{made.json['id']}/apply", {"preset": preset})
    assert mapped.status == 200, mapped.json
    country = {"options": {"phone_country": "RU" if name == "bitrix24_contacts_ru" else "UA"}}
    mapped = anna.patch(f"/imports/{made.json['id']}", country)
    for question in mapped.json["questions"]:
        assert not question["is_required"], question
    return started(anna, made.json["id"])


def test_each_preset_has_a_file_that_its_program_wrote() -> None:
    assert {_preset_of(name) for name in NAMES} == {one.code for one in presets()}
    assert {path.stem for path in FOLDER.iterdir()} == NAMES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_file_of_another_program_comes_in(api: Api, name: str) -> None:
    one = _imported(api("anna"), name)
    assert counts(one)[:3] == (len(NAMES[name]), 0, 0), one["problems"]
    parties = {p.display_name: p for p in Party.objects.exclude(external_id=None)}
    assert set(NAMES[name]) <= parties.keys()
    kind = (
        "ORGANIZATION" if "accounts" in name or "compan" in name or "organiz" in name else "PERSON"
    )
    assert {parties[one].kind for one in NAMES[name] if one != "ООО «Ромашка»"} <= {kind}
    made = {code for p in parties.values() for code in p.attrs}
    noise = ("created", "modified", "owner", "assigned", "sozdan", "yzmen", "checksum", "deleted")
    assert not [code for code in made if any(word in code for word in noise)], made


def _party(external_id: str) -> Party:
    return Party.objects.get(external_id=external_id)


def _contacts(party: Party) -> set[str]:
    found = ContactPoint.objects.filter(party=party).values_list("value", flat=True)
    return {value.replace(" ", "") for value in found}


@pytest.mark.django_db
def test_what_a_preset_does_not_know_is_kept_as_it_looks(api: Api) -> None:
    one = _imported(api("anna"), "hubspot_contacts")
    iryna = _party("251")
    assert iryna.attrs["renewal_month"]
    assert iryna.attrs["sviaz_s_1s"] == "К-000017"
    assert iryna.attrs["no_emails"] is False
    assert str(iryna.birth_date) == "1990-05-17"
    assert _contacts(iryna) == {
        "+380671112233", "+380501112233", "iryna.koval@example.com", "i.koval@example.net",
    }  # fmt: skip
    assert [(p["row"], p["header"]) for p in one["problems"]] == [(5, "Email")]


@pytest.mark.django_db
def test_people_and_companies_of_one_list_are_told_apart(api: Api) -> None:
    _imported(api("anna"), "amocrm_contacts_ru")
    assert [_party(key).kind for key in ("31456789", "31456791")] == ["PERSON", "ORGANIZATION"]
    assert "+380671112233" in _contacts(_party("31456789"))
    assert _party("31456790").attrs["comment"] == "Перезвонить"


@pytest.mark.django_db
def test_what_others_forbade_is_kept(api: Api) -> None:
    _imported(api("anna"), "suitecrm_contacts")
    found = {p.attrs["do_not_call"] for p in Party.objects.filter(external_id__startswith="7f1c")}
    assert found == {True, False}


@pytest.mark.parametrize(
    "heads",
    [
        ["id", "name", "phone", "email"],
        ["ID", "Имя", "Фамилия", "Телефон", "Город"],
        ["First Name", "Last Name", "Email", "Phone", "City", "Country"],
    ],
)
def test_a_plain_table_is_no_export_of_another_program(heads: list[str]) -> None:
    assert fitting(heads) == []


def test_columns_of_the_firm_do_not_hide_the_program() -> None:
    heads = _content("hubspot_contacts")[0].decode().splitlines()[0].replace('"', "").split(",")
    own = [f"Our column {number}" for number in range(200)]
    assert fitting([*heads, *own])[0].code == "hubspot_contacts"


def test_of_two_heads_of_one_field_the_better_is_taken() -> None:
    hubspot = next(one for one in presets() if one.code == "hubspot_companies")
    heads = ["Company Domain Name", "Company name", "Website URL", "Record ID", "Renewal"]
    assert hubspot.targets(heads) == {
        0: None, 1: "party.name", 2: "website", 3: "party.external_id",
    }  # fmt: skip
    assert "website" in attributes()
