from datetime import UTC, datetime
from uuid import UUID

import pytest

from kurator.parties.contact_values import read_phone
from kurator.parties.models import ContactPoint, Party
from kurator.parties.services.bulk_upsert import PartyUpsert, UpsertResult, upsert_parties
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.tracking.models import Change

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def upsert(*rows: PartyUpsert, owners: list[UUID] | None = None) -> UpsertResult:
    return upsert_parties(viewer_owner_ids=owners, rows=rows, now=NOW)


def test_new_known_unchanged_and_refused_rows() -> None:
    make_attribute("plan", "choice", choices=["a", "b"])
    make_attribute("debt", "money", currency="UAH")
    tag = make_tag()
    phone = read_phone("067 123 45 67", zone="Europe/Kyiv")
    owner = UUID(int=7)
    first = PartyUpsert("A", {"attr.plan": "a", "party.name": "Anna"}, [phone], owner_id=owner)
    second = PartyUpsert("B", {"attr.plan": "b", "attr.debt": 100})
    result = upsert(first, second, PartyUpsert("C", {"attr.plan": "x"}), PartyUpsert("A", {}))
    assert (result.created, result.updated, result.unchanged) == (2, 0, 0)
    assert [(i, p.loc, p.code) for i, p in result.refused] == [
        (2, ("attr.plan",), "parties.unknown_choice"),
        (3, ("party.external_id",), "parties.external_id_twice"),
    ]
    assert Party.objects.get(external_id="B").display_name == "B"

    again = upsert(first, PartyUpsert("B", {"attr.debt": None, "attr.plan": "a"}, tags=[tag.id]))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Party.objects.get(external_id="B").attrs == {"plan": "a"}
    party = Party.objects.get(external_id="A")
    assert (party.owner_id, party.version, party.attrs) == (owner, 1, {"plan": "a"})
    assert ContactPoint.objects.filter(party=party).count() == 1


def test_customers_of_others_are_refused() -> None:
    party = make_party(owner=UUID(int=5), external_id="A")
    result = upsert(PartyUpsert("A", {"party.status": "FORMER"}), owners=[UUID(int=6)])
    assert result.refused[0][1].code == "parties.external_id_taken"
    party.refresh_from_db()
    assert party.status == "ACTIVE"


def test_an_import_is_in_the_history() -> None:
    party = make_party(external_id="A", attrs={"kept": 1})
    make_attribute("size", "number")
    upsert(PartyUpsert("A", {"attr.size": 5}))
    change = Change.objects.filter(party_id=party.id, operation="U").get()
    assert change.diff == {"attr.size": [None, 5]}


def test_rows_without_an_external_id_are_always_new() -> None:
    row = PartyUpsert(None, {"party.name": "Anna"})
    assert upsert(row, row).created == 2
    nameless = upsert(PartyUpsert(None, {}))
    assert nameless.refused[0][1].loc == ("party.name",)
