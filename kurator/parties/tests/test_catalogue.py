import pytest
from django.db import connection

from kurator.parties.catalogue import current_catalogue
from kurator.parties.fields import COLLECTION_ROWS
from kurator.parties.steps import STEPS
from kurator.parties.tests.builders import make_attribute, make_party, make_tag

pytestmark = pytest.mark.django_db

BROKEN: list[object] = [
    None,
    True,
    7,
    7.5,
    1e300,
    "x",
    "2025-02-31",
    "infinity",
    "today",
    [],
    {},
    {"a": 1},
]


def test_the_catalogue_follows_attributes_and_tags() -> None:
    assert "attr.plan" not in current_catalogue().fields
    make_attribute("plan", "choice", choices=["a", "b"])
    assert current_catalogue().fields["attr.plan"].spec.choices[1].value == "b"
    tag = make_tag("vip")
    assert current_catalogue().tags[str(tag.id)]["en"] == "vip"


@pytest.mark.parametrize("kind", ["text", "number", "money", "bool", "date", "choice"])
def test_a_broken_value_reads_as_empty_and_never_fails(kind: str) -> None:
    make_attribute("x", kind, choices=["a"])
    spec = current_catalogue().fields["attr.x"].spec
    for value in BROKEN:
        party = make_party(attrs={"x": value})
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {spec.sql} FROM parties_party p WHERE id = %s", [party.id])
            assert len(cursor.fetchall()) == 1


def test_every_field_can_be_read() -> None:
    make_attribute("plan", "choice", choices=["a"], weight=4)
    make_party(phones=["+380671234567"], attrs={"plan": "a"})
    fields = current_catalogue().fields
    columns = [COLLECTION_ROWS.get(code, item.spec.sql) for code, item in fields.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM parties_party p")
        row = dict(zip(fields, cursor.fetchone(), strict=True))
    assert row["party.phone"] == ["+380671234567"]
    assert row["party.completeness"] == 100 * (3 + 4) // (3 + 4 + 2 + 1 + 1)


def test_steps_check_and_tell_what_they_do() -> None:
    make_attribute("plan", "choice", choices=["gold"])
    tag = make_tag("vip")
    steps = {step.code: step for step in STEPS}
    setting = {"field": "attr.plan", "value": "gold"}
    assert not steps["set_attribute"].check(setting)
    assert steps["set_attribute"].check({"field": "attr.plan", "value": "tin"})[0].loc == ("value",)
    assert steps["set_attribute"].check({"field": "attr.nope", "value": 1})[0].loc == ("field",)
    assert steps["set_attribute"].sentence(setting, "ru") == "Установить «Plan»: gold"
    assert not steps["add_tag"].check({"tag": str(tag.id)})
    assert steps["add_tag"].check({"tag": "nope"})
    assert steps["add_tag"].sentence({"tag": str(tag.id)}, "uk") == "Додати тег «vip»"
