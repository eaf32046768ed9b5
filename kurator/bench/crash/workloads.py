"""
What the bench does at each fault point, by the family of the point: the first word of its name.

A family names the module of its workload here. A point without one stops the bench before it kills
anybody, and a test says so earlier.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from kurator.platform.faults import POINTS

ANY_TIME: Final = ""
MODULES: Final[Mapping[str, str]] = {
    "web": "of_web",
    "hooks": "of_hooks",
    "webhooks": "of_webhooks",
    "outbox": "of_strategies",
    "engine": "of_strategies",
    "scenario": "of_strategies",
    "outward": "of_strategies",
    "imports": "of_imports",
    "files": "of_files",
    "exports": "of_exports",
    "bulk": "of_bulk",
}


class Workload(Protocol):
    """Made once (`Workload()` of its module); then kills and proofs follow each other."""

    is_proven_late: bool
    """Whether to wait with the proof for the end of a turn: it takes long to come to rest."""

    def kill(self, point: str) -> bool:
        """
        Have one process die at the point, or at any time, while it does what the point is about,
        and let others bring that to its end. Returns whether it died where it was meant to.
        """

    def prove(self) -> Mapping[str, int]:
        """What must be nothing, by figure, of everything since the last proof."""

    def tell(self) -> Mapping[str, float]:
        """Figures that show how much there was to lose."""


OF_WEB: Final = frozenset({"web", "hooks.stored", "files.placed"})
"""Families and points of the web server: nobody takes its requests over while it stands still."""


class Pausable(Workload, Protocol):
    def pause(self, point: str) -> bool:
        """The same with one that stands still there, and wakes when another has taken over."""


class WithoutWorkload(Exception):
    """A fault point at which the bench does not know what to do."""


def module_of(point: str) -> str:
    try:
        return MODULES[point.partition(".")[0]]
    except KeyError:
        raise WithoutWorkload(
            f"{point}: kurator/bench/crash/workloads.py knows no workload"
        ) from None


def ring(points: Sequence[str] = POINTS) -> list[tuple[str, str]]:
    """Module and point: every point, and after those of a workload its processes at any time."""
    by_module: dict[str, list[str]] = {}
    for point in points:
        by_module.setdefault(module_of(point), []).append(point)
    return [(module, point) for module, found in by_module.items() for point in [*found, ANY_TIME]]


def pauses(points: Sequence[str] = POINTS) -> list[tuple[str, str]]:
    """Module and point, for all points of workers."""
    of_workers = [p for p in points if not {p, p.partition(".")[0]} & OF_WEB]
    return [(module_of(point), point) for point in of_workers]
