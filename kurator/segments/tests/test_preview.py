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
