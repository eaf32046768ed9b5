"""What a list does not have: tags, choices and colleagues are added, left out, or refuse the row."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.access.tests.builders import grant_permissions
from kurator.bulk.models import BulkRun
from kurator.imports.tests.builders import counts, started, upload
from kurator.parties.models import Party, PartyTag, Tag
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db
FILE = "id,name,tags\n1,Ann,VIP; New\n2,Bob,new\n3,Cyd,VIP\n4,Dan,\n5,Eve,Other\n"


def make_tag(code: str, name: str, *, is_active: bool = True) -> Tag:
    return Tag.objects.create(code=code, name={"en": name}, is_active=is_active)


def _column(one: dict[str, Any], target: str = "party.tags") -> dict[str, Any]:
    return next(column for column in one["columns"] if column["target"] == target)


def _answer(client: ApiClient, one: dict[str, Any], answer: str, place: int = 2) -> dict[str, Any]:
    change = {"columns": [{"index": place, "options": {"new_choices": answer}}]}
    changed = client.patch(f"/imports/{one['id']}", change)
    assert changed.status == 200, changed.json
    found: dict[str, Any] = client.post(f"/imports/{one['id']}/check").json
    return found


def _tags(external_id: str) -> set[str]:
    found = PartyTag.objects.filter(party__external_id=external_id).values_list(
        "tag__name", flat=True
    )
    return {next(iter(name.values())) for name in found}


def test_unknown_tags_are_named_with_their_rows_and_asked_about(api: Api) -> None:
    make_tag("vip", "VIP")
    one = upload(api("anna"), FILE).json
    question = next(asked for asked in one["questions"] if asked["code"] == "new_choices")
    assert "New (2), Other (1)" in question["text"]
    assert [answer["value"] for answer in question["answers"]] == ["add", "leave_out", "refuse"]
    assert _column(one)["unknown"] == [{"value": "New", "rows": 2}, {"value": "Other", "rows": 1}]


def test_unanswered_they_refuse_their_rows(api: Api) -> None:
    make_tag("vip", "VIP")
    anna = api("anna")
    one = upload(anna, FILE).json
    checked = anna.post(f"/imports/{one['id']}/check").json["check"]
    assert (checked["created"], checked["refused"]) == (2, 3)


def test_tags_are_added_and_a_dry_run_adds_none(api: Api, cast: Cast) -> None:
    make_tag("vip", "VIP")
    make_party(owner=cast.anna, name="Bob", external_id="2")
    anna = api("anna")
    one = _answer(anna, upload(anna, FILE).json, "add")
    assert (one["check"]["created"], one["check"]["updated"], one["check"]["refused"]) == (4, 1, 0)
    assert (Tag.objects.count(), one["questions"]) == (1, [])

    done = started(anna, one["id"])
    assert counts(done) == (4, 1, 0, 0)
    assert _column(done)["added"] == ["New", "Other"]
    assert (_tags("1"), _tags("2"), _tags("5")) == ({"VIP", "New"}, {"New"}, {"Other"})


def test_a_retired_tag_comes_back_into_use(api: Api) -> None:
    make_tag("new", "New", is_active=False)
    anna = api("anna")
    one = _answer(anna, upload(anna, "id,name,tags\n1,Ann,New\n").json, "add")
    started(anna, one["id"])
    assert (Tag.objects.get().is_active, _tags("1")) == (True, {"New"})


def test_left_out_they_leave_the_other_tags_of_the_row(api: Api) -> None:
    make_tag("vip", "VIP")
    anna = api("anna")
    one = _answer(anna, upload(anna, FILE).json, "leave_out")
    assert (one["check"]["created"], one["check"]["refused"]) == (5, 0)
    assert {problem["row"] for problem in one["problems"]} == {2, 3, 6}
    started(anna, one["id"])
    assert (Tag.objects.count(), _tags("1"), _tags("2")) == (1, {"VIP"}, set())


def test_whoever_may_not_define_tags_may_not_add_them(api: Api) -> None:
    grant_permissions(role_code="TEST_TEAM", permissions={"tags.manage": False})
    anna = api("anna")
    one = upload(anna, FILE).json
    question = next(asked for asked in one["questions"] if asked["code"] == "new_choices")
    assert [answer["value"] for answer in question["answers"]] == ["leave_out", "refuse"]
    change = {"columns": [{"index": 2, "options": {"new_choices": "add"}}]}
    refused = anna.patch(f"/imports/{one['id']}", change)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "imports.may_not_add")


def test_a_right_that_is_gone_since_adds_nothing(api: Api) -> None:
    anna = api("anna")
    one = _answer(anna, upload(anna, FILE).json, "add")
    grant_permissions(role_code="TEST_TEAM", permissions={"tags.manage": False})
    refused = anna.post(f"/imports/{one['id']}/run")
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "imports.may_not_add")
    assert not Tag.objects.exists()


def test_a_tag_of_a_name_with_a_comma_is_known(api: Api) -> None:
    make_tag("smith", "Smith, partners")
    one = upload(api("anna"), 'id,name,tags\n1,Ann,"Smith, partners, New"\n').json
    assert _column(one)["unknown"] == [{"value": "New", "rows": 1}]


def test_colleagues_that_are_none_are_left_out_but_not_added(api: Api) -> None:
    anna = api("anna")
    text = "id,name,manager\n1,Ann,boris@example.com\n2,Bob,Gone Person\n"
    one = upload(anna, text).json
    assert _column(one, "party.owner")["unknown"] == [{"value": "Gone Person", "rows": 1}]
    refused = anna.patch(
        f"/imports/{one['id']}", {"columns": [{"index": 2, "options": {"new_choices": "add"}}]}
    )
    assert refused.json["errors"][0]["code"] == "imports.cannot_add"
    checked = _answer(anna, one, "leave_out")["check"]
    assert (checked["created"], checked["refused"]) == (2, 0)


def _undone(client: ApiClient, set_id: str) -> str:
    answer = client.post(f"/changes/{set_id}/undo", {"on_conflict": "keep"})
    assert (answer.status, answer.json["status"]) == (201, "DONE")
    return str(answer.json["id"])


def test_taken_back_it_retires_the_tags_that_it_made_and_nobody_uses(api: Api, cast: Cast) -> None:
    kept = make_tag("vip", "VIP")
    anna = api("anna")
    one = _answer(anna, upload(anna, FILE).json, "add")
    started(anna, one["id"])
    other = make_party(owner=cast.viktor, name="Of another team")
    PartyTag.objects.create(party=other, tag=Tag.objects.get(code="other"))

    undo = _undone(anna, one["id"])
    assert set(Tag.objects.filter(is_active=True).values_list("code", flat=True)) == {
        "vip",
        "other",
    }
    assert not Party.objects.filter(external_id="1", deleted_at=None).exists()
    _undone(anna, undo)
    assert Tag.objects.get(code="new").is_active
    assert Tag.objects.get(id=kept.id).is_active
    assert BulkRun.objects.count() == 2
