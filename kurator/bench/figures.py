"""One JSON line per figure: value and floor measured in the same run, `ratio` = value / floor."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    bench: str
    figure: str
    value: float
    unit: str
    floor: float | None = None

    def line(self) -> str:
        ratio = round(self.value / self.floor, 3) if self.floor else None
        return json.dumps(
            {
                "bench": self.bench,
                "figure": self.figure,
                "value": round(self.value, 4),
                "unit": self.unit,
                "floor": None if self.floor is None else round(self.floor, 4),
                "ratio": ratio,
            }
        )


def report(figure: Figure) -> None:
    print(figure.line(), flush=True)


def tell(text: str) -> None:
    """What is under way, for whoever waits; figures alone go to the output."""
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: list[float]) -> float:
    return statistics.median(values)
