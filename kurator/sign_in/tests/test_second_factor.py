"""TOTP and recovery codes, end to end through the API."""

from collections.abc import Callable

import pytest

from kurator.access.models import LogInFailure, Role, Session, UserRole
from kurator.sign_in.models import Factor, Flow
from kurator.sign_in.services.flows import MOST_ATTEMPTS
from kurator.sign_in.tests.builders import code_at, give_password, wait_for_a_fresh_code
from kurator.tracking.models import SecurityEvent
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

ANNA = {"email": "anna@example.com", "password": PASSWORD}
Api = Callable[[str], ApiClient]


def set_up(client: ApiClient) -> tuple[str, list[str]]:
    """Return (secret, recovery codes) of a new authenticator app."""
    offer = client.post("/me/totp")
    assert offer.status == 200, offer.json
    secret = offer.json["secret"]
    assert offer.json["svg"].lstrip().startswith("<?xml")
    assert f"secret={secret}" in offer.json["address"]
    wait_for_a_fresh_code()
    confirmed = client.post("/me/totp/confirm", {"code": code_at(secret, steps=-1)})
    assert confirmed.status == 200, confirmed.json
    return secret, confirmed.json["codes"]


def half_way(cast: Cast) -> ApiClient:
    client = ApiClient()
    answer = client.post("/session", ANNA)
    assert answer.status == 202, answer.json
    assert answer.json == {"ways": ["totp", "recovery_codes"]}
    assert client.get("/session").status == 401
    return client


@pytest.fixture
def armed(cast: Cast, api: Api) -> tuple[str, list[str]]:
    give_password(cast.anna)
    return set_up(api("anna"))


def test_after_the_password_a_code_is_asked_for(cast: Cast, armed: tuple[str, list[str]]) -> None:
    client = half_way(cast)
    done = client.post("/session/code", {"code": code_at(armed[0])})
    assert done.status == 200, done.json
    assert client.get("/session").status == 200
    assert Session.objects.latest("created_at").is_strong
    kinds = SecurityEvent.objects.values_list("kind", flat=True)
    assert {"access.factor_added", "access.logged_in"} <= set(kinds)


def test_a_code_works_once(cast: Cast, armed: tuple[str, list[str]]) -> None:
    code = code_at(armed[0])
    assert half_way(cast).post("/session/code", {"code": code}).status == 200
    again = half_way(cast).post("/session/code", {"code": code})
    assert again.status == 401
    assert again.json["code"] == "access.code_refused"


def test_an_older_code_than_the_last_one_used_is_refused(
    cast: Cast, armed: tuple[str, list[str]]
) -> None:
    assert half_way(cast).post("/session/code", {"code": code_at(armed[0], steps=1)}).status == 200
    assert half_way(cast).post("/session/code", {"code": code_at(armed[0])}).status == 401


def test_a_recovery_code_works_once(cast: Cast, armed: tuple[str, list[str]]) -> None:
    code = armed[1][3]
    assert half_way(cast).post("/session/code", {"code": code}).status == 200
    assert half_way(cast).post("/session/code", {"code": code}).status == 401


def test_a_log_in_half_way_dies_after_some_guesses(
    cast: Cast, armed: tuple[str, list[str]]
) -> None:
    client = half_way(cast)
    for _ in range(MOST_ATTEMPTS):
        assert client.post("/session/code", {"code": "000000"}).status == 401
    assert client.post("/session/code", {"code": code_at(armed[0])}).status == 401
    LogInFailure.objects.all().delete()
    over = client.post("/session/code", {"code": code_at(armed[0])})
    assert over.json["code"] == "access.flow_over"


def test_guessed_codes_count_as_failed_log_ins(cast: Cast, armed: tuple[str, list[str]]) -> None:
    client = half_way(cast)
    for _ in range(MOST_ATTEMPTS):
        client.post("/session/code", {"code": "000000"})
    assert ApiClient().post("/session", ANNA).status == 429


def test_the_second_step_belongs_to_the_browser_that_gave_the_password(
    cast: Cast, armed: tuple[str, list[str]]
) -> None:
    half_way(cast)
    stranger = ApiClient()
    assert stranger.post("/session/code", {"code": code_at(armed[0])}).status == 401


def test_secrets_lie_sealed(armed: tuple[str, list[str]]) -> None:
    secret, codes = armed
    stored = " ".join(str(row.data) for row in Factor.objects.all())
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_an_unconfirmed_app_asks_for_nothing(cast: Cast, api: Api) -> None:
    give_password(cast.anna)
    anna = api("anna")
    assert anna.post("/me/totp").status == 200
    assert anna.post("/me/totp/confirm", {"code": "000000"}).status == 422
    assert ApiClient().post("/session", ANNA).status == 200
    assert Flow.objects.count() == 1


def test_a_wrong_code_inside_a_session_does_not_look_like_its_end(cast: Cast, api: Api) -> None:
    anna = api("anna")
    late = anna.post("/me/totp/confirm", {"code": "000000"})
    assert (late.status, late.json["code"]) == (422, "access.flow_over")
    anna.post("/me/totp")
    for path in ("/me/totp/confirm", "/me/proof"):
        refused = anna.post(path, {"code": "000000"})
        assert (refused.status, refused.json["code"]) == (422, "access.code_refused")
    assert anna.get("/session").status == 200


def test_the_last_factor_takes_the_recovery_codes_along(
    api: Api, armed: tuple[str, list[str]]
) -> None:
    anna = api("anna")
    security = anna.get("/me/security").json
    assert security["recovery_codes_left"] == 10
    factor = security["factors"][0]
    assert api("boris").delete(f"/me/factors/{factor['id']}").status == 404
    assert anna.delete(f"/me/factors/{factor['id']}").status == 204
    after = anna.get("/me/security").json
    assert (after["factors"], after["recovery_codes_left"]) == ([], 0)
    assert anna.post("/me/recovery-codes").status == 409


def test_new_recovery_codes_replace_the_old(
    cast: Cast, api: Api, armed: tuple[str, list[str]]
) -> None:
    codes = api("anna").post("/me/recovery-codes").json["codes"]
    assert half_way(cast).post("/session/code", {"code": armed[1][0]}).status == 401
    assert half_way(cast).post("/session/code", {"code": codes[0]}).status == 200


def require_factor(cast: Cast) -> None:
    role_id = UserRole.objects.get(user=cast.anna).role_id
    Role.objects.filter(id=role_id).update(requires_second_factor=True)


def test_a_strict_role_opens_nothing_before_a_factor_is_added(cast: Cast, api: Api) -> None:
    require_factor(cast)
    anna = api("anna")
    session = anna.get("/session").json
    assert (session["permissions"], session["must_add_factor"]) == ([], True)
    assert anna.post("/parties/search", {}).status == 403
    set_up(anna)
    session = anna.get("/session").json
    assert session["must_add_factor"] is False
    assert anna.post("/parties/search", {}).status == 200


def test_a_strict_role_keeps_the_last_factor(
    cast: Cast, api: Api, armed: tuple[str, list[str]]
) -> None:
    require_factor(cast)
    anna = api("anna")
    Session.objects.update(is_strong=True)
    factor = anna.get("/me/security").json["factors"][0]
    assert anna.delete(f"/me/factors/{factor['id']}").json["code"] == "access.factor_mandatory"


def test_dangerous_acts_need_a_recent_proof(cast: Cast, api: Api) -> None:
    from datetime import UTC, datetime, timedelta

    give_password(cast.anna)
    anna = api("anna")
    Session.objects.update(proven_at=datetime.now(UTC) - timedelta(minutes=16))
    assert anna.post("/me/totp").json["code"] == "access.proof_needed"
    assert anna.post("/me/proof", {"password": "wrong"}).status == 422
    assert anna.post("/me/proof", {"password": PASSWORD}).status == 204
    assert anna.post("/me/totp").status == 200


def test_whoever_owes_a_factor_reads_nothing_but_his_own_account(cast: Cast, api: Api) -> None:
    anna = api("anna")
    closed = ["/users", "/fields", "/attributes", "/tags", "/teams", "/roles", "/search?q=a"]
    closed += ["/tasks/counts", "/notifications", "/operations/held", "/people"]
    assert anna.get("/users").status == 200
    Role.objects.filter(code="TEST_TEAM").update(requires_second_factor=True)
    answers = [anna.get(path) for path in closed]
    assert {(answer.status, answer.json["code"]) for answer in answers} == {
        (403, "access.factor_owed")
    }
    assert [anna.get(path).status for path in ("/session", "/me/security")] == [200, 200]
    assert anna.get("/session").json["permissions"] == []
    set_up(anna)
    assert [anna.get(path).status for path in ("/users", "/notifications")] == [200, 200]
