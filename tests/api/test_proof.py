"""
What lets somebody or some program in, or widens what they may, asks for a recent proof of who is
there. Which operations do so stands at each of them; that none forgets it is held here.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kurator.access.models import Session
from kurator.platform.api import ANONYMOUS, Operation, operations
from kurator.platform.features import permissions
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.world import World
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.requirement("R001-58"), pytest.mark.requirement("R001-59")]
CHANGING = [op for op in operations() if op.method != "GET" and op.permission != ANONYMOUS]
ASKING = [op for op in CHANGING if op.proof in ("always", "sometimes")]
OPEN_TO_KEYS = [op for op in ASKING if not op.people_only]
TAKES_OR_KEEPS = {
    "copies_take_copy": "a link of one minute for whoever is there",
    "notifications_mark_notifications_read": "one's own notices",
    "people_disable_person": "shuts out",
    "teams_create_team": "nobody is in it yet",
    "teams_rename_team": "a name",
    "teams_remove_team": "nobody is in it",
    "roles_remove_role": "nobody has it",
    "keys_revoke_key": "shuts out",
    "looks_end_look": "back to less",
    "sign_in_rename_self": "a name",
    "sign_in_end_own_session": "shuts out",
    "sign_in_end_other_sessions": "shuts out",
    "sign_in_rename_passkey": "a name",
    "sign_in_offer_proof": "the proof itself",
    "sign_in_prove": "the proof itself",
    "sign_in_change_preferences": "looks",
    "sign_in_log_out": "shuts out",
    "sign_in_read_metadata": "keeps nothing",
    "sign_in_refresh_metadata": "reads an address that was set with a proof",
    "webhooks_delete_webhook": "shuts out",
    "webhooks_try_out": "says nothing",
    "webhooks_redeliver": "says again what was said",
    "hook_sources_delete_source": "shuts out",
    "hook_sources_retry_message": "works on what came",
}
"""Near those that give access, and asking for nothing: why."""
MESSAGE = {"external_id": "id", "at": "at", "values": {}}
Bodies = dict[str, list[dict[str, Any]]]


def asking_bodies(world: World) -> Bodies:
    """What those that ask sometimes ask for; `None` of BODIES elsewhere."""
    role = str(world.ids["role_id"])
    return {
        "people_change_person": [
            {"role_ids": [role]},
            {"team_id": str(world.ids["team_id"])},
            {"email": "new@example.com"},
        ],
        "webhooks_change_webhook": [{"topics": ["parties.changed"]}, {"url": "https://a.example"}],
        "hook_sources_change_source": [{"mapping": MESSAGE}],
    }


QUIET_BODIES: Bodies = {
    "people_change_person": [{"name": "Boris", "language": "uk"}],
    "webhooks_change_webhook": [{"name": "Other", "is_active": False}],
    "hook_sources_change_source": [{"name": "Other", "is_active": False}],
}
BY_THE_OLD_PASSWORD = {"sign_in_change_password"}
"""Asks only whoever has no password yet; see kurator/sign_in/tests/test_oidc.py."""


def name(operation: Operation) -> str:
    return operation.operation_id


def must_say(operation: Operation) -> bool:
    permission = permissions().get(operation.permission)
    gives = permission is not None and permission.gives_access
    return gives or operation.tells_secret or operation.people_only


@pytest.mark.parametrize("operation", [op for op in CHANGING if must_say(op)], ids=name)
def test_whatever_could_give_access_says_whether_it_asks(operation: Operation) -> None:
    assert operation.proof is not None, "say proof= at the operation"
    if operation.proof == "never":
        assert operation.operation_id in TAKES_OR_KEEPS


def test_those_that_ask_for_nothing_are_there() -> None:
    assert {op.operation_id for op in CHANGING if op.proof == "never"} == set(TAKES_OR_KEEPS)


def without_proof(who: ApiClient) -> ApiClient:
    Session.objects.update(proven_at=datetime.now(UTC) - timedelta(minutes=16))
    return who


def ask(client: ApiClient, operation: Operation, world: World, **headers: str) -> list[Any]:
    """Call it with every body that asks for a proof."""
    bodies = asking_bodies(world).get(operation.operation_id)
    if bodies is None:
        body = BODIES.get(operation.operation_id)
        bodies = [body(world) if body else {}]
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    return [client.call(operation.method, path, body, **headers) for body in bodies]


@pytest.mark.parametrize(
    "operation", [op for op in ASKING if op.operation_id not in BY_THE_OLD_PASSWORD], ids=name
)
def test_without_a_recent_proof_nothing_changes(
    operation: Operation, world: World, api: Api
) -> None:
    arkady = without_proof(api("arkady"))
    before = fingerprint()
    for answer in ask(arkady, operation, world):
        assert (answer.status, answer.json["code"]) == (403, "access.proof_needed")
    assert fingerprint() == before


@pytest.mark.parametrize("operation", [op for op in ASKING if op.proof == "sometimes"], ids=name)
def test_names_and_switches_are_changed_without(
    operation: Operation, world: World, api: Api
) -> None:
    arkady = without_proof(api("arkady"))
    path = re.sub(r"\{(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    for body in QUIET_BODIES.get(operation.operation_id, []):
        answer = arkady.call(operation.method, path, body)
        assert answer.status == 200, answer.content


@pytest.mark.parametrize("operation", OPEN_TO_KEYS, ids=name)
def test_a_key_proves_nothing(operation: Operation, world: World, api: Api) -> None:
    """The widest key there can be, made a moment ago by somebody who may do everything."""
    made = api("arkady").post("/keys", {"name": "Robot", "scopes": list(permissions())}).json
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    for answer in ask(ApiClient(), operation, world, **bearer):
        assert (answer.status, answer.json["code"]) == (403, "access.key_not_enough")


def test_the_session_of_somebody_else_proves_nothing(world: World, cast: Cast, api: Api) -> None:
    arkady, anna = api("arkady"), api("anna")
    Session.objects.filter(user=cast.arkady).update(proven_at=datetime.now(UTC) - timedelta(days=1))
    body = {"name": "Robot", "scopes": ["parties.view"]}
    assert arkady.post("/keys", body).json["code"] == "access.proof_needed"
    assert anna.post("/keys", body).status == 201


def test_the_refused_request_is_repeated_under_its_own_key(world: World, api: Api) -> None:
    """The pages ask for the proof and send the same request again."""
    arkady, once = without_proof(api("arkady")), {"Idempotency-Key": "a-key-of-the-page"}
    body = {"name": "Robot", "scopes": ["parties.view"]}
    assert arkady.post("/keys", body, **once).status == 403
    Session.objects.update(proven_at=datetime.now(UTC))
    assert arkady.post("/keys", body, **once).status == 201


def test_the_reference_names_all_that_ask() -> None:
    text = Path("docs/reference/security.md").read_text(encoding="utf-8")
    missing = [f"{op.method} {op.path}" for op in ASKING if f"`{op.method} {op.path}`" not in text]
    assert not missing


def test_the_description_of_the_api_tells_it() -> None:
    from kurator.config.urls import api as ninja

    described = ninja.get_openapi_schema()["paths"]
    for op in ASKING:
        found = described[f"/api/v1{op.path}"][op.method.lower()]
        assert found["x-proof"] == op.proof
