"""Prometheus metrics of this process."""

from prometheus_client import Counter, Gauge, Histogram

REQUEST_SECONDS = Histogram(
    "kurator_request_seconds", "Time to answer an API request", ["operation", "status"]
)
OUTBOX_AGE = Gauge("kurator_outbox_oldest_seconds", "Age of the oldest undelivered event")
OUTBOX_DELIVERED = Counter("kurator_outbox_delivered_total", "Events delivered", ["topic"])
LIVE_CONNECTIONS = Gauge("kurator_live_connections", "Open live connections")
QUEUE_SECONDS = Histogram("kurator_queue_seconds", "Time a request waited for a thread")
SHED = Counter("kurator_shed_total", "Requests refused because of overload", ["kind"])
