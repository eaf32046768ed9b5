"""The fault points at which the bench kills; every other one has a test that kills there."""

from kurator.platform.faults import POINTS

WORKER_POINTS = [
    point
    for point in POINTS
    if point.partition(".")[0] in ("outbox", "engine", "scenario", "outward")
]
WEB_POINTS = [point for point in POINTS if point.startswith("web.")]
