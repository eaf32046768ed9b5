"""Each of the two locks alone keeps a file out of sight; only both removed let it through."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.files.tests.builders import add
from kurator.parties.tests.builders import make_party
from tests.api.test_mutation import (
    lock_one_removed,
    lock_two_removed,
    viktors_owners_as_before,
)
from tests.cast import Cast
from tests.client import ApiClient

CANARY = "zanzibar-canary"
Api = Callable[[str], ApiClient]


@pytest.fixture
def file(cast: Cast, api: Api) -> Any:
    return add(api("anna"), make_party(owner=cast.anna, name="Iryna"), name=f"{CANARY}.txt")


def sees(api: Api, file: Any) -> set[bool]:
    """Over every way to a file whether it is seen; one value when all ways agree."""
    viktor = api("viktor")
    ways = [
        viktor.get("/files"),
        viktor.get("/files?q=zanzibar"),
        viktor.get(f"/files/{file['id']}"),
        viktor.get(f"/files/{file['id']}/versions"),
        viktor.get(f"/parties/{file['party_id']}/files"),
        viktor.get(f"/parties/{file['party_id']}/card"),
        viktor.get(f"/parties/{file['party_id']}/feed"),
        viktor.get("/search?q=zanzibar"),
    ]
    link = viktor.post(f"/files/{file['id']}/link", {})
    found = {CANARY.encode() in answer.content for answer in ways}
    return found | {link.status == 200}


def test_both_locks(api: Api, file: Any) -> None:
    assert sees(api, file) == {False}


def test_without_lock_one(api: Api, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with lock_one_removed(monkeypatch):
        assert sees(api, file) == {False}


def test_without_lock_two(cast: Cast, api: Api, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    viktors_owners_as_before(cast, monkeypatch)
    with lock_two_removed():
        assert sees(api, file) == {False}


@pytest.mark.requirement("R001-59")
def test_without_both_it_is_seen(api: Api, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with lock_two_removed(), lock_one_removed(monkeypatch):
        assert sees(api, file) == {True}
