"""Somebody lost his factor: an administrator's link and the password replace it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kurator.access.links import LASTS, SEND_LINK, issue_link
from kurator.access.models import EntryLink, Session
from kurator.sign_in.models import Factor
from kurator.sign_in.services.mail import SEND_NEWS
from kurator.sign_in.tasks import send_link, send_news
from kurator.sign_in.tests.builders import give_password
from kurator.sign_in.tests.postman import Postman, body_of
from kurator.sign_in.tests.test_second_factor import set_up
from kurator.tracking.models import SecurityEvent
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")


@pytest.fixture
def armed(cast: Cast, api: Api) -> ApiClient:
    """Anna with an authenticator app, logged in."""
    give_password(cast.anna)
    anna = api("anna")
    set_up(anna)
    return anna


def offer(api: Api, cast: Cast) -> Any:
    return api("arkady").post(f"/people/{cast.anna.id}/factor-reset", {})


def token_from(answer: Any) -> str:
    assert answer.status == 200, answer.json
    token: str = answer.json["link"].partition("/factors#")[2]
    return token


def use(token: str, password: str = PASSWORD) -> tuple[ApiClient, Any]:
    client = ApiClient()
    return client, client.post("/session/link/use", {"token": token, "password": password})


def kinds() -> set[str]:
    return set(SecurityEvent.objects.values_list("kind", flat=True))


def test_the_link_and_the_password_remove_the_factors_and_a_new_one_is_owed(
    cast: Cast, api: Api, armed: ApiClient
) -> None:
    seen = api("arkady").get(f"/people/{cast.anna.id}").json
    assert seen["second_factors"] == ["totp", "recovery_codes"]
    token = token_from(offer(api, cast))
    assert armed.get("/session").status == 401
    opened = ApiClient().post("/session/link", {"token": token}).json
    assert (opened["email"], opened["purpose"]) == ("anna@example.com", "FACTORS")
    client, done = use(token)
    assert done.status == 200, done.json
    assert (done.json["permissions"], done.json["must_add_factor"]) == ([], True)
    assert client.post("/parties/search", {}).status == 403
    set_up(client)
    assert client.get("/session").json["must_add_factor"] is False
    assert client.post("/parties/search", {}).status == 200
    assert {"access.factor_reset_offered", "access.factors_reset"} <= kinds()
    by = SecurityEvent.objects.get(kind="access.factor_reset_offered")
    assert str(by.actor_id) == str(cast.arkady.id)


def test_the_debt_stays_over_a_new_log_in(cast: Cast, api: Api, armed: ApiClient) -> None:
    use(token_from(offer(api, cast)))
    later = ApiClient()
    landed = later.post("/session", {"email": "anna@example.com", "password": PASSWORD})
    assert (landed.status, landed.json["must_add_factor"]) == (200, True)
    set_up(later)
    factor = later.get("/me/security").json["factors"][0]
    assert later.delete(f"/me/factors/{factor['id']}").status == 204


def test_the_link_alone_opens_nothing(cast: Cast, api: Api, armed: ApiClient) -> None:
    token = token_from(offer(api, cast))
    assert use(token, "not it")[1].status == 422
    assert Factor.objects.filter(user=cast.anna).count() == 2
    statuses = [use(token, "not it")[1].status for _ in range(5)]
    assert statuses[-1] == 429
    assert use(token)[1].status == 429


def test_the_link_works_once_and_only_for_a_day(cast: Cast, api: Api, armed: ApiClient) -> None:
    first = token_from(offer(api, cast))
    second = token_from(offer(api, cast))
    assert use(first)[1].json["code"] == "access.link_spent"
    assert use(second)[1].status == 200
    assert use(second)[1].json["code"] == "access.link_spent"
    EntryLink.objects.update(used_at=None, expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert use(second)[1].json["code"] == "access.link_spent"
    assert timedelta(hours=1) <= LASTS[EntryLink.Purpose.FACTORS] <= timedelta(days=2)


def test_only_the_hash_of_the_link_is_stored(cast: Cast, api: Api, armed: ApiClient) -> None:
    token = token_from(offer(api, cast))
    assert token not in str(EntryLink.objects.values_list())


def test_a_new_password_by_mail_ends_the_link(cast: Cast, api: Api, armed: ApiClient) -> None:
    token = token_from(offer(api, cast))
    reset = issue_link(
        purpose=EntryLink.Purpose.RESET, user_id=cast.anna.id, now=datetime.now(UTC)
    ).partition("#")[2]
    fresh = "a rather long new phrase"
    taken = ApiClient().post("/session/link/use", {"token": reset, "password": fresh})
    assert taken.status == 202
    assert use(token, fresh)[1].json["code"] == "access.link_spent"


def test_it_needs_a_recent_proof_in_the_administrators_own_session(
    cast: Cast, api: Api, armed: ApiClient
) -> None:
    arkady = api("arkady")
    boris = api("boris")
    key = arkady.post("/keys", {"name": "Script", "scopes": ["people.manage"]}).json["secret"]
    Session.objects.filter(user=cast.arkady).update(
        proven_at=datetime.now(UTC) - timedelta(minutes=16)
    )
    path = f"/people/{cast.anna.id}/factor-reset"
    assert arkady.post(path, {}).json["code"] == "access.proof_needed"
    by_key = {"Authorization": f"Bearer {key}"}
    assert ApiClient().post(path, {}, **by_key).json["code"] == "access.key_not_enough"
    # The fresh session of somebody else beside the key proves nothing about the key's owner.
    assert boris.post(path, {}, **by_key).json["code"] == "access.key_not_enough"
    assert ApiClient().get("/people", **by_key).status == 200
    assert armed.get("/session").status == 200


def test_without_a_factor_or_a_password_it_says_so(cast: Cast, api: Api) -> None:
    assert offer(api, cast).json["code"] == "access.no_factor_lost"
    set_up(api("anna"))
    assert offer(api, cast).json["code"] == "access.no_password"


def test_nobody_resets_whom_he_may_not_administer(cast: Cast, api: Api, armed: ApiClient) -> None:
    path = f"/people/{cast.arkady.id}/factor-reset"
    assert armed.post(path, {}).status in (403, 404)


def test_the_person_is_told_by_mail(
    cast: Cast, api: Api, armed: ApiClient, postman: Postman
) -> None:
    link = offer(api, cast).json["link"]
    job = ProcrastinateJob.objects.get(task_name=SEND_LINK)
    assert link.partition("#")[2] not in str(job.args)
    send_link(**job.args)
    assert link in body_of(postman.letters[0])
    use(link.partition("#")[2])
    send_news(**ProcrastinateJob.objects.get(task_name=SEND_NEWS).args)
    assert [letter["To"] for letter in postman.letters] == ["anna@example.com"] * 2
    assert "removed" in body_of(postman.letters[1])
