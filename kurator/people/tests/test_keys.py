"""API keys: what a program may do with one, and every way in which it must not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client

from kurator.access.models import ApiKey, Role, User, UserRole
from kurator.access.sessions import hash_session_key
from kurator.parties.tests.builders import make_party
from kurator.tracking.models import ChangeTransaction
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")
ALL = ["parties.view", "parties.edit", "parties.create", "tasks.view"]


def make(client: ApiClient, **changes: Any) -> Any:
    answer = client.post("/keys", {"name": "Telephony", "scopes": ALL, **changes})
    assert answer.status == 201, answer.content
    return answer.json


class Program:
    def __init__(self, secret: str, addr: str = "127.0.0.1") -> None:
        # CSRF checks are on, as they are outside of tests: a key must not need a token
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=addr)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return Answer(
            self.client.generic(
                method,
                f"/api/v1{path}",
                b"" if body is None else orjson.dumps(body),
                content_type="application/json",
                headers=self.headers,
            )
        )


def test_a_program_reads_and_writes_without_a_csrf_token(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="Halyna")
    program = Program(make(api("anna"))["secret"])
    assert program.call("GET", f"/parties/{party.id}").status == 200
    body = {"set": {"party.status": "FORMER"}, "base": {}}
    assert program.call("PATCH", f"/parties/{party.id}", body).status == 200


def test_the_history_names_the_person_and_the_key(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    body = {"set": {"party.status": "FORMER"}, "base": {}}
    Program(make(api("anna"))["secret"]).call("PATCH", f"/parties/{party.id}", body)
    latest = ChangeTransaction.objects.latest("id")
    assert latest.actor_name == "Anna Test (key: Telephony)"
    assert (latest.channel, latest.actor_id) == ("api", str(cast.anna.id))


def test_only_the_hash_is_kept_and_the_key_is_shown_once(api: Api) -> None:
    made = make(api("anna"))
    secret = made["secret"]
    assert secret.startswith("kur_")
    kept = ApiKey.objects.get()
    assert kept.key_hash == hash_session_key(secret)
    assert secret not in str(vars(kept))
    assert secret.encode() not in api("anna").get("/keys").content


def test_it_sees_no_more_customers_than_its_owner(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    program = Program(make(api("viktor"))["secret"])
    assert program.call("GET", f"/parties/{party.id}").status == 404


def test_scopes_narrow_the_rights_and_follow_the_owners(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    program = Program(make(api("anna"), scopes=["parties.view"])["secret"])
    body = {"set": {"party.status": "FORMER"}, "base": {}}
    assert program.call("PATCH", f"/parties/{party.id}", body).status == 403
    assert program.call("GET", f"/parties/{party.id}").status == 200
    role = UserRole.objects.get(user=cast.anna).role_id
    Role.objects.filter(id=role).update(permissions=["tasks.view"])
    assert program.call("GET", f"/parties/{party.id}").status == 403


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"scopes": []}, ["scopes"]),
        ({"scopes": ["parties.view", "root.everything"]}, ["scopes", 1]),
        ({"name": " "}, ["name"]),
        ({"networks": ["10.0.0.0/8", "anywhere"]}, ["networks", 1]),
        ({"expires_at": "2020-01-01T00:00:00Z"}, ["expires_at"]),
        ({"expires_at": "2030-01-01T00:00:00"}, ["expires_at"]),
        ({"user_id": "0198c2b6-0000-7000-8000-000000000000"}, ["user_id"]),
        ({"key_hash": "x"}, ["key_hash"]),
    ],
)
def test_what_is_wrong_is_named(api: Api, changes: Any, place: list[str | int]) -> None:
    answer = api("anna").post("/keys", {"name": "Program", "scopes": ALL, **changes})
    assert answer.status == 422, answer.content
    assert [part for part in answer.json["errors"][0]["loc"] if part != "body"] == place


def test_a_permission_that_one_lacks_is_no_scope(api: Api, cast: Cast) -> None:
    role = UserRole.objects.get(user=cast.anna).role_id
    Role.objects.filter(id=role).update(permissions=["keys.use", "parties.view"])
    answer = api("anna").post("/keys", {"name": "Wider", "scopes": ["people.manage"]})
    assert answer.json["errors"][0]["code"] == "people.key_wider"
    assert not ApiKey.objects.exists()


class TestItIsRefused:
    def seen(self, program: Program) -> int:
        return program.call("GET", "/fields").status

    def test_when_it_is_unknown(self, db: None) -> None:
        assert self.seen(Program("kur_" + "x" * 43)) == 401

    def test_when_it_is_revoked_at_once(self, api: Api) -> None:
        made = make(api("anna"))
        program = Program(made["secret"])
        assert self.seen(program) == 200
        assert api("anna").post(f"/keys/{made['key']['id']}/revoke").json["state"] == "revoked"
        assert self.seen(program) == 401

    def test_when_it_has_expired(self, api: Api) -> None:
        soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        program = Program(make(api("anna"), expires_at=soon)["secret"])
        assert self.seen(program) == 200
        ApiKey.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        assert self.seen(program) == 401
        assert api("anna").get("/keys").json[0]["state"] == "expired"

    def test_when_its_owner_is_disabled(self, api: Api, cast: Cast) -> None:
        program = Program(make(api("anna"))["secret"])
        User.objects.filter(id=cast.anna.id).update(is_active=False)
        assert self.seen(program) == 401

    @pytest.mark.parametrize(
        ("addr", "status"),
        [("192.0.2.17", 200), ("2001:db8::5", 200), ("192.0.3.1", 403), ("nonsense", 403)],
    )
    def test_from_other_addresses(self, api: Api, addr: str, status: int) -> None:
        secret = make(api("anna"), networks=["192.0.2.0/24", "2001:db8::/32"])["secret"]
        assert self.seen(Program(secret, addr)) == status

    def test_beside_a_good_cookie(self, api: Api) -> None:
        anna = api("anna")
        assert anna.get("/fields", Authorization="Bearer kur_wrong").status == 401

    def test_in_the_address_or_the_cookie(self, api: Api) -> None:
        secret = make(api("anna"))["secret"]
        assert ApiClient().get(f"/fields?kurator_session={secret}").status == 401
        stranger = ApiClient()
        stranger.client.cookies["kurator_session"] = secret
        assert stranger.get("/fields").status == 401


class TestAKeyIsNoPerson:
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("POST", "/keys", {"name": "Second", "scopes": ["parties.view"]}),
            ("PATCH", "/session", {"language": "uk"}),
            ("DELETE", "/session", None),
        ],
    )
    def test_it_makes_no_keys_and_ends_no_sessions(
        self, api: Api, method: str, path: str, body: Any
    ) -> None:
        program = Program(make(api("anna"), scopes=["keys.use", "keys.all"])["secret"])
        answer = program.call(method, path, body)
        assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")
        assert ApiKey.objects.count() == 1

    def test_a_session_cookie_is_no_key(self, api: Api) -> None:
        api("anna")
        assert Program("key-of-anna").call("GET", "/fields").status == 401


class TestKeysOfOthers:
    def without_all(self, cast: Cast) -> None:
        role = UserRole.objects.get(user=cast.viktor).role_id
        Role.objects.filter(id=role).update(permissions=["keys.use"])

    def test_they_are_not_listed_and_not_revoked(self, api: Api, cast: Cast) -> None:
        made = make(api("anna"))
        self.without_all(cast)
        assert api("viktor").get("/keys").json == []
        assert api("viktor").get("/keys/all").status == 403
        assert api("viktor").post(f"/keys/{made['key']['id']}/revoke").status == 404
        assert ApiKey.objects.get().revoked_at is None

    def test_whoever_looks_after_all_sees_and_revokes_them(self, api: Api) -> None:
        made = make(api("anna"))
        listed = api("arkady").get("/keys/all").json
        assert [(key["owner"], key["name"]) for key in listed] == [("Anna Test", "Telephony")]
        assert api("arkady").post(f"/keys/{made['key']['id']}/revoke").status == 200


def test_last_use_is_noted_at_most_once_a_minute(api: Api) -> None:
    program = Program(make(api("anna"))["secret"])
    program.call("GET", "/fields")
    first = ApiKey.objects.get()
    assert first.last_used_at is not None
    assert first.last_used_addr == "127.0.0.1"
    program.call("GET", "/fields")
    assert ApiKey.objects.get().last_used_at == first.last_used_at


def test_the_api_describes_both_ways_in(api: Api) -> None:
    described = api("anna").get("/openapi.json").json["components"]["securitySchemes"]
    assert {(item["type"], item.get("scheme")) for item in described.values()} == {
        ("apiKey", None),
        ("http", "bearer"),
    }
