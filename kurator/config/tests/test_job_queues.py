"""A long job keeps no short one waiting, in one worker process."""

import asyncio
import time
from threading import Event, Thread

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from kurator.config.worker import run_jobs
from kurator.platform.jobs import LONG, SHORT

ended: dict[str, float] = {}
release = Event()


@app.task(name="tests.long", queue=LONG)
def long_job() -> None:
    release.wait(20)
    ended["long"] = time.monotonic()


@app.task(name="tests.short", queue=SHORT)
def short_job() -> None:
    ended["short"] = time.monotonic()


def _wait_for(what: str, seconds: float) -> float:
    until = time.monotonic() + seconds
    while what not in ended and time.monotonic() < until:
        time.sleep(0.02)
    return ended[what]


@pytest.mark.django_db(transaction=True)
def test_a_short_job_runs_while_long_ones_fill_their_queue() -> None:
    ended.clear()
    release.clear()
    stop = Event()
    worker = Thread(target=lambda: asyncio.run(run_jobs(stop)), daemon=True)
    worker.start()
    try:
        for _ in range(3):
            long_job.defer()
        time.sleep(0.5)
        asked = time.monotonic()
        short_job.defer()
        assert _wait_for("short", 10) - asked < 1
        assert "long" not in ended
    finally:
        release.set()
        stop.set()
        worker.join(timeout=30)
    assert not worker.is_alive()
    connection.close()
