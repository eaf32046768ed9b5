from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from kurator.access.models import Role
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_attribute, make_contact_point, make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def all_pages(client: ApiClient, **body: Any) -> list[Any]:
    rows: list[Any] = []
    cursor = None
    for _ in range(50):
        answer = client.post("/parties/search", {**body, "cursor": cursor, "limit": 3})
        assert answer.status == 200, answer.json
        rows += answer.json["items"]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return rows
    raise AssertionError("the pages do not end")


SORTS = [
    [],
    [{"field": "party.name"}],
    [{"field": "party.name", "desc": True}],
    [{"field": "party.created_at"}],
    [{"field": "party.status"}, {"field": "party.name", "desc": True}],
    [{"field": "party.birth_date"}],
    [{"field": "party.birth_date", "desc": True}],
    [{"field": "attr.debt", "desc": True}, {"field": "party.tax_id"}],
    [{"field": "attr.paid"}, {"field": "attr.size", "desc": True}],
    [{"field": "party.completeness", "desc": True}],
    [{"field": "attr.plan"}],
]


@pytest.mark.parametrize("who", ["anna", "arkady", "viktor"])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_show_every_row_once(cast: Cast, api: Api, who: str, sort: list[Any]) -> None:
    make_attribute("debt", "money", currency="UAH")
    make_attribute("size", "number")
    make_attribute("paid", "bool")
    make_attribute("plan", "choice", choices=["z", "a"])
    owners = [cast.anna, cast.boris, cast.viktor]
    values: list[dict[str, Any]] = [{}, {"debt": 5, "paid": True}, {"debt": 7, "size": 1.5}]
    for n in range(18):
        make_party(
            owner=owners[n % 3],
            name=f"Name {n // 4}",
            status=["NEW", "ACTIVE"][n % 2],
            attrs=values[n % 3] | ({"plan": "za"[n % 2]} if n % 5 else {}),
        )
    Party.objects.filter(number__gt=0, name__en="Name 1").update(birth_date="1990-02-03")
    expected = {"anna": 12, "arkady": 18, "viktor": 6}[who]
    rows = all_pages(api(who), sort=sort)
    assert len(rows) == expected
    assert len({row["id"] for row in rows}) == expected
    once = api(who).post("/parties/search", {"sort": sort, "limit": 200}).json["items"]
    assert [row["id"] for row in rows] == [row["id"] for row in once]


def test_a_choice_sorts_by_its_place_and_empty_comes_last(cast: Cast, api: Api) -> None:
    make_attribute("plan", "choice", choices=["z", "a"])
    for plan in ["a", None, "z"]:
        make_party(owner=cast.anna, attrs={"plan": plan} if plan else {})
    for desc, expected in [(False, ["z", "a", None]), (True, ["a", "z", None])]:
        body = {"sort": [{"field": "attr.plan", "desc": desc}], "columns": ["attr.plan"]}
        items = api("anna").post("/parties/search", body).json["items"]
        assert [row["values"]["attr.plan"] for row in items] == expected


def test_ukrainian_letters_sort_in_their_place(cast: Cast, api: Api) -> None:
    names = ["Яна", "Ігор", "Їжак", "Ганна", "Ґудзь", "Дарина", "Інна", "Йосип"]
    for name in names:
        make_party(owner=cast.anna, name=name)
    body = {"sort": [{"field": "party.name"}]}
    items = api("anna").post("/parties/search", body).json["items"]
    expected = ["Ганна", "Ґудзь", "Дарина", "Ігор", "Інна", "Їжак", "Йосип", "Яна"]
    assert [row["display_name"] for row in items] == expected


def test_columns_and_filter(cast: Cast, api: Api) -> None:
    make_attribute("rate", "number")
    tag = make_tag()
    party = make_party(
        owner=cast.anna, attrs={"rate": 2}, tags=[tag], phones=["380671234567"], status="LEAVING"
    )
    make_party(owner=cast.anna, status="NEW")
    body = {
        "filter": {
            "op": "and",
            "of": [
                {"op": "eq", "field": "party.status", "value": "LEAVING"},
                {"op": "has_any", "field": "party.tags", "value": [str(tag.id)]},
                {"op": "contains", "field": "party.phone", "value": "+38067"},
                {"op": "eq", "field": "party.owner", "value": str(cast.anna.id)},
                {
                    "op": "gt",
                    "field": "party.created_at",
                    "value": {"now": {"n": -1, "unit": "day"}},
                },
            ],
        },
        "columns": ["attr.rate", "party.tags", "party.phone", "party.owner", "party.completeness"],
    }
    answer = api("anna").post("/parties/search", body)
    (row,) = answer.json["items"]
    assert row["id"] == str(party.id)
    assert row["values"] == {
        "attr.rate": 2,
        "party.tags": [str(tag.id)],
        "party.phone": ["+380671234567"],
        "party.owner": str(cast.anna.id),
        "party.completeness": 57,
    }
    count = api("anna").post("/parties/count", {"filter": body["filter"]})
    assert count.json == {"count": 1, "is_exact": True}


def test_a_wrong_filter_names_the_place(api: Api) -> None:
    broken = {"op": "and", "of": [{"op": "gt", "field": "party.status", "value": "x"}]}
    answer = api("anna").post("/parties/search", {"filter": broken})
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["filter", "of", 0, "op"]
    assert api("anna").post("/parties/search", {"columns": ["nope"]}).status == 422
    assert api("anna").post("/parties/search", {"sort": [{"field": "party.tags"}]}).status == 422
    assert api("anna").post("/parties/search", {"cursor": "abc"}).status == 422
    assert api("anna").post("/parties/search", {"cursor": "\u0434\u0430"}).status == 422


def test_a_cursor_belongs_to_its_order(cast: Cast, api: Api) -> None:
    for _ in range(3):
        make_party(owner=cast.anna)
    cursor = api("anna").post("/parties/search", {"limit": 1}).json["next_cursor"]
    body = {"cursor": cursor, "sort": [{"field": "party.name"}]}
    assert api("anna").post("/parties/search", body).status == 422


@pytest.mark.parametrize(
    "query",
    [
        "Петренко", "петрен", "тренк", "Оксана Петр", "петренко оксана", "petrenko", "Ок",
        "+38 (067) 123-45-67", "0671234567", "123-45-67", "2345", "0671234", "380671234567", "80671234567",
        "oksana@example.com", "OKSANA@", "example.com", "K-10001", "AB-77", "Пётренко",
    ],
)  # fmt: skip
def test_any_fragment_finds_the_customer(cast: Cast, api: Api, query: str) -> None:
    party = make_party(
        owner=cast.boris,
        name={"uk": "Оксана Петренко"},
        lang="uk",
        external_id="AB-77",
        phones=["380671234567"],
        emails=["oksana@example.com"],
    )
    Party.objects.filter(id=party.id).update(number=10001)
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.index_documents(ARRAY[%s::uuid])", [party.id])
    make_party(owner=cast.boris, name="Somebody Else", phones=["380509999999"])
    found = api("anna").post("/parties/search", {"q": query}).json["items"]
    assert [row["id"] for row in found] == [str(party.id)], query
    groups = (
        api("anna").get(f"/search?q={query.replace('+', '%2B').replace(' ', '%20')}").json["groups"]
    )
    assert groups[0]["items"][0]["id"] == str(party.id)
    assert api("viktor").post("/parties/search", {"q": query}).json["items"] == []


@pytest.mark.requirement("R000-26")
@pytest.mark.parametrize(
    "query",
    [
        "+7 812 309-44-10, доб. 801", "8 (812) 309-44-10 доб 801", "309-44-10 (доб. 801)", "3094410 x801",
        "309 44 10 доп. 801", "309-44-10 вн. тел. 801", "78123094410#801", "+78123094410,801", "4410 ext. 801",
        "tel:+78123094410;ext=801", "доб. 801", "дод. 801", "доб801", "ext 80", "309-44-10 доб.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("hidden", [{}, {"party.tax_id": "NONE"}])
def test_a_phone_with_its_extension_is_found_in_any_writing(
    cast: Cast, api: Api, query: str, hidden: dict[str, str]
) -> None:
    Role.objects.update(fields=hidden)
    party = make_party(owner=cast.boris, name="Мельник")
    make_contact_point(party, "+7 812 309-44-10", extension="801")
    other = make_party(owner=cast.boris, name="Орлова", phones=["78123094411"])
    make_contact_point(other, "+7 812 309-44-12", extension="900")
    found = api("anna").post("/parties/search", {"q": query}).json["items"]
    assert [row["id"] for row in found] == [str(party.id)], query
    hits = api("anna").get(f"/search?q={quote(query)}").json["groups"][0]["items"]
    assert [one["id"] for one in hits] == [str(party.id)]
    assert hits[0]["match"] in ("+7 812 309-44-10", "+78123094410")


def test_a_firm_whose_name_ends_like_an_extension_is_found(cast: Cast, api: Api) -> None:
    for name in ("X5 Group", "Max 5", "Цех 12"):
        party = make_party(owner=cast.boris, name=name)
        found = api("anna").post("/parties/search", {"q": name}).json["items"]
        assert [row["id"] for row in found] == [str(party.id)]


@pytest.mark.parametrize(
    ("query", "match"),
    [("oksana", "oksana@example.com"), ("EXAMPLE.com", "oksana@example.com"), ("петренко", "")],
)
def test_a_hit_says_which_address_has_the_words(
    cast: Cast, api: Api, query: str, match: str
) -> None:
    make_party(owner=cast.boris, name="Петренко", emails=["x@other.ua", "oksana@example.com"])
    groups = api("anna").get(f"/search?q={quote(query)}").json["groups"]
    assert [one["match"] for one in groups[0]["items"]] == [match]
    Role.objects.update(fields={"party.email": "NONE"})
    assert "oksana@" not in str(api("anna").get(f"/search?q={quote(query)}").json)


@pytest.mark.parametrize("query", ["", "  ", "%", "_", "'", "\\", "(", "x" * 5000, "@", "'; --"])
def test_odd_queries_do_no_harm(cast: Cast, api: Api, query: str) -> None:
    make_party(owner=cast.anna, name="Anna")
    assert api("anna").post("/parties/search", {"q": query}).status == 200


def test_rows_of_a_segment_filter_need_a_known_segment(api: Api) -> None:
    body = {"filter": {"op": "in_segment", "segment": "01900000-0000-7000-8000-000000000000"}}
    assert api("anna").post("/parties/search", body).status == 422
