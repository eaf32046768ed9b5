"""
What must hold for every operation of the API, whoever wrote it: taken from the list of operations,
so that a new one is tested the day it is born.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurator.platform.api import ANONYMOUS, ANYONE, Operation, operations
from kurator.platform.features import permissions
from tests.api.bodies import BODIES
from tests.api.fingerprint import fingerprint
from tests.api.world import World
from tests.client import Answer, ApiClient

ALL = operations()
GUARDED = [op for op in ALL if op.permission != ANONYMOUS]
WITH_PERMISSION = [op for op in GUARDED if op.permission != ANYONE]
OF_CUSTOMER = [
    op
    for op in GUARDED
    if re.search(r"\{(party|task|note|import|export|mapping|view|file)_id\}", op.path)
]
READS = [op for op in GUARDED if op.method == "GET"]
QUERY_BUDGET = 14
CARD_BUDGET = 12
CONTENTS = {"files_add_file", "files_add_version"}
CARDS = {"parties_get_party", "parties_get_whole_card"}
OF_THE_TEST = re.compile(
    r"SAVEPOINT|RELEASE|ROLLBACK|SELECT current_setting\('role'\)|SET LOCAL ROLE kurator_worker"
)
"""What only the transaction around each test sends."""


def name(operation: Operation) -> str:
    return operation.operation_id


def call(client: ApiClient, operation: Operation, world: World) -> Answer:
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    path += world.queries.get(operation.operation_id, "")
    body = BODIES.get(operation.operation_id)
    if operation.method == "GET":
        return client.get(path)
    if operation.operation_id == "imports_upload":
        return client.upload(path, file=SimpleUploadedFile("c.csv", b"id,name\n1,One\n"))
    if operation.operation_id in CONTENTS:
        return client.send(path, b"A second text.\n", "second.txt")
    return client.call(operation.method, path, body(world) if body else {})


@pytest.mark.parametrize("operation", GUARDED, ids=name)
def test_anonymous_is_refused_and_nothing_changes(operation: Operation, world: World) -> None:
    before = fingerprint()
    nobody = ApiClient()
    nobody.client.handler.enforce_csrf_checks = True
    assert call(nobody, operation, world).status == 401
    assert fingerprint() == before


@pytest.mark.parametrize("operation", WITH_PERMISSION, ids=name)
def test_missing_permission_is_refused_and_nothing_changes(
    operation: Operation, world: World, api: Callable[[str], ApiClient]
) -> None:
    nina = api("nina")
    before = fingerprint()
    answer = call(nina, operation, world)
    assert answer.status == 403, answer.content
    assert answer.json["code"] == "kurator.permission_missing"
    assert permissions()[operation.permission].label["en"] in answer.json["detail"]
    assert fingerprint() == before


@pytest.mark.parametrize("operation", OF_CUSTOMER, ids=name)
def test_an_outsider_finds_nothing_and_nothing_changes(
    operation: Operation, world: World, api: Callable[[str], ApiClient]
) -> None:
    viktor = api("viktor")
    before = fingerprint()
    answer = call(viktor, operation, world)
    assert answer.status == 404, answer.content
    assert fingerprint() == before


@pytest.mark.parametrize("operation", READS, ids=name)
def test_reads_stay_within_the_query_budget(
    operation: Operation, world: World, api: Callable[[str], ApiClient]
) -> None:
    anna = api("anna")
    with CaptureQueriesContext(connection) as queries:
        answer = call(anna, operation, world)
    assert answer.status == 200, answer.content
    sent = [q["sql"] for q in queries.captured_queries if not OF_THE_TEST.match(q["sql"])]
    budget = CARD_BUDGET if operation.operation_id in CARDS else QUERY_BUDGET
    assert len(sent) <= budget, [sql[:120] for sql in sent]


@pytest.mark.parametrize("operation", GUARDED, ids=name)
def test_the_one_who_may_is_served(
    operation: Operation, world: World, api: Callable[[str], ApiClient]
) -> None:
    """Otherwise the refusals above would prove nothing."""
    answer = call(api("anna"), operation, world)
    expected: Any = world.refused.get(operation.operation_id, range(200, 300))
    assert answer.status in expected, answer.content
