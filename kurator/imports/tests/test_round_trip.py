"""What an export took out an import puts back, and changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kurator.exports.tests.builders import csv_rows, fetched, made
from kurator.imports.tests.builders import counts, started, upload
from kurator.kernel.defuse import is_formula
from kurator.parties.models import Attribute, ContactPoint, Party
from kurator.parties.tests.builders import make_attribute, make_contact_point, make_party, make_tag
from kurator.tracking.models import Change
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = [
    "=1+1", "'=1+1", "''=1+1", "'plain", "+380671234567", "+380 67 123 45 67",
    "'+380 67 123 45 67", "-5", "+1", "@SUM(A1)", "00123", "1.234", "3.8E+11", "31.12.2020",
    "12345678901234567890", "a, b; c|d", 'He said "no"', "one\r\ntwo\nthree", "_x0041_", "true",
    "n/a", "—", "＝1", "\u200b=1", "#1", "x" * 2_000,
]  # fmt: skip
NUMBERS = [0, -5.5, 1.234, 123.456, -1.234, 1234567.891, 1e-7, 999_999_999_999, 0.1]
MONEY = [0, 5, -1250, 123_400, 99_999_999_999]
DATES = ["2024-02-29", "1890-05-05", "1900-01-01", "2099-12-31"]
NAMES: list[dict[str, str]] = [
    {"uk": "Ірина Козаченко"}, {"ru": "Фёдор", "uk": "Федір"}, {"en": "=cmd|' /C calc'!A0"},
    {"en": "Anna  Maria\u00a0Smith"}, {"ru": "ООО «Ромашка», филиал"}, {"en": "+1 Company"},
]  # fmt: skip
PHONES = [
    ["+380671234567"], ["+79991234567", "+12015550123"], ["+442079460958"], ["+37069912345"],
]  # fmt: skip
EMAILS = [["a@example.com"], ["+tag@example.com", "UPPER@Example.com"], ["-x@example.com"], []]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


def _base(cast: Cast) -> None:
    for code in ("text", "number", "bool", "date"):
        make_attribute(code, kind=code)
    make_attribute("fee", kind="money", currency="UAH")
    plan = make_attribute("plan", kind="choice", choices=["a", "b", "c", "d"])
    labels = ("+1 year", "no, thanks", "The same", "The same")
    for choice, label in zip(plan.choices, labels, strict=True):
        choice["label"] = {"en": label, "ru": label, "uk": label}
    plan.save()
    tags = [make_tag(name) for name in ("gold", "a, b", "+vip", "b")]
    for number, text in enumerate(TEXTS):
        party = make_party(
            owner=(cast.anna, cast.boris)[number % 2],
            name=NAMES[number % len(NAMES)],
            lang=next(iter(NAMES[number % len(NAMES)])),
            kind=("PERSON", "ORGANIZATION")[number % 2],
            status=("NEW", "ACTIVE", "LEAVING", "SLEEPING", "FORMER")[number % 5],
            external_id=f"={number}" if number % 2 else f"000{number}",
            tax_id="0012345678" if number % 3 else "",
            birth_date=date(1980, 1, 13) if number % 4 else None,
            time_zone=("Europe/Kyiv", "Asia/Almaty")[number % 2],
            attrs={
                "text": text,
                "number": NUMBERS[number % len(NUMBERS)],
                "fee": MONEY[number % len(MONEY)],
                "bool": number % 2 == 0,
                "date": DATES[number % len(DATES)],
                "plan": "abcd"[number % 4],
            },
            phones=PHONES[number % len(PHONES)],
            emails=EMAILS[number % len(EMAILS)],
            tags=[tags[number % 4], tags[(number + 1) % 4]],
        )
        if number % 5 == 0:
            make_contact_point(party, "+380441234567", extension="801")


def _all_columns(client: ApiClient) -> list[str]:
    fields = client.get("/fields").json
    return [field["code"] for field in fields]


def _state() -> list[Any]:
    return [
        list(Party.objects.order_by("id").values()),
        list(ContactPoint.objects.order_by("id").values()),
        list(Attribute.objects.order_by("code").values()),
        Change.objects.count(),
    ]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("file_format", ["CSV", "XLSX"])
def test_every_field_comes_back_as_it_was(
    api: Api, cast: Cast, file_format: str, language: str
) -> None:
    _base(cast)
    anna = api("anna")
    anna.patch("/session", {"language": language})
    columns = _all_columns(anna)
    assert {"party.name", "party.phone", "party.owner", "attr.fee", "party.number"} <= {*columns}
    done = made(anna, format=file_format, query={"columns": columns})
    before, last = _state(), Change.objects.latest("id").id
    answer = upload(anna, fetched(anna, done["id"]), f"export.{file_format.lower()}")
    one = answer.json
    assert [question for question in one["questions"] if question["is_required"]] == []
    assert [c["header"] for c in one["columns"] if isinstance(c["target"], dict)] == []
    over = started(anna, one["id"])
    assert over["problems"] == []
    assert list(Change.objects.filter(id__gt=last).values_list("diff", flat=True)) == []
    assert counts(over) == (0, 0, len(TEXTS), 0)
    assert _state() == before


def test_phones_in_a_file_are_neither_formulas_nor_numbers(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="Ann", phones=["+380671234567", "+12015550123"])
    make_contact_point(party, "+37069912345", extension="12")
    done = made(api("anna"), query={"columns": ["party.phone"]})
    cell = csv_rows(fetched(api("anna"), done["id"]))[1][0]
    assert cell == "+380 67 123 45 67, +1 201 555 01 23, +370 6 991 23 45 #12"
    assert not is_formula(cell)


def test_heads_of_an_export_in_a_file_of_others_become_attributes(api: Api, cast: Cast) -> None:
    anna = api("anna")
    text = "External id,Number,Shoe\n" + "".join(f"{n},x{n}y,red\n" for n in range(20))
    targets = [column["target"] for column in upload(anna, text).json["columns"]]
    assert isinstance(targets[1], dict)
