"""Invitations and forgotten passwords; letters go to a real mail server on this machine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kurator.access.links import SEND_LINK, issue_link
from kurator.access.models import EntryLink, Session, User
from kurator.kernel.ids import new_id
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.sign_in.models import Provider
from kurator.sign_in.services.entry import SEND_RESET
from kurator.sign_in.services.linking import link
from kurator.sign_in.tasks import send_link, send_reset
from kurator.sign_in.tests.builders import give_password
from kurator.sign_in.tests.postman import Postman, body_of
from kurator.sign_in.tests.test_second_factor import set_up
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

NEW = "a rather long new phrase"


def now() -> datetime:
    return datetime.now(UTC)


def token_of(link: str) -> str:
    return link.partition("#")[2]


def invite(user: User) -> str:
    with open_scope(Context(actor_kind="user"), role=WEB_ROLE):
        return issue_link(user_id=user.id, purpose=EntryLink.Purpose.INVITATION, now=now())


def test_an_invited_person_sets_a_password_and_is_in(cast: Cast) -> None:
    link = invite(cast.anna)
    assert link.startswith("/welcome#")
    client = ApiClient()
    seen = client.post("/session/link", {"token": token_of(link)}).json
    assert (seen["purpose"], seen["email"]) == ("INVITATION", "anna@example.com")
    done = client.post("/session/link/use", {"token": token_of(link), "password": NEW})
    assert done.status == 200, done.json
    assert client.get("/session").json["user"]["email"] == "anna@example.com"
    assert (
        ApiClient().post("/session", {"email": "anna@example.com", "password": NEW}).status == 200
    )


def test_a_link_works_once(cast: Cast) -> None:
    token = token_of(invite(cast.anna))
    body = {"token": token, "password": NEW}
    assert ApiClient().post("/session/link/use", body).status == 200
    again = ApiClient().post("/session/link/use", body)
    assert (again.status, again.json["code"]) == (404, "access.link_spent")


def test_a_new_link_replaces_the_one_before(cast: Cast) -> None:
    first, second = token_of(invite(cast.anna)), token_of(invite(cast.anna))
    assert ApiClient().post("/session/link", {"token": first}).status == 404
    assert ApiClient().post("/session/link", {"token": second}).status == 200


def test_a_link_runs_out_and_dies_with_the_person(cast: Cast) -> None:
    token = token_of(
        issue_link(
            purpose=EntryLink.Purpose.RESET, user_id=cast.anna.id, now=now() - timedelta(minutes=61)
        )
    )
    assert ApiClient().post("/session/link", {"token": token}).status == 404
    token = token_of(invite(cast.anna))
    User.objects.filter(id=cast.anna.id).update(is_active=False)
    assert ApiClient().post("/session/link", {"token": token}).status == 404


def test_only_the_hash_of_a_link_is_stored(cast: Cast) -> None:
    token = token_of(invite(cast.anna))
    assert token not in str(EntryLink.objects.values_list())


@pytest.mark.parametrize(
    "weak", ["short", "qwerty123456", "anna test kurator", "aaaaaaaaaaaaaaaa", "passwordpassword1!"]
)
def test_a_weak_password_is_refused_with_its_place_named(cast: Cast, weak: str) -> None:
    token = token_of(invite(cast.anna))
    answer = ApiClient().post("/session/link/use", {"token": token, "password": weak})
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["password"]
    assert ApiClient().post("/session/link", {"token": token}).status == 200


def test_a_reset_ends_all_sessions_and_keeps_the_second_factor(cast: Cast) -> None:
    give_password(cast.anna)
    anna = ApiClient.logged_in(cast, "anna")
    set_up(anna)
    token = token_of(issue_link(purpose=EntryLink.Purpose.RESET, user_id=cast.anna.id, now=now()))
    answer = ApiClient().post("/session/link/use", {"token": token, "password": NEW})
    assert answer.status == 202
    assert "totp" in answer.json["ways"]
    assert not Session.objects.exists()


def test_guessed_links_are_held(cast: Cast) -> None:
    client = ApiClient()
    statuses = [client.post("/session/link", {"token": "x" * 43}).status for _ in range(21)]
    assert statuses[-1] == 429


def test_an_invitation_is_sent_from_a_job_and_sealed_in_it(cast: Cast, postman: Postman) -> None:
    link = invite(cast.anna)
    assert postman.letters == []
    job = ProcrastinateJob.objects.get(task_name=SEND_LINK)
    assert token_of(link) not in str(job.args)
    send_link(**job.args)
    letter = postman.letters[0]
    assert letter["To"] == "anna@example.com"
    assert link in body_of(letter)
    assert link.startswith("https://crm.example.com/welcome#")


def test_asking_for_a_reset_says_and_does_the_same_for_a_stranger(
    cast: Cast, postman: Postman
) -> None:
    give_password(cast.anna)
    for email in ("anna@example.com", "nobody@example.com"):
        answer = ApiClient().post("/session/reset", {"email": email})
        assert (answer.status, answer.content) == (202, b"")
    jobs = list(ProcrastinateJob.objects.filter(task_name=SEND_RESET))
    assert [job.args["email"] for job in jobs] == ["anna@example.com", "nobody@example.com"]
    for job in jobs:
        send_reset(**job.args)
    sent = ProcrastinateJob.objects.get(task_name=SEND_LINK)
    send_link(**sent.args)
    assert [letter["To"] for letter in postman.letters] == ["anna@example.com"]
    assert "/reset#" in body_of(postman.letters[0])


def test_letters_are_asked_for_seldom(cast: Cast) -> None:
    answers = [ApiClient().post("/session/reset", {"email": "a@b.example"}) for _ in range(6)]
    assert [answer.status for answer in answers] == [202] * 5 + [429]


def test_asking_for_letters_holds_no_log_in(cast: Cast, postman: Postman) -> None:
    give_password(cast.anna)
    for number in range(21):
        last = ApiClient().post("/session/reset", {"email": f"a{number}@b.example"})
    assert last.status == 429
    right = {"email": "anna@example.com", "password": PASSWORD}
    assert ApiClient().post("/session", right).status == 200


def test_a_stranger_who_asks_for_a_reset_ends_no_invitation(cast: Cast, postman: Postman) -> None:
    token = token_of(invite(cast.anna))
    send_reset("anna@example.com")
    assert EntryLink.objects.filter(purpose="RESET").count() == 1
    assert ApiClient().post("/session/link", {"token": token}).status == 200


def test_without_mail_asking_for_a_reset_does_nothing(cast: Cast) -> None:
    give_password(cast.anna)
    assert ApiClient().post("/session/reset", {"email": "anna@example.com"}).status == 202
    assert not ProcrastinateJob.objects.filter(task_name=SEND_RESET).exists()


def test_who_has_no_password_and_was_not_invited_is_sent_none(cast: Cast, postman: Postman) -> None:
    send_reset("anna@example.com")
    assert not EntryLink.objects.exists()


def test_an_invited_person_who_came_by_a_provider_is_sent_none(
    cast: Cast, provider: Provider, postman: Postman
) -> None:
    invite(cast.anna)
    link(provider=provider, user=cast.anna, vouched_uid="one", now=now())
    send_reset("anna@example.com")
    assert not EntryLink.objects.filter(purpose="RESET").exists()


def test_who_has_no_password_sets_one_only_after_a_recent_proof(
    cast: Cast, api: Callable[[str], ApiClient]
) -> None:
    anna = api("anna")
    Session.objects.update(proven_at=now() - timedelta(minutes=16))
    answer = anna.post("/me/password", {"new_password": NEW})
    assert (answer.status, answer.json["code"]) == (403, "access.proof_needed")
    assert not User.objects.get(id=cast.anna.id).has_usable_password()
    Session.objects.update(proven_at=now())
    assert anna.post("/me/password", {"new_password": NEW}).status == 204


def test_a_link_of_before_stays_ended_when_the_person_is_enabled(
    cast: Cast, api: Callable[[str], ApiClient]
) -> None:
    give_password(cast.anna)
    set_up(api("anna"))
    arkady = api("arkady")
    factors = arkady.post(f"/people/{cast.anna.id}/factor-reset", {}).json["link"]
    links = [
        invite(cast.anna),
        issue_link(purpose=EntryLink.Purpose.RESET, user_id=cast.anna.id, now=now()),
    ]
    assert arkady.post(f"/people/{cast.anna.id}/disable").status == 200
    assert arkady.post(f"/people/{cast.anna.id}/enable").status == 200
    for made in links:
        assert ApiClient().post("/session/link", {"token": token_of(made)}).status == 404
    token = token_of(factors)
    assert ApiClient().post("/session/link", {"token": token}).status == 404


def test_an_unknown_link_is_refused(cast: Cast) -> None:
    assert ApiClient().post("/session/link", {"token": str(new_id())}).status == 404
