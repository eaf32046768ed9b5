"""The API by its own description: generated requests meet no fault, and answers are as described."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from kurator.config.urls import api as described
from tests.client import ApiClient

SECONDS = 60.0
EXAMPLES = 6
DOCUMENT: Any = json.loads(json.dumps(described.get_openapi_schema(), default=str))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
STARTED: list[float] = []
OPERATIONS = [result for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]
SKIPPED_BODIES = re.compile(r"multipart/form-data")


def name(operation: Any) -> str:
    return f"{operation.ok().method.upper()} {operation.ok().path}"


def test_the_description_is_whole() -> None:
    assert len(OPERATIONS) == len(list(SCHEMA.get_all_operations())) > 80


@pytest.mark.parametrize("operation", OPERATIONS, ids=name)
def test_no_generated_request_breaks_it(operation: Any, api: Callable[[str], ApiClient]) -> None:
    """Bounded in time: what is left when the minute is over gets one request each."""
    operation = operation.ok()
    STARTED.append(time.monotonic())
    is_late = STARTED[-1] - STARTED[0] > SECONDS
    client = api("anna").client

    @settings(
        max_examples=1 if is_late else EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if SKIPPED_BODIES.search(str(case.media_type or "")):
            return
        with transaction.atomic():
            response = _send(client, case)
            transaction.set_rollback(True)
        assert response.status_code < 500, (
            case.method,
            case.formatted_path,
            response.content[:300],
        )
        known = set(operation.definition.raw["responses"])
        assert str(response.status_code) in known | {"400", "405", "413"}, response.content[:200]

    ask()


def _send(client: Any, case: Any) -> Any:
    body = (
        b"" if isinstance(case.body, schemathesis.core.NotSet) else orjson.dumps(_plain(case.body))
    )
    headers = {str(k): v for k, v in dict(case.headers or {}).items() if v.isprintable()}
    return client.generic(
        case.method,
        case.formatted_path,
        body,
        content_type="application/json",
        headers=headers,
        query_params={k: str(v) for k, v in dict(case.query or {}).items()},
    )


def _plain(value: Any) -> Any:
    """Whole numbers beyond 64 bits cannot be written; the list of bad inputs has them."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return 0
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
