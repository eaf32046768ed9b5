"""Who asks too often is told how long to wait, in his language; others are not concerned."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection

from kurator.platform import limits
from kurator.platform.limits import Buckets, Rate
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.fixture(autouse=True)
def small_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUCKETS", Buckets())
    monkeypatch.setitem(settings.RATES, "api", Rate(0.1, 6))
    monkeypatch.setitem(settings.RATES, "search", Rate(0.1, 2))


def test_too_many_requests_are_put_off(api: Api) -> None:
    anna = api("anna")
    assert {anna.get("/tasks").status for _ in range(6)} == {200}
    answer = anna.get("/tasks")
    assert (answer.status, answer.json["code"]) == (429, "kurator.too_many_requests")
    assert answer.headers["Retry-After"] == "10"
    assert "Wait 10 s" in answer.json["detail"]
    assert api("boris").get("/tasks").status == 200


def test_the_search_box_has_a_limit_of_its_own(api: Api) -> None:
    anna = api("anna")
    assert [anna.get("/search?q=anna").status for _ in range(3)] == [200, 200, 429]
    assert anna.get("/tasks").status == 200


def test_reads_are_stopped_sooner_than_writes(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from kurator.segments import selectors

    seen: list[str] = []

    def look(*_: object) -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            seen.append(cursor.fetchone()[0])
        return []

    monkeypatch.setattr(selectors, "list_segments", look)
    api("anna").get("/segments")
    assert seen == ["5s"]


def test_too_slow_a_read_is_a_503_that_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from kurator.segments import selectors

    def sleep(*_: object) -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(1)")
        return []

    monkeypatch.setattr(selectors, "list_segments", sleep)
    answer = api("anna").get("/segments")
    assert (answer.status, answer.json["code"]) == (503, "kurator.too_slow")
    assert answer.headers["Retry-After"] == "5"
