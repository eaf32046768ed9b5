"""The peers that steps call, one that accepts a key and one that does not."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from kurator.platform.steps import NotSent, Outward, Step, StepRun, leaves_the_house
from tests.machines.outward_model import PEERS

Place = tuple[UUID, UUID, int]
"""A customer, a step and the number of the transition that planned it."""


class Peers:
    """Both of them: the one does the same key once, the other whatever it is asked."""

    def __init__(self) -> None:
        self.act: Callable[[], None] = lambda: None
        self.asked: Counter[Place] = Counter()
        self.done: Counter[Place] = Counter()
        self.answer = ""

    def ask(self, run: StepRun, parameters: Any, *, accepts_key: bool) -> None:
        _, party, seq, step, _ = run.key.split(":")
        place = (UUID(party), UUID(step), int(seq))
        self.asked[place] += 1
        if self.answer.startswith("does it") and not (accepts_key and self.done[place]):
            self.done[place] += 1
        self.act()
        if self.answer.startswith("refuses"):
            raise NotSent(*["line is busy"][: self.answer == "refuses"])
        if self.answer.endswith("breaks off"):
            raise TimeoutError

    def steps(self) -> list[Step]:
        return [
            Step(
                code=f"call_{peer}",
                label={"en": peer},
                run=leaves_the_house,
                check=lambda parameters: [],
                sentence=lambda parameters, language: "",
                outward=Outward(
                    partial(self.ask, accepts_key=peer == "keyed"), accepts_key=peer == "keyed"
                ),
            )
            for peer in PEERS
        ]
