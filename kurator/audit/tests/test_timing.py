"""A hidden customer and one that does not exist answer alike, and after the same work."""

import re
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db
READS = (
    "/parties/{id}",
    "/parties/{id}/card",
    "/parties/{id}/history",
    "/parties/{id}/feed",
    "/audit/parties/{id}/views",
    "/consents/parties/{id}",
)
ROUNDS = 150
ALLOWED_SECONDS = 0.0015
# Ids, and the names of the savepoints that only the transaction around a test sets.
IDS = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|s\d+_x\d+")


@pytest.fixture
def hidden(cast: Cast) -> Party:
    for _ in range(20):
        make_party(owner=cast.anna)
    return make_party(owner=cast.anna)


def without_ids(text: str) -> str:
    return IDS.sub("?", text)


def ask(api: Api, path: str, party_id: UUID) -> tuple[Answer, list[str]]:
    client = api("viktor")
    client.get("/parties/" + str(new_id()))  # the catalogue is read once
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path.format(id=party_id))
    return answer, [without_ids(query["sql"]) for query in queries.captured_queries]


@pytest.mark.requirement("R001-59")
@pytest.mark.parametrize("path", READS)
def test_hidden_and_missing_get_the_same_answer_by_the_same_statements(
    api: Api, hidden: Party, path: str
) -> None:
    """The clock may waver on a busy machine; the statements sent do not."""
    seen, sent = ask(api, path, hidden.id)
    missing, sent_for_missing = ask(api, path, new_id())
    assert seen.status == missing.status == 404
    assert without_ids(seen.content.decode()) == without_ids(missing.content.decode())
    assert sent == sent_for_missing


@pytest.mark.requirement("R001-59")
def test_hidden_and_missing_take_the_same_time(api: Api, hidden: Party) -> None:
    """Asked in turn, so that whatever else slows the machine slows both; medians are compared."""
    client, absent = api("viktor"), new_id()
    times: dict[str, list[float]] = {"hidden": [], "missing": []}
    for round_ in range(ROUNDS):
        pair: list[tuple[str, Any]] = [("hidden", hidden.id), ("missing", absent)]
        for name, party_id in pair if round_ % 2 else reversed(pair):
            began = perf_counter()
            client.get(f"/parties/{party_id}")
            times[name].append(perf_counter() - began)
    difference = abs(median(times["hidden"][20:]) - median(times["missing"][20:]))
    assert difference < ALLOWED_SECONDS, f"{difference * 1000:.3f} ms"
