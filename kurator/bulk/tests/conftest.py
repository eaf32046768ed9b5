"""Runs that are left to the worker, and the worker's turn."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from kurator.bulk.services import running, starting
from kurator.bulk.services.running import run_in_background


@pytest.fixture
def in_background(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nothing is small enough for the request; returns the worker's turn."""
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    monkeypatch.setattr(starting, "PORTION", 4)
    monkeypatch.setattr(running, "PORTION", 4)

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args ->> 'run_id' FROM procrastinate_jobs WHERE task_name = 'bulk.run'"
            )
            for (run_id,) in cursor.fetchall():
                run_in_background(UUID(run_id), clock=lambda: datetime.now(UTC))

    return work
