"""A long job keeps no short one waiting, in one worker process."""

import asyncio
from threading import Event, Thread

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from kurator.config.worker import run_jobs
from kurator.platform.jobs import LONG, SHORT

long_begun, long_ended, short_ended, release = Event(), Event(), Event(), Event()


@app.task(name="tests.long", queue=LONG)
def long_job() -> None:
    long_begun.set()
    release.wait(60)
    long_ended.set()


@app.task(name="tests.short", queue=SHORT)
def short_job() -> None:
    short_ended.set()


@pytest.mark.django_db(transaction=True)
def test_a_short_job_runs_while_long_ones_fill_their_queue() -> None:
    for event in (long_begun, long_ended, short_ended, release):
        event.clear()
    stop = Event()
    worker = Thread(target=lambda: asyncio.run(run_jobs(stop)), daemon=True)
    worker.start()
    try:
        for _ in range(3):
            long_job.defer()
        assert long_begun.wait(30)
        short_job.defer()
        assert short_ended.wait(30)
        assert not long_ended.is_set()
    finally:
        release.set()
        stop.set()
        worker.join(timeout=30)
    assert not worker.is_alive()
    connection.close()
