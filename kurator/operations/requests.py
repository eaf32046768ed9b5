"""Times of the API's operations, read from the figures of all processes."""

from collections import defaultdict
from dataclasses import dataclass, field

from kurator.operations.types import RequestFigure
from kurator.platform.metrics import all_processes

SHOWN = 50


@dataclass
class _Sum:
    buckets: dict[float, float] = field(default_factory=lambda: defaultdict(float))
    count: float = 0.0
    errors: float = 0.0
    statements: float = 0.0


def slowest_operations() -> list[RequestFigure]:
    """Since the processes started, by the 95th percentile."""
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for metric in all_processes().collect():
        for sample in metric.samples:
            operation = sample.labels.get("operation", "")
            if sample.name == "kurator_request_seconds_bucket":
                sums[operation].buckets[float(sample.labels["le"])] += sample.value
            elif sample.name == "kurator_request_seconds_count":
                sums[operation].count += sample.value
                is_error = sample.labels["status"].startswith("5")
                sums[operation].errors += sample.value if is_error else 0
            elif sample.name == "kurator_request_statements_sum":
                sums[operation].statements += sample.value
    found = [_figure(operation, one) for operation, one in sums.items() if one.count]
    return sorted(found, key=lambda one: (-one.p95, one.operation))[:SHOWN]


def _figure(operation: str, one: _Sum) -> RequestFigure:
    return RequestFigure(
        operation=_address(operation),
        count=int(one.count),
        errors=int(one.errors),
        p50=quantile(one.buckets, 0.5),
        p95=quantile(one.buckets, 0.95),
        statements=round(one.statements / one.count, 1),
    )


def _address(operation: str) -> str:
    """Method and path as the reference of the API writes them."""
    method, _, route = operation.partition(" ")
    return f"{method} /{route.lstrip('/').replace('<', '{').replace('>', '}')}"


def quantile(buckets: dict[float, float], share: float) -> float:
    """Within a bucket times are taken as evenly spread, as Prometheus does."""
    borders = sorted(buckets)
    wanted = share * buckets[borders[-1]]
    lower = below = 0.0
    for border in borders:
        if buckets[border] >= wanted:
            if border == float("inf"):
                return lower
            inside = buckets[border] - below
            part = (wanted - below) / inside if inside else 1.0
            return round(lower + (border - lower) * part, 4)
        lower, below = border, buckets[border]
    return lower
