"""
Reads the figures of `make chaos` and fails when there were too few kills for that time, or something
was lost or done twice: `python -m tools.chaos_figures --minutes 60 < figures`.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

KILLS_AN_HOUR = 1000
KILLS = ("database_kills", "kills_of_processes_in_all")


def read_figures(lines: Iterable[str]) -> list[dict[str, Any]]:
    """What is no figure, as the words of the tests before them, is left out."""
    return [json.loads(line) for line in lines if line.startswith('{"bench": "crash"')]


def count_kills(figures: Iterable[dict[str, Any]]) -> int:
    return int(sum(one["value"] for one in figures if one["figure"] in KILLS))


def complaints(figures: list[dict[str, Any]], *, minutes: float) -> list[str]:
    found = [
        f"{one['figure']}: {one['value']}"
        for one in figures
        if ("lost" in one["figure"] or "twice" in one["figure"]) and one["value"]
    ]
    wanted, kills = KILLS_AN_HOUR * minutes / 60, count_kills(figures)
    return [*found, f"only {kills} kills of {wanted:.0f}"] if kills < wanted else found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, required=True)
    minutes = parser.parse_args().minutes
    figures = read_figures(sys.stdin)
    found = complaints(figures, minutes=minutes)
    print("\n".join(found) or f"{count_kills(figures)} kills, nothing lost and nothing twice")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
