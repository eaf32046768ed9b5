"""Digits find whoever has them: in a phone, a number of ours or of theirs, and by one index."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.context import Context, open_scope
from kurator.platform.queries import read_rows, read_value
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = pytest.mark.django_db
Api = Callable[[str], ApiClient]


def hits(client: ApiClient, typed: str) -> set[str]:
    groups = client.get(f"/search?q={typed}").json["groups"]
    return {hit["id"] for group in groups if group["kind"] == "party" for hit in group["items"]}


def listed(client: ApiClient, typed: str) -> set[str]:
    answer = client.post("/parties/search", {"q": typed, "limit": 50})
    return {row["id"] for row in answer.json["items"]}


def searched() -> tuple[int, int]:
    """How often this transaction has begun at the index of numbers, and at that of words."""
    return tuple(
        read_value(f"SELECT pg_stat_get_xact_numscans('{name}'::regclass)")
        for name in ("search_owners_numbers", "search_owners_document")
    )


@pytest.fixture
def one(cast: Cast) -> Any:
    return make_party(
        owner=cast.anna,
        name="Somebody",
        phones=["+380671234567"],
        tax_id="9081726354",
        external_id="crm-55443322",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "1234567",  # the end of the phone
        "3806712345",  # its beginning
        "0671234",  # its middle, as one writes it
        "7123",
        "12345",
        "(067) 123-45",
        "٧١٢٣٤٥",
        "817263",  # the tax number
        "9081726354",
        "5544332",  # the number that another program gave
    ],
)
def test_digits_from_anywhere_find_the_customer(one: Any, cast: Cast, api: Api, typed: str) -> None:
    make_party(owner=cast.anna, name="Else", phones=["+380509999999"], tax_id="1111111111")
    assert hits(api("anna"), typed) == {str(one.id)}
    assert listed(api("anna"), typed) == {str(one.id)}
    assert hits(api("arkady"), typed) == {str(one.id)}
    assert hits(api("viktor"), typed) == set()
    assert listed(api("viktor"), typed) == set()


@pytest.mark.parametrize("typed", ["7130", "67123459", "4567123"])
def test_digits_that_do_not_stand_side_by_side_find_nobody(one: Any, api: Api, typed: str) -> None:
    """Each run of four may be there, and the whole not."""
    assert hits(api("anna"), typed) == set()


@pytest.mark.parametrize("typed", ["{}", "K-{}", "к{}"])
@pytest.mark.parametrize("number", [42, 30_671_234])
def test_whose_number_was_typed_whole_comes_first(
    one: Any, cast: Cast, api: Api, typed: str, number: int
) -> None:
    others = [
        make_party(
            owner=cast.anna,
            name=f"{number} K-{number} k{number} {n}",
            phones=[f"+38067{n}{number}"],
        )
        for n in range(3)
    ]
    meant = make_party(owner=cast.anna, name="Zoriana")
    hidden = make_party(owner=cast.viktor, name="Zoriana")
    Party.objects.filter(id=meant.id).update(number=number)
    Party.objects.filter(id=hidden.id).update(number=number + 1)
    text = typed.format(number)
    (group,) = api("anna").get(f"/search?q={text}").json["groups"]
    found = [hit["id"] for hit in group["items"]]
    assert found[0] == str(meant.id)
    assert {str(other.id) for other in others} & set(found)
    assert hits(api("anna"), typed.format(number + 1)).isdisjoint({str(hidden.id)})


def test_a_number_that_was_changed_is_found_no_more(one: Any, api: Api) -> None:
    assert hits(api("anna"), "817263") == {str(one.id)}
    one.tax_id = "1212121212"
    one.save()
    assert hits(api("anna"), "817263") == set()
    assert hits(api("anna"), "121212") == {str(one.id)}


def test_digits_are_looked_for_in_the_index_of_numbers(one: Any, cast: Cast) -> None:
    with open_scope(Context(uid=str(cast.anna.id)), role="kurator_scoped"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        before = searched()
        found = read_rows("SELECT party_id FROM k.search_parties('phone', '71234', 10)")
        numbers, words = (now - then for now, then in zip(searched(), before, strict=True))
    assert found == [(one.id,)]
    assert (numbers, words) == (1, 0)


def test_a_search_reads_little_of_what_is_not_yet_in_its_place() -> None:
    """Each search reads the pending list of the index from end to end."""
    options = read_value(
        "SELECT reloptions FROM pg_class WHERE oid = 'search_owners_numbers'::regclass"
    )
    assert options == ["gin_pending_list_limit=64"]
