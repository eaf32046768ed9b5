from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from kurator.parties.models import Party, PartyTag
from kurator.parties.selectors.facts import read_facts
from kurator.parties.services.bulk_values import set_values_bulk
from kurator.parties.steps import STEPS
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.platform.steps import StepRun
from kurator.tracking.models import Change
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def run(code: str, parties: Sequence[Party], **parameters: Any) -> None:
    step = next(step for step in STEPS if step.code == code)
    assert not step.check(parameters)
    runs = [
        StepRun(str(party.id), party.id, uuid4(), {"en": "S"}, {"en": "T"}, NOW)
        for party in parties
    ]
    step.run(runs, parameters, NOW)


def test_a_value_is_set_for_all_at_once_and_other_attributes_stay() -> None:
    make_attribute("plan", "choice", choices=["gold"])
    parties = [make_party(attrs={"kept": n}) for n in range(3)]
    run("set_attribute", parties, field="attr.plan", value="gold")
    run("set_attribute", parties, field="attr.plan", value="gold")
    assert [p.attrs for p in Party.objects.order_by("number")] == [
        {"kept": n, "plan": "gold"} for n in range(3)
    ]
    assert Change.objects.filter(operation="U").count() == 3
    run("set_attribute", parties, field="attr.plan", value=None)
    assert Party.objects.order_by("number")[0].attrs == {"kept": 0}


def test_tags_come_and_go_once() -> None:
    tag = make_tag()
    parties = [make_party(), make_party(tags=[tag])]
    run("add_tag", parties, tag=str(tag.id))
    run("add_tag", parties, tag=str(tag.id))
    assert PartyTag.objects.count() == 2
    run("remove_tag", parties, tag=str(tag.id))
    assert PartyTag.objects.count() == 0


def test_an_owner_is_assigned(cast: Cast) -> None:
    party = make_party()
    run("assign_owner", [party], user=str(cast.anna.id))
    party.refresh_from_db()
    assert party.owner_id == cast.anna.id
    step = next(step for step in STEPS if step.code == "assign_owner")
    assert step.sentence({"user": str(cast.anna.id)}, "en") == "Assign to Anna Test"
    assert step.check({"user": str(party.id)})[0].loc == ("user",)


def test_facts_are_python_values() -> None:
    make_attribute("rate", "number")
    tag = make_tag()
    party = make_party(attrs={"rate": 1.5}, tags=[tag], phones=["380671234567"])
    facts = read_facts([party.id])[party.id]
    assert facts["attr.rate"] == Decimal("1.5")
    assert facts["party.owner"] is None
    assert facts["party.tags"] == [tag.id]
    assert facts["party.phone"] == ["+380671234567"]
    assert facts["party.time_zone"] == "Europe/Kyiv"


def test_owners_limit_a_bulk_change() -> None:
    mine, other = make_party(owner=UUID(int=1)), make_party(owner=UUID(int=2))
    ids = [mine.id, other.id]
    values = {"party.status": "FORMER"}
    assert set_values_bulk(party_ids=ids, values=values, owner_ids=[UUID(int=1)]) == 1
    other.refresh_from_db()
    assert other.status == "ACTIVE"
