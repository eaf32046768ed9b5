"""Each of the two locks alone keeps a customer out of sight; only both removed let him through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from kurator.access import session
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

CANARY = "Zanzibar Canary"


@contextmanager
def lock_one_removed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Selectors no longer restrict: every viewer looks as if he saw all owners."""
    original = session.find_profile

    def everything(key: str) -> Any:
        from dataclasses import replace

        profile = original(key)
        return profile and replace(profile, viewer=replace(profile.viewer, owner_ids=None))

    with monkeypatch.context() as patch:
        patch.setattr(session, "find_profile", everything)
        yield


@contextmanager
def lock_two_removed() -> Iterator[None]:
    """Row-level security lets everything through, in policies and definer functions alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_visibleowner (viewer_id, owner_id)"
            " SELECT v.id, o.id FROM access_user v CROSS JOIN access_user o"
            " ON CONFLICT DO NOTHING"
        )
    yield


def sees(api: Callable[[str], ApiClient], party_id: Any) -> bool:
    viktor = api("viktor")
    answers = [
        viktor.get(f"/parties/{party_id}"),
        viktor.get(f"/parties/{party_id}/card"),
        viktor.post("/parties/search", {"q": "zanzibar"}),
        viktor.post("/parties/search", {}),
        viktor.get("/search?q=zanzibar"),
    ]
    return any(CANARY.encode() in answer.content for answer in answers)


def viktors_owners_as_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock 1 keeps its literal ids although lock 2's closure was widened."""
    original = session.find_profile

    def literal(key: str) -> Any:
        from dataclasses import replace

        profile = original(key)
        if profile is None:
            return None
        return replace(profile, viewer=replace(profile.viewer, owner_ids=(cast.viktor.id,)))

    monkeypatch.setattr(session, "find_profile", literal)


def test_both_locks(cast: Cast, api: Callable[[str], ApiClient]) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    assert not sees(api, party.id)


def test_without_lock_one(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    with lock_one_removed(monkeypatch):
        assert not sees(api, party.id)


def test_without_lock_two(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    viktors_owners_as_before(cast, monkeypatch)
    with lock_two_removed():
        assert not sees(api, party.id)


def test_without_both_he_is_seen(
    cast: Cast, api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna, name=CANARY)
    with lock_two_removed(), lock_one_removed(monkeypatch):
        assert sees(api, party.id)
