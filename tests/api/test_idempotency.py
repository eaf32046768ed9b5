"""A request that is repeated with its Idempotency-Key has its effect once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kurator.parties.models import Party
from kurator.platform.database.connections import conninfo_for
from kurator.platform.models import KeptAnswer
from kurator.platform.once import sweep_kept_answers
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
BODY = {"values": {"party.name": "Once Only"}}
KEY = {"Idempotency-Key": "a-key"}
GONE = "kurator.idempotency_answer_gone"
CANARY = "canary@birds.example"


def count() -> int:
    return Party.objects.filter(display_name="Once Only").count()


def test_a_repetition_gets_the_same_answer_and_changes_nothing(api: Api) -> None:
    first, second = (api("anna").post("/parties", BODY, **KEY) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count() == 1


def test_another_body_under_the_same_key_is_refused(api: Api) -> None:
    anna = api("anna")
    anna.post("/parties", BODY, **KEY)
    answer = anna.post("/parties", {"values": {"party.name": "Other"}}, **KEY)
    assert (answer.status, answer.json["code"]) == (422, "kurator.idempotency_key_reused")


def test_another_address_under_the_same_key_is_refused(api: Api) -> None:
    anna = api("anna")
    anna.post("/parties", BODY, **KEY)
    assert anna.post("/tags", {"label": {"en": "x"}}, **KEY).status == 422


def test_keys_of_two_people_do_not_meet(api: Api) -> None:
    assert api("anna").post("/parties", BODY, **KEY).status == 201
    assert api("boris").post("/parties", BODY, **KEY).status == 201
    assert count() == 2


def test_a_refused_request_may_be_tried_again(api: Api) -> None:
    """Nothing was done, so there is nothing to remember."""
    anna = api("anna")
    assert anna.post("/parties", {"values": {}}, **KEY).status == 422
    assert anna.post("/parties", BODY, **KEY).status == 201


def test_who_lost_the_permission_gets_no_old_answer(api: Api, cast: Cast) -> None:
    from kurator.access.models import Role
    from kurator.access.tests.builders import grant_permissions

    anna = api("anna")
    anna.post("/parties", BODY, **KEY)
    code = Role.objects.get(code="TEST_TEAM").code
    grant_permissions(role_code=code, permissions={"parties.create": False})
    assert anna.post("/parties", BODY, **KEY).status == 403


def test_who_sees_less_by_now_is_only_told_that_it_was_done(api: Api) -> None:
    from kurator.access.models import Role

    anna = api("anna")
    anna.post("/parties", BODY, **KEY)
    Role.objects.filter(code="TEST_TEAM").update(fields={"party.tax_id": "NONE"})
    told_again(anna.post("/parties", BODY, **KEY))
    assert count() == 1


def told_again(answer: Answer) -> None:
    assert (answer.status, answer.json["code"]) == (409, "kurator.idempotency_answer_gone")


class TestACustomerWhoChangedHands:
    """His former owner's rights are what they were, and his own kept answers tell of him no more."""

    @pytest.fixture
    def party(self, api: Api) -> Party:
        api("anna").post("/parties", BODY, **KEY)
        return Party.objects.get(display_name="Once Only")

    def _ask(self, api: Api, path: str, body: Any, key: str = "of-his") -> Answer:
        return api("anna").post(path, body, **{"Idempotency-Key": key})

    def test_is_not_told_of_again_until_he_is_seen_again(
        self, api: Api, cast: Cast, party: Party
    ) -> None:
        Party.objects.filter(id=party.id).update(owner_id=cast.viktor.id)
        answer = api("anna").post("/parties", BODY, **KEY)
        assert (answer.status, answer.json["code"]) == (409, GONE)
        assert str(party.id) not in answer.content.decode()
        Party.objects.filter(id=party.id).update(owner_id=cast.anna.id)
        assert api("anna").post("/parties", BODY, **KEY).status == 201

    @pytest.mark.parametrize("what", ["contact", "note", "task"])
    def test_nor_of_what_belongs_to_him(
        self, api: Api, cast: Cast, party: Party, what: str
    ) -> None:
        due = "2026-12-01T10:00:00Z"
        path, body = {
            "contact": (f"/parties/{party.id}/contact-points", {"kind": "EMAIL", "value": CANARY}),
            "note": ("/notes", {"party_id": str(party.id), "text": CANARY}),
            "task": ("/tasks", {"party_id": str(party.id), "title": CANARY, "due_at": due}),
        }[what]
        first = self._ask(api, path, body)
        assert first.status == 201, first.content
        assert self._ask(api, path, body).content == first.content
        Party.objects.filter(id=party.id).update(owner_id=cast.viktor.id)
        answer = self._ask(api, path, body)
        assert (answer.status, answer.json["code"]) == (409, GONE)
        assert CANARY not in answer.content.decode()


def test_of_a_read_nothing_is_kept(api: Api) -> None:
    anna = api("anna")
    for _ in range(2):
        answer = anna.post("/parties/search", {}, **KEY)
        assert answer.status == 200
        assert "Idempotency-Replayed" not in answer.headers
    assert not KeptAnswer.objects.exists()


def test_a_secret_is_told_once(api: Api) -> None:
    arkady, body = api("arkady"), {"name": "P", "scopes": ["parties.view"]}
    assert arkady.post("/keys", body, **KEY).status == 201
    told_again(arkady.post("/keys", body, **KEY))
    assert len(arkady.get("/keys").json) == 1
    assert [bytes(one.body) for one in KeptAnswer.objects.all()] == [b""]


def test_a_program_and_its_person_have_keys_of_their_own(api: Api) -> None:
    arkady = api("arkady")
    scopes = ["keys.use", "parties.view", "parties.create"]
    made = arkady.post("/keys", {"name": "P", "scopes": scopes}).json
    arkady.post("/parties", BODY, **KEY)
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    first, second = (ApiClient().post("/parties", BODY, **KEY, **bearer) for _ in range(2))
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count() == 2


def test_the_answers_of_before_an_erasure_are_gone(api: Api) -> None:
    arkady = api("arkady")
    made = arkady.post("/parties", BODY, **KEY).json
    arkady.delete(f"/parties/{made['id']}")
    wanted = {"ids": [made["id"]], "confirmation": f"K-{made['number']}"}
    assert arkady.post("/recycle-bin/erase", wanted).status == 200
    told_again(arkady.post("/parties", BODY, **KEY))
    assert count() == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "a" * 256, "a\x7f"])
def test_an_unfit_key_is_refused(api: Api, key: str) -> None:
    answer = api("anna").post("/parties", BODY, **{"Idempotency-Key": key})
    assert (answer.status, answer.json["code"]) == (400, "kurator.idempotency_key_unfit")


def test_running_an_import_needs_a_key(api: Api) -> None:
    anna = api("anna")
    made = anna.upload("/imports", file=SimpleUploadedFile("c.csv", b"id,name\n1,One\n"))
    path = f"/api/v1/imports/{made.json['id']}/run"
    answer = anna.client.post(path, {}, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "kurator.idempotency_key_missing"


def test_kept_answers_cannot_be_read_in_the_database(api: Api) -> None:
    api("anna").post("/parties", BODY, **KEY)
    assert b"Once Only" not in bytes(KeptAnswer.objects.get().body)


def test_kept_answers_are_forgotten_after_a_week(api: Api) -> None:
    anna = api("anna")
    anna.post("/parties", BODY, **KEY)
    anna.post("/parties", BODY)
    old = datetime.now(UTC) - timedelta(days=7, minutes=1)
    KeptAnswer.objects.filter(key="a-key").update(created_at=old)
    assert sweep_kept_answers() == 1
    assert anna.post("/parties", BODY, **KEY).status == 201
    assert count() == 3


def test_the_same_request_at_the_same_time_is_told_to_wait(api: Api, cast: Cast) -> None:
    place = f"once {cast.anna.id}/a-key"
    with psycopg.connect(**conninfo_for("worker")) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [place])
        answer = api("anna").post("/parties", BODY, **KEY)
    assert (answer.status, answer.headers["Retry-After"]) == (409, "1")
    assert count() == 0


def test_the_description_tells_of_the_header(api: Api) -> None:
    paths: Any = json.loads(api("anna").get("/openapi.json").content)["paths"]
    names = [p["name"] for p in paths["/api/v1/parties"]["post"]["parameters"]]
    assert "Idempotency-Key" in names
