"""
Prometheus metrics.

Under the supervisor all processes write into files of one folder (PROMETHEUS_MULTIPROC_DIR), so that
whichever process is asked tells of all.
"""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

REQUEST_SECONDS = Histogram(
    "kurator_request_seconds", "Time to answer an API request", ["operation", "status"]
)
REQUEST_STATEMENTS = Histogram(
    "kurator_request_statements",
    "Statements sent to the database for an API request",
    ["operation"],
    buckets=(2, 5, 10, 15, 20, 30, 50, 100),
)
POLICY_REFUSALS = Counter(
    "kurator_policy_refusals_total",
    "Statements that the database refused for want of a right: each means that a check was forgotten",
)
OUTBOX_DELIVERED = Counter("kurator_outbox_delivered_total", "Events delivered", ["topic"])
LEASES_EXPIRED = Counter(
    "kurator_lease_expiries_total",
    "Pieces of work whose holder ended without a word, taken over by another",
    ["queue"],
)
POOL_SECONDS = Histogram(
    "kurator_pool_seconds", "Time that live updates waited for a connection to the database"
)
QUEUE_SECONDS = Histogram("kurator_queue_seconds", "Time a request waited for a thread")
SHED = Counter("kurator_shed_total", "Requests refused because of overload", ["kind"])
LIVE_CONNECTIONS = Gauge(
    "kurator_live_connections", "Open live connections", multiprocess_mode="livesum"
)
UNWRITTEN_SIGHTINGS = Gauge(
    "kurator_unwritten_sightings",
    "Openings of cards and refusals that could not be written yet",
    multiprocess_mode="livesum",
)


def note_expired(queue: str, number: int) -> None:
    if number:
        LEASES_EXPIRED.labels(queue).inc(number)


def all_processes() -> CollectorRegistry:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    return registry
