"""What a segment says of its size while it is built."""

from collections.abc import Callable

import pytest

from kurator.parties.selectors import listing
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = pytest.mark.django_db


def test_the_whole_is_never_smaller_than_its_parts(
    api: Callable[[str], ApiClient], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists count up to a bound; a share of the whole must not be reckoned from that."""
    monkeypatch.setattr(listing, "COUNT_CAP", 2)
    for status in ("ACTIVE", "ACTIVE", "ACTIVE", "NEW"):
        make_party(owner=cast.anna, status=status)
    active = {"op": "eq", "field": "party.status", "value": "ACTIVE"}
    seen = api("anna").post("/segments/preview", {"expression": {"op": "and", "of": [active]}}).json
    assert (seen["total"], seen["count"], seen["node_counts"]) == (4, 3, [3])


def test_nothing_is_counted_while_a_condition_is_wrong(api: Callable[[str], ApiClient]) -> None:
    wrong = {"op": "eq", "field": "party.number", "value": "many"}
    seen = api("anna").post("/segments/preview", {"expression": wrong}).json
    assert (seen["total"], seen["count"], seen["errors"][0]["loc"]) == (None, None, ["value"])


@pytest.mark.requirement("R001-6")
def test_a_list_is_filtered_by_a_segment(api: Callable[[str], ApiClient], cast: Cast) -> None:
    inside = make_party(owner=cast.anna, status="ACTIVE")
    make_party(owner=cast.anna, status="NEW")
    make_party(owner=cast.viktor, status="ACTIVE")
    active = {"op": "eq", "field": "party.status", "value": "ACTIVE"}
    made = api("anna").post("/segments", {"name": {"en": "Active"}, "expression": active})
    within = {"filter": {"op": "in_segment", "segment": made.json["id"]}}
    found = api("anna").post("/parties/search", within).json["items"]
    assert [row["id"] for row in found] == [str(inside.id)]
    assert api("arkady").post("/parties/count", within).json["count"] == 2


@pytest.mark.requirement("R000-5")
def test_count_sample_and_sentence_are_told_before_it_is_saved(
    api: Callable[[str], ApiClient], cast: Cast
) -> None:
    inside = make_party(owner=cast.anna, status="ACTIVE")
    make_party(owner=cast.anna, status="NEW")
    active = {"op": "eq", "field": "party.status", "value": "ACTIVE"}
    seen = api("anna").post("/segments/preview", {"expression": active}).json
    assert (seen["count"], [row["id"] for row in seen["sample"]]) == (1, [str(inside.id)])
    assert seen["sentence"] == "Relationship is Customer"
    assert api("anna").get("/segments").json == []
