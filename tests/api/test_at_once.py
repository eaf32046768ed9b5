"""One person holds only so many of the server's threads, slow questions fewer; others are served."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings

from kurator.platform import limits
from kurator.platform.api import ANONYMOUS, operations
from kurator.platform.shared import SharedCounts
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-63")
COUNT = {"filter": None}
MAY_TAKE_LONG = re.compile(
    r".*/(preview|count|totals|groups|check|duplicates|conflicts|activate|resume)"
)
IN_THE_BACKGROUND = {"imports_check"}


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> SharedCounts:
    monkeypatch.setattr(limits, "UNDER_WAY", SharedCounts())
    monkeypatch.setitem(settings.AT_ONCE, "api", 6)
    monkeypatch.setitem(settings.AT_ONCE, "slow", 3)
    return limits.UNDER_WAY


def under_way(person: object, number: int, *, key: str | None = None, is_slow: bool) -> None:
    """That many requests have come and are not answered yet."""
    for _ in range(number):
        limits.begin_request(str(person), key, is_slow=is_slow)


def refused(answer: Answer) -> bool:
    if answer.status != 429:
        return False
    assert (answer.json["code"], answer.headers["Retry-After"]) == ("kurator.too_many_at_once", "1")
    return True


def test_the_seventh_waits_and_others_are_served(api: Api, cast: Cast) -> None:
    anna = api("anna")
    under_way(cast.anna.id, 5, is_slow=False)
    assert anna.get("/tasks").status == 200
    under_way(cast.anna.id, 1, is_slow=False)
    answer = anna.get("/tasks")
    assert refused(answer)
    assert "6 of your requests" in answer.json["detail"]
    assert api("boris").get("/tasks").status == 200


@pytest.mark.parametrize(("language", "word"), [("ru", "Повторите"), ("uk", "Повторіть")])
def test_it_is_told_in_the_persons_language(api: Api, cast: Cast, language: str, word: str) -> None:
    cast.anna.language = language
    cast.anna.save()
    under_way(cast.anna.id, 6, is_slow=False)
    assert word in api("anna").get("/tasks").json["detail"]


def test_slow_questions_have_a_smaller_share(api: Api, cast: Cast) -> None:
    anna = api("anna")
    under_way(cast.anna.id, 3, is_slow=True)
    assert refused(anna.post("/parties/count", COUNT))
    assert anna.get("/tasks").status == 200


def test_a_request_gives_back_what_it_took_whatever_becomes_of_it(api: Api, cast: Cast) -> None:
    anna, nobody = api("anna"), "00000000-0000-0000-0000-000000000000"
    for _ in range(10):
        assert anna.get("/tasks").status == 200
        assert anna.get(f"/parties/{nobody}").status == 404
        assert anna.post("/parties/count", {"nonsense": 1}).status == 422
        assert anna.post("/parties/count", COUNT).status == 200
    assert api("nina").post("/roles", {}).status == 403


def test_one_that_breaks_gives_it_back_too(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.segments import selectors

    def break_down(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(selectors, "list_segments", break_down)
    assert [api("anna").get("/segments").status for _ in range(8)] == [500] * 8


def test_a_key_leaves_a_third_to_its_person(api: Api, cast: Cast) -> None:
    made = api("anna").post("/keys", {"name": "Robot", "scopes": ["parties.view"]}).json
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    under_way(cast.anna.id, 4, key=made["key"]["id"], is_slow=False)
    assert refused(ApiClient().get("/fields", **bearer))
    assert api("anna").get("/tasks").status == 200
    under_way(cast.anna.id, 2, is_slow=False)
    assert refused(api("anna").get("/tasks"))


def test_many_keys_of_one_person_are_one_person(api: Api, cast: Cast) -> None:
    for number in range(3):
        under_way(cast.anna.id, 2, key=f"key {number}", is_slow=False)
    assert refused(api("anna").get("/tasks"))


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.AT_ONCE, "api", None)
    monkeypatch.setitem(settings.AT_ONCE, "slow", None)


def test_it_can_be_switched_off(api: Api, cast: Cast, unlimited: None) -> None:
    under_way(cast.anna.id, 50, is_slow=True)
    assert api("anna").post("/parties/count", COUNT).status == 200


def test_what_may_take_long_is_declared_slow() -> None:
    long = {op.operation_id for op in operations() if MAY_TAKE_LONG.fullmatch(op.path)}
    slow = {op.operation_id for op in operations() if op.slow}
    assert long - IN_THE_BACKGROUND <= slow
    assert not [op for op in operations() if op.slow and op.permission == ANONYMOUS]
