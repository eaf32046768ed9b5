"""A plain psycopg connection: to KURATOR_TEST_DSN when given, else to the suite's own database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

Connection = psycopg.Connection[Any]


@pytest.fixture
def pg_connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    dsn = os.environ.get("KURATOR_TEST_DSN")
    if dsn:
        with psycopg.connect(dsn, autocommit=True) as found:
            yield found
        return
    request.getfixturevalue("db")
    from django.db import connection

    connection.ensure_connection()
    yield connection.connection
