"""Names, external ids and contact points of many: each customer gets a value of his own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kurator.bulk.models import BulkRun
from kurator.parties.models import ContactPoint, Party
from kurator.parties.tests.builders import make_attribute, make_contact_point, make_party
from kurator.tracking.models import Change
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
NEW_DOMAIN = {
    "act": "replace",
    "kind": "EMAIL",
    "find": "@old.com",
    "where": "end",
    "new": "@new.com",
}


def preview(client: ApiClient, action: Any, selection: Any = None) -> Any:
    answer = client.post("/bulk/preview", {"selection": selection or {}, "action": action})
    assert answer.status == 200, answer.json
    return answer.json


def start(client: ApiClient, action: Any, selection: Any = None) -> Any:
    answer = client.post("/bulk", {"selection": selection or {}, "action": action})
    assert answer.status == 201, answer.json
    return answer.json


def both(client: ApiClient, action: Any) -> Any:
    """The run does what the preview told."""
    seen = preview(client, action)
    run = start(client, action)
    assert [run[one] for one in ("changed", "refused")] == [seen["changed"], seen["refused"]]
    return run


def names() -> list[Any]:
    return list(Party.objects.order_by("id").values_list("name", flat=True))


def contacts(kind: str = "") -> list[str]:
    found = ContactPoint.objects.order_by("party_id", "position", "id")
    return [one.norm + one.extension for one in (found.filter(kind=kind) if kind else found)]


def undo(client: ApiClient, run: Any) -> Any:
    undone = client.post(f"/changes/{run['id']}/undo", {}).json
    assert undone["refused"] == 0, undone
    return undone


def test_a_part_of_names_is_replaced_in_every_language(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name={"uk": "ТОВ  Зоря", "ru": "ООО  Заря"}, lang="uk")
    make_party(owner=cast.anna, name={"uk": "Інший"}, lang="uk")
    anna, before = api("anna"), names()
    action = {"texts": [
        {"field": "party.name", "rule": "replace", "find": "ТОВ", "where": "start", "new": "ПП"},
        {"field": "party.name", "rule": "trim"},
        {"field": "party.name", "rule": "letters", "letters": "upper", "language": "ru"},
    ]}  # fmt: skip
    seen = preview(anna, action)
    assert [(one["label"], one["old"], one["new"]) for one in seen["samples"][0]["changes"]] == [
        ("Name (ru)", "ООО  Заря", "ООО ЗАРЯ"), ("Name (uk)", "ТОВ  Зоря", "ПП Зоря"),
    ]  # fmt: skip
    run = both(anna, action)
    assert (run["changed"], run["unchanged"]) == (1, 1)
    assert names() == [{"uk": "ПП Зоря", "ru": "ООО ЗАРЯ"}, {"uk": "Інший"}]
    assert run["action"]["texts"][0]["find"] == "ТОВ"
    undo(anna, run)
    assert names() == before


def test_nobody_is_left_without_a_name(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name={"en": "Only"})
    make_party(owner=cast.anna, name={"en": "Two", "uk": "Два"})
    anna = api("anna")
    seen = preview(anna, {"set": {"party.name": {"en": None}}})
    assert (seen["changed"], seen["refused"]) == (1, 1)
    assert seen["reasons"] == [
        {"code": "bulk.nameless", "reason": "No name would be left.", "count": 1}
    ]
    assert seen["refused_samples"][0]["display_name"] == "Only"
    run = both(anna, {"set": {"party.name": {"en": None}, "party.status": "FORMER"}})
    assert names() == [{"en": "Only"}, {"uk": "Два"}]
    # whoever is refused one value keeps all others, too
    assert list(Party.objects.order_by("id").values_list("status", flat=True)) == [
        "ACTIVE",
        "FORMER",
    ]
    (refused,) = anna.get(f"/bulk/{run['id']}/refused").json
    assert (refused["code"], refused["fields"]) == ("bulk.nameless", ["party.name"])
    anna.patch("/session", {"language": "uk"})
    assert anna.get(f"/bulk/{run['id']}/refused").json[0]["reason"] == "Не лишилося б назви."


def test_external_ids_get_another_prefix_and_stay_unique(api: Api, cast: Cast) -> None:
    for external_id in ("OLD-1", "OLD-2", "old-2", "NEW-1", None):
        make_party(owner=cast.anna, external_id=external_id)
    make_party(owner=cast.viktor, external_id="NEW-9")
    make_party(owner=cast.anna, external_id="OLD-9")
    anna = api("anna")
    rule = {
        "field": "party.external_id",
        "rule": "replace",
        "find": "old-",
        "where": "start",
        "new": "NEW-",
    }
    seen = preview(anna, {"texts": [rule]})
    # taken by his own, by another of the change, and by one out of sight
    assert (seen["changed"], seen["refused"], seen["unchanged"]) == (1, 3, 2)
    run = both(anna, {"texts": [rule]})
    mine = Party.objects.filter(owner_id=cast.anna.id).order_by("id")
    assert list(mine.values_list("external_id", flat=True)) == [
        "OLD-1", "NEW-2", "old-2", "NEW-1", None, "OLD-9",
    ]  # fmt: skip
    undo(anna, run)
    assert "NEW-2" not in mine.values_list("external_id", flat=True)


def test_an_external_id_that_is_taken_in_the_meantime_is_refused(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody takes it between the look and the write."""
    from kurator.bulk.selectors import plans

    make_party(owner=cast.anna, external_id="a")
    make_party(owner=cast.anna, external_id="b")
    make_party(owner=cast.viktor, external_id="A")
    monkeypatch.setattr(plans, "find_taken", lambda _: set())
    rule = {"field": "party.external_id", "rule": "letters", "letters": "upper"}
    run = start(api("anna"), {"texts": [rule]})
    assert (run["changed"], run["refused"]) == (1, 1)
    found = Party.objects.filter(owner_id=cast.anna.id).order_by("id")
    assert list(found.values_list("external_id", flat=True)) == ["a", "B"]


def test_other_texts_by_rules(api: Api, cast: Cast) -> None:
    make_attribute("note")
    make_party(owner=cast.anna, tax_id="UA 123", attrs={"note": "call  later"})
    make_party(owner=cast.anna, attrs={"note": "UA"})
    anna = api("anna")
    action = {"texts": [
        {"field": "party.tax_id", "rule": "replace", "find": "UA ", "where": "start"},
        {"field": "attr.note", "rule": "trim"},
        {"field": "attr.note", "rule": "replace", "find": "ua", "where": "whole"},
    ]}  # fmt: skip
    run = both(anna, action)
    facts = list(Party.objects.order_by("id").values_list("tax_id", "attrs"))
    assert facts == [("123", {"note": "call later"}), ("", {})]
    undo(anna, run)
    facts = list(Party.objects.order_by("id").values_list("tax_id", "attrs"))
    assert facts == [("UA 123", {"note": "call  later"}), ("", {"note": "UA"})]


def test_too_long_a_text_is_refused(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name="a" * 400)
    rule = {"field": "party.name", "rule": "replace", "find": "a", "new": "bb"}
    run = both(api("anna"), {"texts": [rule]})
    assert (run["changed"], run["refused"]) == (0, 1)


def test_a_phone_is_added_as_the_card_would_read_it(api: Api, cast: Cast) -> None:
    has = make_party(owner=cast.anna, phones=["+380671112233"])
    lacks = make_party(owner=cast.anna, phones=["+380509998877"])
    abroad = make_party(owner=cast.anna, time_zone="Europe/London")
    anna = api("anna")
    edit = {
        "act": "add",
        "kind": "PHONE",
        "value": "067 111-22-33 доб. 5",
        "label": "office",
        "is_preferred": True,
    }
    seen = preview(anna, {"contacts": [edit]})
    assert {str(one["changes"]) for one in seen["samples"]} == {
        "[{'field': 'party.contact:PHONE', 'label': 'Phone', 'old': None, 'new': '+380671112233 #5 ★'}]"
    }
    run = both(anna, {"contacts": [edit]})
    assert run["changed"] == 3
    new = ContactPoint.objects.filter(extension="5")
    assert set(new.values_list("party_id", "label", "is_preferred", "norm")) == {
        (one.id, "office", True, "380671112233") for one in (has, lacks, abroad)
    }
    assert (
        anna.post("/bulk", {"selection": {}, "action": {"contacts": [edit]}}).json["changed"] == 0
    )
    assert (
        Change.objects.filter(entity="contact_point", operation="I", party_id=abroad.id).count()
        == 1
    )
    undo(anna, run)
    assert contacts() == ["380671112233", "380509998877"]


def test_adding_as_preferred_takes_the_mark_from_the_others(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, emails=["a@x.com", "b@x.com"])
    ContactPoint.objects.filter(norm="a@x.com").update(is_preferred=True)
    edit = {"act": "add", "kind": "EMAIL", "value": "B@x.com", "is_preferred": True}
    run = both(api("anna"), {"contacts": [edit]})
    assert run["changed"] == 1
    found = ContactPoint.objects.filter(party=party, is_preferred=True)
    assert list(found.values_list("norm", flat=True)) == ["b@x.com"]
    undo(api("anna"), run)
    assert list(found.values_list("norm", flat=True)) == ["a@x.com"]


def test_a_number_is_read_in_the_country_of_the_customer(api: Api, cast: Cast) -> None:
    """A short number that only some countries know is refused to the others."""
    make_party(owner=cast.anna, time_zone="Europe/Kyiv", emails=["k@old.com"])
    make_party(owner=cast.anna, time_zone="Europe/Berlin", phones=["+4930123456"])
    rule = {"act": "replace", "kind": "PHONE", "find": "+49", "where": "start", "new": "+38"}
    run = both(api("anna"), {"contacts": [rule]})
    assert (run["changed"], run["refused"], run["unchanged"]) == (0, 1, 1)
    (refused,) = api("anna").get(f"/bulk/{run['id']}/refused").json
    assert (refused["code"], refused["fields"]) == ("parties.not_a_phone", ["party.phone"])


def test_the_domain_of_addresses_is_replaced(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, emails=["Ann@OLD.com", "x@old.com.ua"])
    make_party(owner=cast.anna, emails=["bob@old.com", "bob@new.com"])
    make_party(owner=cast.anna, emails=["eve@other.com"])
    hers = make_party(owner=cast.viktor, emails=["v@old.com"])
    anna = api("anna")
    seen = preview(anna, {"contacts": [NEW_DOMAIN]})
    assert (seen["selected"], seen["changed"], seen["refused"], seen["unchanged"]) == (3, 1, 1, 1)
    assert seen["samples"][0]["changes"] == [
        {
            "field": "party.contact:EMAIL",
            "label": "E-mail",
            "old": "Ann@OLD.com",
            "new": "Ann@new.com",
        }
    ]
    assert seen["reasons"][0]["code"] == "bulk.contact_there"
    run = both(anna, {"contacts": [NEW_DOMAIN]})
    assert contacts() == [
        "ann@new.com", "x@old.com.ua", "bob@old.com", "bob@new.com", "eve@other.com", "v@old.com",
    ]  # fmt: skip
    assert ContactPoint.objects.get(party=hers).norm == "v@old.com"
    point = ContactPoint.objects.get(norm="ann@new.com")
    note = Change.objects.filter(entity_id=point.id).latest("id")
    told = (note.personal or {})["party.contact"]
    assert (note.operation, told) == ("U", ["Ann@OLD.com", "Ann@new.com"])
    undo(anna, run)
    assert ContactPoint.objects.get(id=point.id).norm == "ann@old.com"


def test_the_prefix_of_phones_is_replaced_and_extensions_stay(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    make_contact_point(party, "+380671112233", extension="801")
    rule = {"act": "replace", "kind": "PHONE", "find": "+38067", "where": "start", "new": "+38097"}
    assert both(api("anna"), {"contacts": [rule]})["changed"] == 1
    point = ContactPoint.objects.get()
    assert (point.value, point.norm, point.extension) == ("+380971112233", "380971112233", "801")


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        ({"kind": "EMAIL"}, ["380671112233"]),
        ({"kind": "EMAIL", "value": "A@old.com"}, ["380671112233", "b@new.com"]),
        ({"kind": "EMAIL", "find": "@OLD.com", "where": "end"}, ["380671112233", "b@new.com"]),
        ({"kind": "EMAIL", "label": "Work"}, ["380671112233", "a@old.com"]),
        ({"kind": "PHONE", "value": "067 111 22 33"}, ["a@old.com", "b@new.com"]),
        ({"kind": "ADDRESS"}, ["380671112233", "a@old.com", "b@new.com"]),
    ],
)
def test_contacts_are_removed_by_kind_value_part_and_note(
    api: Api, cast: Cast, edit: Any, left: list[str]
) -> None:
    make_party(owner=cast.anna, phones=["+380671112233"], emails=["a@old.com", "b@new.com"])
    ContactPoint.objects.filter(norm="b@new.com").update(label="work")
    seen = preview(api("anna"), {"contacts": [{"act": "remove", **edit}]})
    assert seen["changed"] == (1 if len(left) < 3 else 0)
    if seen["changed"]:
        run = start(api("anna"), {"contacts": [{"act": "remove", **edit}]})
        assert sorted(contacts()) == left
        undo(api("anna"), run)
    assert len(contacts()) == 3


def test_other_kinds_of_contacts(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna)
    edits = [
        {"act": "add", "kind": "WEBSITE", "value": "example.com"},
        {"act": "add", "kind": "ADDRESS", "value": "Kyiv, Khreshchatyk 1"},
        {"act": "add", "kind": "MESSENGER", "value": "@ann"},
        {"act": "replace", "kind": "ADDRESS", "find": "Kyiv", "new": "Lviv"},
    ]
    seen = preview(api("anna"), {"contacts": edits})
    assert [(one["label"], one["new"]) for one in seen["samples"][0]["changes"]] == [
        ("Website", "example.com"), ("Address", "Lviv, Khreshchatyk 1"), ("Messenger", "@ann"),
    ]  # fmt: skip
    assert both(api("anna"), {"contacts": edits})["changed"] == 1
    assert contacts("ADDRESS") == ["lviv, khreshchatyk 1"]


def test_a_large_one_goes_on_in_portions_and_tells_who_stayed(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    for n in range(10):
        make_party(owner=cast.anna, emails=[f"u{n}@old.com"], external_id=f"e{n}")
    Party.objects.filter(external_id="e3").update(external_id="E4")
    anna = api("anna")
    action = {
        "set": {"party.status": "FORMER"},
        "contacts": [NEW_DOMAIN],
        "texts": [{"field": "party.external_id", "rule": "letters", "letters": "upper"}],
    }
    run = start(anna, action)
    assert (run["status"], run["total"]) == ("RUNNING", 10)
    in_background()
    after = anna.get(f"/bulk/{run['id']}").json
    assert (after["status"], after["changed"], after["refused"]) == ("DONE", 9, 1)
    assert ContactPoint.objects.filter(norm__endswith="@new.com").count() == 9
    assert Party.objects.filter(status="FORMER").count() == 9
    assert BulkRun.objects.get(id=run["id"]).done == 10
    undone = anna.post(f"/changes/{run['id']}/undo", {}).json
    in_background()
    assert anna.get(f"/bulk/{undone['id']}").json["changed"] == 9
    assert ContactPoint.objects.filter(norm__endswith="@old.com").count() == 10
    assert set(Party.objects.values_list("external_id", flat=True)) == {
        *(f"e{n}" for n in range(10) if n != 3), "E4",
    }  # fmt: skip


def test_what_others_changed_since_is_a_conflict_of_the_undo(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="old name", emails=["a@old.com"])
    anna = api("anna")
    action = {
        "texts": [{"field": "party.name", "rule": "letters", "letters": "words"}],
        "contacts": [NEW_DOMAIN],
    }
    run = start(anna, action)
    boris = api("boris")
    body = {"set": {"party.name": "His name"}, "base": {}}
    assert boris.patch(f"/parties/{party.id}", body).status == 200
    seen = anna.post(f"/changes/{run['id']}/undo/preview").json
    assert (seen["undone"], seen["conflicts"]) == (1, 1)
    undone = anna.post(f"/changes/{run['id']}/undo", {}).json
    assert (undone["changed"], undone["refused"]) == (1, 1)
    party.refresh_from_db()
    assert (party.display_name, contacts()) == ("His name", ["a@old.com"])


def test_one_portion_takes_as_many_statements_as_ten_customers(api: Api, cast: Cast) -> None:
    from kurator.bulk.services import applying
    from kurator.bulk.types import Action, ContactEdit, Pattern, TextEdit

    action = Action(
        texts=[TextEdit("party.name", "trim")],
        contacts=[
            ContactEdit("replace", "EMAIL", pattern=Pattern("@old.com", "end"), new="@new.com"),
            ContactEdit("add", "PHONE", "+380671112233"),
        ],
    )
    from datetime import UTC, datetime

    from django.test.utils import CaptureQueriesContext

    from kurator.access.selectors import find_viewer

    viewer = find_viewer(cast.anna.id)
    assert viewer is not None
    counts = []
    for amount in (2, 20):
        made = [
            make_party(owner=cast.anna, name="a  b", emails=[f"{amount}{n}@old.com"])
            for n in range(amount)
        ]
        with CaptureQueriesContext(connection) as seen:
            outcome = applying.apply_action(
                viewer=viewer,
                action=action,
                ids=[one.id for one in made],
                offset=0,
                now=datetime(2026, 1, 1, tzinfo=UTC),
            )
        assert len(outcome.changed) == amount
        counts.append(len(seen))
    assert counts[0] == counts[1]
