from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kurator.access.models import LogInFailure, Session
from kurator.access.sessions import hash_session_key
from kurator.sign_in.rules import ACCOUNT_LIMIT, ADDRESS_LIMIT
from kurator.sign_in.tests.builders import give_password
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

ANNA = {"email": "Anna@example.com", "password": PASSWORD}
WRONG = {"email": "anna@example.com", "password": "wrong"}


def test_a_person_logs_in_and_out(cast: Cast) -> None:
    give_password(cast.anna)
    client = ApiClient()
    answer = client.post("/session", ANNA)
    assert answer.status == 200, answer.json
    assert answer.json["user"]["name"] == "Anna Test"
    assert client.get("/session").json["scope"] == "TEAM"
    left = client.delete("/session")
    assert left.status == 204
    assert '"cookies"' in left.headers["Clear-Site-Data"]
    assert client.get("/session").status == 401


def test_wrong_passwords_hold_the_account_and_say_for_how_long(cast: Cast) -> None:
    give_password(cast.anna)
    client = ApiClient()
    statuses = [client.post("/session", WRONG).status for _ in range(ACCOUNT_LIMIT)]
    assert statuses == [401] * ACCOUNT_LIMIT
    held = client.post("/session", ANNA)
    assert held.status == 429
    assert 50 <= int(held.headers["Retry-After"]) <= 60
    LogInFailure.objects.update(at=datetime.now(UTC) - timedelta(seconds=61))
    assert client.post("/session", ANNA).status == 200


def test_attempts_side_by_side_are_counted_before_they_are_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While each password is looked at, the next attempt begins."""
    from kurator.sign_in.services import log_in

    depth_of_test = len(connection.savepoint_ids)
    statuses: list[int] = []
    depths: list[int] = []

    def look(_: str, __: str) -> bool:
        depths.append(len(connection.savepoint_ids) - depth_of_test)
        if len(depths) < 15:
            statuses.append(ApiClient().post("/session", WRONG).status)
        return False

    monkeypatch.setattr(log_in, "check_password", look)
    statuses.append(ApiClient().post("/session", WRONG).status)
    assert len(depths) == ACCOUNT_LIMIT
    assert statuses == [429] + [401] * ACCOUNT_LIMIT
    assert depths[0] == 1, "the count is committed before: no transaction of the request is open"


def test_right_passwords_are_not_counted(cast: Cast) -> None:
    give_password(cast.anna)
    assert [ApiClient().post("/session", ANNA).status for _ in range(7)] == [200] * 7
    assert not LogInFailure.objects.exists()


def test_many_accounts_from_one_address_hold_the_address(cast: Cast) -> None:
    give_password(cast.anna)
    client = ApiClient()
    for number in range(ADDRESS_LIMIT):
        body = {"email": f"nobody{number}@example.com", "password": "wrong"}
        assert client.post("/session", body).status == 401
    assert client.post("/session", ANNA).status == 429


def test_an_unknown_account_is_refused_in_the_same_words_and_held_alike(cast: Cast) -> None:
    give_password(cast.anna)
    known, unknown = ApiClient(), ApiClient()
    for _ in range(ACCOUNT_LIMIT + 1):
        mine = known.post("/session", WRONG)
        other = unknown.post("/session", {"email": "nobody@example.com", "password": "wrong"})
        assert mine.status == other.status
        assert mine.json["code"] == other.json["code"]
        assert mine.json["detail"][:25] == other.json["detail"][:25]


def test_an_unknown_account_costs_the_same_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.sign_in.services import log_in

    give_password(cast.anna)
    checked: list[str] = []

    def refuse(_: str, hashed: str) -> bool:
        checked.append(hashed)
        return False

    monkeypatch.setattr(log_in, "check_password", refuse)
    for email in ("anna@example.com", "nobody@example.com", "boris@example.com"):
        ApiClient().post("/session", {"email": email, "password": "wrong"})
    assert [hashed[:10] for hashed in checked] == ["argon2$arg"] * 3


def test_a_planted_session_cookie_is_not_taken_over(cast: Cast) -> None:
    give_password(cast.anna)
    client = ApiClient()
    client.client.cookies["kurator_session"] = "planted-by-somebody"
    assert client.post("/session", ANNA).status == 200
    assert client.client.cookies["kurator_session"].value != "planted-by-somebody"
    assert not Session.objects.filter(key_hash=hash_session_key("planted-by-somebody")).exists()


def test_logging_in_anew_ends_the_session_before(cast: Cast) -> None:
    give_password(cast.anna)
    client = ApiClient()
    client.post("/session", ANNA)
    first = client.client.cookies["kurator_session"].value
    client.post("/session", ANNA)
    assert not Session.objects.filter(key_hash=hash_session_key(first)).exists()


def test_a_session_ends_after_eight_idle_hours_and_after_seven_days(
    api: Callable[[str], ApiClient],
) -> None:
    anna, now = api("anna"), datetime.now(UTC)
    Session.objects.update(last_seen_at=now - timedelta(hours=7, minutes=50))
    assert anna.get("/session").status == 200
    used = Session.objects.get().last_seen_at
    assert now - used < timedelta(minutes=1)
    Session.objects.update(last_seen_at=now - timedelta(hours=8, minutes=1))
    assert anna.get("/session").status == 401
    Session.objects.update(last_seen_at=now, expires_at=now - timedelta(seconds=1))
    assert anna.get("/session").status == 401


def test_sessions_are_listed_and_ended(cast: Cast, api: Callable[[str], ApiClient]) -> None:
    give_password(cast.anna)
    anna, elsewhere = api("anna"), ApiClient()
    elsewhere.call("POST", "/session", ANNA, **{"User-Agent": "Mozilla (iPhone) Safari/605"})
    rows = anna.get("/me/sessions").json
    assert sorted(row["is_this"] for row in rows) == [False, True]
    other = next(row for row in rows if not row["is_this"])
    assert (other["device"], other["is_phone"]) == ("Safari, iPhone", True)
    assert api("boris").delete(f"/me/sessions/{other['id']}").status == 404
    assert anna.delete(f"/me/sessions/{other['id']}").status == 204
    assert elsewhere.get("/session").status == 401
    elsewhere.post("/session", ANNA)
    assert anna.delete("/me/sessions").json == {"ended": 1}
    assert elsewhere.get("/session").status == 401
    assert anna.get("/session").status == 200


def test_preferences_are_kept(api: Callable[[str], ApiClient]) -> None:
    anna = api("anna")
    assert anna.patch("/session", {"language": "uk", "theme": "dark"}).status == 200
    user = anna.get("/session").json["user"]
    assert (user["language"], user["theme"]) == ("uk", "dark")


def test_a_foreign_page_cannot_log_anybody_in(cast: Cast) -> None:
    give_password(cast.anna)
    assert ApiClient().post("/session", ANNA, Origin="https://evil.example").status == 403
    assert ApiClient().post("/session", ANNA, Origin="http://testserver").status == 200


def test_behind_https_cookies_are_bound_to_the_host(
    cast: Cast, settings: pytest.FixtureRequest
) -> None:
    give_password(cast.anna)
    settings.SESSION_COOKIE_SECURE = True  # type: ignore[attr-defined]
    client = ApiClient()
    client.post("/session", ANNA)
    morsel = client.client.cookies["kurator_session"]
    assert morsel["secure"]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
