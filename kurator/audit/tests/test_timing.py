"""A hidden customer and one that does not exist answer alike, and after the same work."""

import re
from collections.abc import Callable
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
    """How long it takes is measured by the bench `http`."""
    seen, sent = ask(api, path, hidden.id)
    missing, sent_for_missing = ask(api, path, new_id())
    assert seen.status == missing.status == 404
    assert without_ids(seen.content.decode()) == without_ids(missing.content.decode())
    assert sent == sent_for_missing
