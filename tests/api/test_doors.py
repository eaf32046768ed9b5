"""Every operation, asked by a key that is over, and without the token that other pages do not have."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from django.test import Client

from kurator.access.models import ApiKey, Session
from kurator.access.session import COOKIE
from kurator.access.sessions import hash_session_key
from kurator.platform.api import ANONYMOUS, Operation, operations
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.world import World
from tests.client import ApiClient

GUARDED = [op for op in operations() if op.permission != ANONYMOUS]
UNSAFE = [op for op in GUARDED if op.method not in ("GET", "HEAD")]
NOW = datetime.now(UTC)
KEY = "kur_of-the-test-and-nobody-else-0000000000000"


def asked(client: Client, operation: Operation, world: World, **headers: str) -> int:
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    body = BODIES.get(operation.operation_id)
    response = client.generic(
        operation.method,
        f"/api/v1{path}{world.queries.get(operation.operation_id, '')}",
        orjson.dumps(body(world)) if body else b"",
        content_type="application/json",
        headers=headers,
    )
    return int(response.status_code)


@pytest.mark.parametrize(
    "over",
    [
        {"expires_at": NOW - timedelta(seconds=1)},
        {"revoked_at": NOW - timedelta(seconds=1)},
        {"networks": ["203.0.113.0/24"]},
    ],
    ids=["expired", "revoked", "from elsewhere"],
)
def test_a_key_that_is_over_opens_no_operation(world: World, over: dict[str, object]) -> None:
    scopes = sorted({op.permission for op in GUARDED})
    values = {"user": world.cast.anna, "name": "Old", "beginning": KEY[:10], "scopes": scopes}
    ApiKey.objects.create(key_hash=hash_session_key(KEY), **{**values, **over})
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    before = fingerprint()
    bearer = {"Authorization": f"Bearer {KEY}"}
    let_in = [
        operation.operation_id
        for operation in GUARDED
        if asked(client, operation, world, **bearer) not in (401, 403)
    ]
    assert let_in == []
    assert fingerprint() == before


def test_a_key_that_is_not_over_opens_some(world: World) -> None:
    """Or the test above would show nothing."""
    ApiKey.objects.create(
        user=world.cast.anna, name="Now", beginning=KEY[:10], scopes=["parties.view"],
        key_hash=hash_session_key(KEY), expires_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    client = Client(enforce_csrf_checks=True)
    (read,) = [op for op in GUARDED if op.operation_id == "parties_get_party"]
    assert asked(client, read, world, Authorization=f"Bearer {KEY}") == 200


def test_nothing_is_changed_without_the_token(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    """Another page has the cookie sent along, and does not know the token."""
    Session.objects.create(
        key_hash=hash_session_key("of-the-browser"),
        user=world.cast.anna,
        expires_at=NOW + timedelta(days=1),
    )
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[COOKIE] = "of-the-browser"
    before = fingerprint()
    served = [
        operation.operation_id for operation in UNSAFE if asked(client, operation, world) != 403
    ]
    assert served == []
    assert fingerprint() == before
