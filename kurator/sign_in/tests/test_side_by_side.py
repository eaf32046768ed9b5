"""Requests that come at the same moment: guesses see each other, and what works once works once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from kurator.access.links import issue_link
from kurator.access.models import EntryLink, LogInFailure, Session
from kurator.sign_in.rules import ACCOUNT_LIMIT, ADDRESS_LIMIT
from kurator.sign_in.services import account, factor_reset, log_in
from kurator.sign_in.tests.builders import give_password
from kurator.sign_in.tests.test_second_factor import half_way, set_up
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R001-58")]
MANY = 12
NEW = "a rather long new phrase"


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """Return the statuses of calls that all begin at the same moment, each with a connection."""
    start = Barrier(len(calls))

    def run(call: Callable[[], int]) -> int:
        start.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def watch(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[float]:
    """Make a check slow, and return when it was asked."""
    looked, check = [], getattr(module, name)

    def slow(*given: Any, **named: Any) -> Any:
        looked.append(time.monotonic())
        time.sleep(0.05)
        return check(*given, **named)

    monkeypatch.setattr(module, name, slow)
    return looked


def poster(client: ApiClient, path: str, body: dict[str, str]) -> Callable[[], int]:
    return lambda: client.post(path, body).status


@pytest.fixture
def anna(cast: Cast) -> ApiClient:
    """With a password and an authenticator app, logged in."""
    give_password(cast.anna)
    client = ApiClient.logged_in(cast, "anna")
    client.get("/session")
    return client


@pytest.mark.parametrize("code", ["000000", "0123456789abcdef"])
def test_codes(cast: Cast, anna: ApiClient, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Each in a log-in of its own: those of one log-in wait for each other anyway."""
    set_up(anna)
    halves = [half_way(cast) for _ in range(MANY)]
    looked = watch(monkeypatch, log_in, "accept_code")
    statuses = at_once([poster(half, "/session/code", {"code": code}) for half in halves])
    assert len(looked) == ACCOUNT_LIMIT
    assert sorted(statuses) == [401] * ACCOUNT_LIMIT + [429] * (MANY - ACCOUNT_LIMIT)
    assert LogInFailure.objects.filter(email="anna@example.com").count() == ACCOUNT_LIMIT


@pytest.mark.parametrize(
    ("check", "path", "body"),
    [
        ("check_password", "/me/proof", {"password": "wrong"}),
        ("accept_code", "/me/proof", {"code": "000000"}),
        ("check_password", "/me/password", {"old_password": "wrong", "new_password": NEW}),
    ],
)
def test_proofs(
    anna: ApiClient, monkeypatch: pytest.MonkeyPatch, check: str, path: str, body: dict[str, str]
) -> None:
    looked = watch(monkeypatch, account, check)
    statuses = at_once([poster(anna, path, body)] * MANY)
    assert len(looked) == ACCOUNT_LIMIT
    assert sorted(statuses) == [422] * ACCOUNT_LIMIT + [429] * (MANY - ACCOUNT_LIMIT)
    assert anna.get("/session").status == 200


def test_passwords_at_a_link_for_factors(
    cast: Cast, anna: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(anna)
    token = make_link(cast, EntryLink.Purpose.FACTORS)
    looked = watch(monkeypatch, factor_reset, "check_password")
    body = {"token": token, "password": "wrong"}
    statuses = at_once([poster(ApiClient(), "/session/link/use", body) for _ in range(MANY)])
    assert len(looked) == ACCOUNT_LIMIT
    assert sorted(statuses) == [422] * ACCOUNT_LIMIT + [429] * (MANY - ACCOUNT_LIMIT)


def test_guessed_links(cast: Cast) -> None:
    body = {"token": "x" * 43}
    statuses = at_once([poster(ApiClient(), "/session/link", body)] * (ADDRESS_LIMIT + 4))
    assert sorted(statuses) == [404] * ADDRESS_LIMIT + [429] * 4


def make_link(cast: Cast, purpose: EntryLink.Purpose) -> str:
    link = issue_link(user_id=cast.anna.id, purpose=purpose, now=datetime.now(UTC))
    return link.partition("#")[2]


@pytest.mark.parametrize("purpose", EntryLink.Purpose)
def test_a_link_lets_in_one_of_those_who_come_together(
    cast: Cast, anna: ApiClient, purpose: EntryLink.Purpose
) -> None:
    is_lost = purpose == EntryLink.Purpose.FACTORS
    if is_lost:
        set_up(anna)
    body = {"token": make_link(cast, purpose), "password": PASSWORD if is_lost else NEW}
    Session.objects.all().delete()
    statuses = at_once([poster(ApiClient(), "/session/link/use", body) for _ in range(4)])
    assert sorted(statuses) == [200, 404, 404, 404]
    assert Session.objects.count() == 1
