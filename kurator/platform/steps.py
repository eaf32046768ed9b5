"""Steps of a scenario: what a strategy can do. Registered by domains, run by the strategy worker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class StepRun:
    """One due step of one customer; `key` is unique for ever and makes the effect single."""

    key: str
    party_id: UUID
    strategy_id: UUID
    strategy_name: LocalizedText
    stage_name: LocalizedText
    due_at: datetime


@dataclass(frozen=True)
class StepParameter:
    """`kind` tells the editor which control to show: text, field, value, tag, user, choice…"""

    code: str
    kind: str
    label: LocalizedText
    is_required: bool = True
    choices: Sequence[tuple[str, LocalizedText]] = ()


class NotSent(Exception):
    """The peer certainly did not act: the connection was refused, or it said no for now."""


@dataclass(frozen=True)
class Outward:
    """
    How a step that leaves the house is carried out, outside of any transaction, one by one.

    `send` raises NotSent when the peer certainly did not act; any other exception leaves that open.
    With `accepts_key` the peer does the same key once however often it is asked.
    """

    send: Callable[[StepRun, Mapping[str, Any]], None]
    accepts_key: bool


def leaves_the_house(runs: Sequence[StepRun], parameters: Mapping[str, Any], now: datetime) -> None:
    """Stands for `run` in a step that has `outward`: there is nothing to do in a transaction."""


@dataclass(frozen=True)
class Step:
    """
    `run` carries out many due runs with the same parameters in the caller's transaction, set-based.
    `check` returns what is wrong with the parameters; `sentence` tells what the step does.
    """

    code: str
    label: LocalizedText
    run: Callable[[Sequence[StepRun], Mapping[str, Any], datetime], None]
    check: Callable[[Mapping[str, Any]], Sequence[FieldProblem]]
    sentence: Callable[[Mapping[str, Any], str], str]
    parameters: Sequence[StepParameter] = ()
    icon: str = "task"
    writes: Callable[[Mapping[str, Any]], frozenset[str]] = field(default=lambda _: frozenset())
    """Codes of the catalogue fields that the step changes; used to find loops."""
    outward: Outward | None = None


def steps() -> dict[str, Step]:
    from kurator.platform.features import features

    return {step.code: step for feature in features() for step in feature.steps}
