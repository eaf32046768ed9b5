"""Turn after turn around the ring of fault points; what must hold is looked at as often as it can."""

import random
from collections import Counter
from importlib import import_module
from itertools import cycle, islice
from typing import cast

from django.db import connection

from kurator.bench.crash.workloads import ANY_TIME, Pausable, Workload, pauses, ring
from kurator.bench.figures import Figure, report, tell


class SomethingWrong(Exception):
    """What must be nothing is not."""


class Killing:
    def __init__(self) -> None:
        self.around = ring()
        self.places = cycle(self.around)
        made: dict[str, Workload] = {}
        for module, _ in self.around:
            if module not in made:
                made[module] = import_module(f"kurator.bench.crash.{module}").Workload()
        self.workloads = made
        self.died: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.kills = 0
        beds = pauses()
        first = random.randrange(len(beds))  # the short form has few of them, and others each time
        self.beds = cycle([*beds[first:], *beds[:first]])
        self.paused: Counter[str] = Counter()

    def kill(self, kills: int) -> None:
        for module, point in islice(self.places, kills):
            if self.workloads[module].kill(point):
                self.died[point or f"{module.removeprefix('of_')}_at_any_time"] += 1
            self.kills += 1
            tell(f"{self.kills}. {module.removeprefix('of_')}: {point or 'any time'}")
            if point == ANY_TIME or not self.workloads[module].is_proven_late:
                self._prove(module)
            connection.close()

    def pause(self, times: int) -> None:
        for module, point in islice(self.beds, times):
            tell(f"stands still at {point}")
            if cast(Pausable, self.workloads[module]).pause(point):
                self.paused[point] += 1
            self._prove(module)
            connection.close()

    def _prove(self, module: str) -> None:
        self.wrong.update(self.workloads[module].prove())
        if found := {name: amount for name, amount in self.wrong.items() if amount}:
            raise SomethingWrong(f"what must be nothing is not: {found}")

    def report(self) -> None:
        for module in self.workloads:
            self._prove(module)
        report(Figure("crash", "process_kills", self.kills, "1"))
        for name, times in sorted(self.died.items()):
            report(Figure("crash", f"killed_at_{name}", times, "1"))
        for name, times in sorted(self.paused.items()):
            report(Figure("crash", f"stood_still_at_{name}", times, "1"))
        for workload in self.workloads.values():
            for name, value in workload.tell().items():
                report(Figure("crash", name, value, "1"))
        for name, amount in self.wrong.items():
            report(Figure("crash", name, amount, "1", 0.0))
