"""Figures that no process owns: read from the database, the backups and the disk when asked."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kurator.operations.backups.verifying import latest_verdict
from kurator.operations.disk import disk_room
from kurator.operations.selectors import newest_backup_at
from kurator.platform.queries import read_rows, read_value

QUEUES = {
    "waiting": "How many wait",
    "oldest_seconds": "How long the first one waits",
    "running": "How many are under way",
    "failed": "How many failed for good",
    "unknown": "How many have an unknown outcome",
}
_STATE = """
SELECT k.is_outbound_held(), extract(epoch FROM clock_timestamp()),
       CASE WHEN a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
            THEN extract(epoch FROM clock_timestamp() - coalesce(a.last_archived_time, a.stats_reset)) END
  FROM pg_stat_archiver a
"""


class SharedGauges(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = [*_queues(), *_attempts(), *_state(), *_security(), *_last_hour(), *_seals()]
        except DatabaseError:
            connection.close()
            found = []
        yield _one("kurator_database_up", "Whether the database answers", float(bool(found)))
        yield from found
        yield from _backups(datetime.now(UTC))
        disk = disk_room()
        yield _one("kurator_disk_free_bytes", "Room on the disk of the data", disk.free)
        yield _one("kurator_disk_total_bytes", "Size of that disk", disk.total)


def shared_gauges() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(SharedGauges())
    return registry


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _queues() -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, waiting, extract(epoch FROM clock_timestamp() - oldest_at), running,"
            " failed, unknown FROM k.all_queue_figures()"
        )
        rows = cursor.fetchall()
    for position, (name, text) in enumerate(QUEUES.items(), start=1):
        family = GaugeMetricFamily(f"kurator_queue_{name}", text, labels=["queue"])
        for row in rows:
            family.add_metric([row[0]], max(0.0, float(row[position] or 0)))
        yield family


def _attempts() -> Iterator[GaugeMetricFamily]:
    yield _labelled(
        "kurator_queue_attempts",
        "How often the one that was tried most has been tried, of what is not over",
        "queue",
        "SELECT code, attempts FROM k.attempt_figures()",
    )


def _labelled(name: str, text: str, label: str, query: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, figure in read_rows(query):
        family.add_metric([value], float(figure))
    return family


def _last_hour() -> Iterator[GaugeMetricFamily]:
    yield _labelled(
        "kurator_refusals_last_hour",
        "Requests for what is hidden or not permitted, by the asking person's role",
        "role",
        "SELECT role, refusals FROM k.refusal_figures()",
    )
    rows = read_value("SELECT k.exported_rows()")
    yield _one("kurator_exported_rows_last_hour", "Customers that left in files", float(rows))


def _state() -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        is_held, clock, lag = cursor.fetchone()
    offset = float(clock) - time.time()
    yield _one("kurator_outbound_held", "Whether everything outgoing is held", float(is_held))
    yield _one("kurator_clock_offset_seconds", "Clock of the database less ours", offset)
    yield _one("kurator_archive_lag_seconds", "Since when the log is not handed over", lag or 0.0)


def _security() -> Iterator[GaugeMetricFamily]:
    yield _labelled(
        "kurator_security_events_last_hour",
        "Security events by kind",
        "kind",
        "SELECT kind, events FROM k.security_figures()",
    )


def _seals() -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM clock_timestamp() - verified_at), broken"
            " FROM k.all_seal_figures()"
        )
        age, broken = cursor.fetchone()
    yield _one("kurator_broken_seals", "Parts of the past that were found altered", broken)
    if age is not None:
        yield _one("kurator_seals_verified_age_seconds", "Since when all seals held", float(age))


def _backups(now: datetime) -> Iterator[GaugeMetricFamily]:
    newest, verdict = newest_backup_at(), latest_verdict()
    if newest:
        age = (now - newest).total_seconds()
        yield _one("kurator_backup_age_seconds", "Age of the newest backup", age)
    if verdict:
        at = datetime.fromisoformat(str(verdict["at"]))
        good = float(bool(verdict["is_good"]))
        yield _one("kurator_backup_is_good", "Whether the last proof of a backup succeeded", good)
        yield _one(
            "kurator_backup_proof_age_seconds", "Age of that proof", (now - at).total_seconds()
        )
