"""Two people who share no customer: no answer to one holds a byte of the other's."""

import re
from collections.abc import Callable

import pytest

from kurator.platform.api import ANONYMOUS, operations
from tests.api.bodies import BODIES
from tests.api.world import CANARIES, World
from tests.client import ApiClient


@pytest.mark.parametrize(
    "operation",
    [op for op in operations() if op.permission != ANONYMOUS],
    ids=lambda o: o.operation_id,
)
def test_no_operation_shows_anothers_customer(
    operation: object, world: World, api: Callable[[str], ApiClient]
) -> None:
    method, path = operation.method, operation.path  # type: ignore[attr-defined]
    operation_id = operation.operation_id  # type: ignore[attr-defined]
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), path)
    path += world.queries.get(operation_id, "")
    body = BODIES.get(operation_id)
    sent = None if method == "GET" else body(world) if body else {}
    answer = api("viktor").call(method, path, sent)
    text = answer.content + repr(sorted(answer.headers.items())).encode()
    unknown_to_him = [
        canary for canary in CANARIES if canary not in repr(sent) and canary not in path
    ]
    found = [canary for canary in unknown_to_him if canary.encode() in text]
    assert found == [], f"{method} {path} → {answer.status}"
