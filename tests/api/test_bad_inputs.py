"""
Every field of every operation gets every value of the list. Whatever comes of it: no fault of
ours, nothing changed by what is refused, an answer in time.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest
from django.db import transaction

from kurator.config.urls import api as described
from kurator.platform.api import ANONYMOUS, Operation, operations
from tests.api.bad_inputs import QUERIES, RAW, VALUES, WRITTEN
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.places import places, with_value
from tests.api.world import World
from tests.client import Answer, ApiClient

PLACE = "of-what-is-written"
SECONDS = 10.0
"""Generous, because the machine may be busy with other tests; a hang takes longer."""
KEPT_OF_REFUSALS = "tracking_securityevent"
WITH_BODY = [op for op in operations() if op.operation_id in BODIES]
WRITES = [op for op in operations() if op.method != "GET"]
GUARDED = [op for op in operations() if op.permission != ANONYMOUS]
ASKED: dict[str, list[str]] = {
    one["operationId"]: [at["name"] for at in one.get("parameters", ()) if at["in"] == "query"]
    for methods in described.get_openapi_schema()["paths"].values()
    for one in methods.values()
}
"""What each operation may be asked in its address."""


def unchanged() -> dict[str, str]:
    """All tables but the note of refused proofs, which is meant to be kept."""
    return {table: rows for table, rows in fingerprint().items() if table != KEPT_OF_REFUSALS}


def name(operation: Operation) -> str:
    return operation.operation_id


def path_of(operation: Operation, world: World) -> str:
    return re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)


def bodies(body: Any) -> Iterator[tuple[str, bytes]]:
    for at in places(body):
        for label, value in VALUES.items():
            yield f"{'.'.join(map(str, at))}={label}", _dumped(with_value(body, at, value))
        for label, written in WRITTEN.items():
            raw = _dumped(with_value(body, at, PLACE)).replace(f'"{PLACE}"'.encode(), written)
            yield f"{'.'.join(map(str, at))}={label}", raw
    yield "unknown field", _dumped({**body, "is_admin": True, "owner_id": "x", "__proto__": {}})


def _dumped(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except (TypeError, ValueError):  # whole numbers beyond 64 bits, depth
        import json

        return json.dumps(value).encode()


def send(client: ApiClient, operation: Operation, path: str, body: bytes) -> Answer:
    return Answer(
        client.client.generic(
            operation.method,
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "k" + str(time.perf_counter_ns())},
        )
    )


@contextmanager
def undoing() -> Iterator[Callable[[Answer], None]]:
    """What is accepted is undone, so that each value meets the same world; refusals undo themselves."""
    with transaction.atomic():
        before = transaction.savepoint()

        def undo(answer: Answer) -> None:
            if answer.status < 400:
                transaction.savepoint_rollback(before)

        yield undo


def check(answer: Answer, seconds: float, label: str) -> None:
    assert answer.status < 500, f"{label}: {answer.status} {answer.content[:300]!r}"
    assert seconds < SECONDS, f"{label}: {seconds:.1f} s"
    if answer.status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json", label
        problem = answer.json
        assert problem["code"], label
        assert problem["detail"], label
        assert not re.search(r"Traceback|psycopg|SELECT |/kurator/|File \"", str(problem)), label


@pytest.mark.parametrize("operation", WITH_BODY, ids=name)
def test_a_bad_value_in_any_field(
    operation: Operation, world: World, api: Callable[[str], ApiClient]
) -> None:
    client, path = api("anna"), path_of(operation, world)
    before, body = unchanged(), BODIES[operation.operation_id](world)
    refused = 0
    with undoing() as undo:
        for label, raw in bodies(body):
            started = time.perf_counter()
            answer = send(client, operation, path, raw)
            check(answer, time.perf_counter() - started, label)
            refused += answer.status >= 400
            undo(answer)
    assert unchanged() == before
    assert refused


@pytest.mark.parametrize("operation", WRITES, ids=name)
def test_a_bad_body(operation: Operation, world: World, api: Callable[[str], ApiClient]) -> None:
    client, path = api("anna"), path_of(operation, world)
    before = unchanged()
    with undoing() as undo:
        for label, raw in RAW.items():
            started = time.perf_counter()
            answer = send(client, operation, path, raw)
            check(answer, time.perf_counter() - started, label)
            undo(answer)
    assert unchanged() == before


@pytest.mark.parametrize("operation", GUARDED, ids=name)
def test_a_bad_address(operation: Operation, world: World, api: Callable[[str], ApiClient]) -> None:
    client, before = api("anna"), unchanged()
    if operation.method == "GET":
        for text in QUERIES:
            for key in ("unknown", *ASKED[operation.operation_id]):
                started = time.perf_counter()
                with transaction.atomic():  # a download that succeeds is noted
                    answer = client.get(f"{path_of(operation, world)}?{key}={text}")
                    if answer.status < 400:
                        transaction.set_rollback(True)
                check(answer, time.perf_counter() - started, f"{key}={text[:20]}")
    if "{" in operation.path:
        for text in ("x", "%00", "-1", "a" * 300, "%F0%9F%92%A9", "..%2f..%2f"):
            path = re.sub(r"\{[^}]+\}", text, operation.path)
            answer = client.call(operation.method, path, {})
            assert answer.status in (400, 404, 405, 409, 422), f"{text}: {answer.status}"
    assert unchanged() == before
