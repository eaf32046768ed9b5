"""
Times of the API's operations, read from the figures of all processes.

Each process appends a figure to its file once and then only changes its value. So where a figure
stands is read once, and its value is all that is read again.
"""

import os
import threading
import time
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import orjson
from prometheus_client.mmap_dict import MmapedDict

from kurator.operations.types import RequestFigure
from kurator.platform.metrics import REQUEST_SECONDS, REQUEST_STATEMENTS

SHOWN: Final = 50
KEPT_SECONDS: Final = 5.0
_OURS: Final = '["kurator_request_'
_BUCKETS, _ERRORS, _STATEMENTS = "buckets", "errors", "statements"
_Group = tuple[str, str, float]
"""Operation, what is told of it, border of the bucket."""
_lock = threading.Lock()
_kept: tuple[float, list[RequestFigure]] = (0.0, [])


@dataclass
class _Sum:
    """`buckets`: how many took at most so long."""

    buckets: dict[float, float] = field(default_factory=lambda: defaultdict(float))
    errors: float = 0.0
    statements: float = 0.0

    @property
    def count(self) -> float:
        return self.buckets.get(float("inf"), 0.0)


def slowest_operations() -> list[RequestFigure]:
    """Since the processes started, by the 95th percentile; as of a few seconds ago at most."""
    global _kept
    with _lock:
        until, found = _kept
        if time.monotonic() >= until:
            found = read_figures()
            _kept = (time.monotonic() + KEPT_SECONDS, found)
        return found


def read_figures() -> list[RequestFigure]:
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    sums = _of_files(Path(folder)) if folder else _of_this_process()
    found = [_figure(operation, one) for operation, one in sums.items() if one.count]
    return sorted(found, key=lambda one: (-one.p95, one.operation))[:SHOWN]


def _of_this_process() -> dict[str, _Sum]:
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for metric in (*REQUEST_SECONDS.collect(), *REQUEST_STATEMENTS.collect()):
        for sample in metric.samples:
            one = sums[sample.labels.get("operation", "")]
            if sample.name == "kurator_request_seconds_bucket":
                one.buckets[float(sample.labels["le"])] += sample.value
            elif sample.name == "kurator_request_seconds_count":
                one.errors += sample.value if sample.labels["status"].startswith("5") else 0
            elif sample.name == "kurator_request_statements_sum":
                one.statements += sample.value
    return sums


def _of_files(folder: Path) -> dict[str, _Sum]:
    groups: dict[_Group, float] = defaultdict(float)
    for path in sorted(folder.glob("histogram_*.db")):
        _add_file(path, groups)
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for (operation, told, border), value in sorted(groups.items()):
        if told == _BUCKETS:
            sums[operation].buckets[border] = value
        else:
            setattr(sums[operation], told, value)
    for one in sums.values():
        one.buckets = dict(zip(one.buckets, accumulate(one.buckets.values()), strict=True))
    return sums


def _add_file(path: Path, groups: dict[_Group, float]) -> None:
    content = path.read_bytes()
    values = array("d", content[: len(content) // 8 * 8])
    used = int.from_bytes(content[:4], "little")
    for group, places in _places(path, used).items():
        groups[group] += sum(map(values.__getitem__, places))


@lru_cache(maxsize=64)
def _places(path: Path, used: int) -> dict[_Group, "array[int]"]:
    """Where in that much of the file the values of each group stand, in steps of eight bytes."""
    found: dict[_Group, array[int]] = defaultdict(lambda: array("I"))
    for key, _, _, position in MmapedDict.read_all_values_from_file(path):  # type: ignore[no-untyped-call]
        if position < used and key.startswith(_OURS):
            for group in _groups(key):
                found[group].append(position // 8)
    return dict(found)


def _groups(key: str) -> list[_Group]:
    _, name, labels, _ = orjson.loads(key)
    if name == "kurator_request_seconds_bucket":
        found = [(labels["operation"], _BUCKETS, float(labels["le"]))]
        is_error = labels["status"].startswith("5")
        return [*found, (labels["operation"], _ERRORS, 0.0)] if is_error else found
    if name == "kurator_request_statements_sum":
        return [(labels["operation"], _STATEMENTS, 0.0)]
    return []


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
