"""The worker's loops: deliveries go out side by side, messages are worked on one after another."""

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from functools import partial
from threading import Event
from typing import Final

from django.db import close_old_connections

from kurator.platform.clock import database_now
from kurator.platform.context import Context, open_scope
from kurator.platform.egress import egress
from kurator.platform.faults import fault_point
from kurator.platform.outbox import Delivery
from kurator.webhooks.services.processing import process_messages
from kurator.webhooks.services.queueing import queue_deliveries
from kurator.webhooks.services.sending import (
    claim_deliveries,
    forget_old,
    send,
    settle,
    shorten_pauses,
)
from kurator.webhooks.types import Job, Outcome

SENDERS: Final = 16
IDLE_SECONDS: Final = 0.25
SWEEP_SECONDS: Final = 3600
SENDER: Final = Context(actor_kind="system", actor_name="webhooks", channel="worker")
RECEIVER: Final = Context(actor_kind="system", actor_name="webhooks", channel="hook")
Sending = dict["Future[Outcome]", Job]


def _signed_at() -> datetime:
    return datetime.now(UTC)


def queue(deliveries: Sequence[Delivery]) -> None:
    queue_deliveries(deliveries, now=database_now())


def run_sender(stop: Event) -> None:
    """Send until told to stop; a slow receiver holds a few of the threads, never all."""
    running: Sending = {}
    swept = 0.0
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook") as pool:
        while not stop.is_set():
            close_old_connections()
            if time.monotonic() - swept > SWEEP_SECONDS:
                swept = time.monotonic()
                with open_scope(SENDER):
                    forget_old(now=database_now())
                    shorten_pauses()
            if not start_sending(pool, running) and not running:
                stop.wait(IDLE_SECONDS)
            settle_finished(running, seconds=IDLE_SECONDS)


def start_sending(pool: Executor, running: Sending) -> int:
    """Lease what fits and hand it to the threads; returns how many."""
    busy = list({job.webhook_id for job in running.values()})
    with open_scope(SENDER):
        jobs = claim_deliveries(limit=SENDERS - len(running), busy=busy)
    if jobs:
        fault_point("webhooks.claimed")
    for job in jobs:
        running[pool.submit(partial(send, job, egress=egress(), clock=_signed_at))] = job
    return len(jobs)


def settle_finished(running: Sending, *, seconds: float) -> int:
    """Settle what has come back, each in a transaction of its own; returns how many."""
    done, _ = wait(running, timeout=seconds, return_when=FIRST_COMPLETED)
    for finished in done:
        job = running.pop(finished)
        fault_point("webhooks.sent")
        with open_scope(SENDER):
            settle(job, finished.result(), now=database_now())
    return len(done)


def run_receiver(stop: Event) -> None:
    while not stop.is_set():
        close_old_connections()
        with open_scope(RECEIVER):
            taken = process_messages(now=database_now())
        if not taken:
            stop.wait(IDLE_SECONDS)
