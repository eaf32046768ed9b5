"""What may happen to calls, and the peers: one that accepts a key and one that does not."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from kurator.platform.steps import NotSent, Outward, Step, StepRun, leaves_the_house
from tests.machines.outward_model import MAX_ATTEMPTS, PARTIES, PEERS

Place = tuple[UUID, UUID, int]
"""A customer, a step and the number of the transition that planned it."""


@dataclass(frozen=True)
class Attempt:
    """A call that is made: which of those that a sender holds, and what comes of it."""

    which: int = 0
    answer: str = "does it"
    meanwhile: str = "nothing"
    dies_at: str = ""


PARTY = st.sampled_from(PARTIES)
SENDER = st.sampled_from(["first", "second"])
WHICH = st.integers(0, 7)
"""Which of the calls that it holds a sender makes next."""
ANSWER = st.sampled_from(
    ["does it", "refuses", "refuses without a word", "breaks off", "does it and breaks off"]
)
MEANWHILE = st.sampled_from(
    [
        *(["nothing"] * 5),
        *(["another claims", "another takes over"] * 2),
        *(["he leaves", "he leaves and is back"] * 2),
        *["it pauses", "it ends", "restored"],
    ]
)
THEN = st.sampled_from(["nothing", "he leaves", "he leaves and is back"])
_BEFORE = ["he leaves", "it pauses", "another claims", "all is held"]
BEFORE = st.sampled_from([*(["nothing"] * 6), *_BEFORE])
DIES_AT = st.sampled_from(["", "", "", "", "outward.begun", "outward.sent"])
ANSWERS = (
    st.lists(ANSWER, min_size=2, max_size=MAX_ATTEMPTS)
    | ANSWER.map(lambda answer: [answer] * MAX_ATTEMPTS)
    | st.just(["breaks off", "refuses without a word"])
)
ATTEMPT = st.builds(Attempt, WHICH, ANSWER, MEANWHILE, DIES_AT)
WAITS = st.sampled_from([*(["no", "pauses are over", "leases are over"] * 2), "clock set back"])


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
