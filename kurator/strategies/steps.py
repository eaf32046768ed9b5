"""The step that belongs to no domain: waiting. It is spent when a scenario is planned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from kurator.expressions.nodes import RelativeNow, Unit
from kurator.expressions.wording import duration
from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import LocalizedText
from kurator.platform.steps import Step, StepParameter, StepRun
from kurator.strategies.types import WAIT

UNITS: Final[Mapping[str, LocalizedText]] = {
    "minute": {"en": "minutes", "ru": "минут", "uk": "хвилин"},
    "hour": {"en": "hours", "ru": "часов", "uk": "годин"},
    "day": {"en": "days", "ru": "дней", "uk": "днів"},
}
_BAD: Final[LocalizedText] = {
    "en": "Say how long to wait: 1 to 3650 minutes, hours or days.",
    "ru": "Укажите, сколько ждать: от 1 до 3650 минут, часов или дней.",
    "uk": "Вкажіть, скільки чекати: від 1 до 3650 хвилин, годин або днів.",
}
_PHRASE: Final[LocalizedText] = {"en": "Wait {time}", "ru": "Ждать {time}", "uk": "Чекати {time}"}


def _run(runs: Sequence[StepRun], parameters: Mapping[str, Any], now: datetime) -> None:
    """Waiting has no effect of its own."""


def _check(parameters: Mapping[str, Any]) -> Sequence[FieldProblem]:
    n, unit = parameters.get("n"), parameters.get("unit")
    is_number = isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= 3650
    if is_number and unit in UNITS:
        return ()
    return (FieldProblem(("n",), "wait_length", _BAD),)


def _sentence(parameters: Mapping[str, Any], language: str) -> str:
    offset = RelativeNow(int(parameters.get("n") or 0), Unit(parameters.get("unit") or "day"))
    return _PHRASE[language].format(time=duration(offset, language))  # type: ignore[arg-type]


WAIT_STEP: Final = Step(
    code=WAIT,
    label={"en": "Wait", "ru": "Ждать", "uk": "Чекати"},
    icon="clock",
    run=_run,
    check=_check,
    sentence=_sentence,
    parameters=(
        StepParameter("n", "number", {"en": "How long", "ru": "Сколько", "uk": "Скільки"}),
        StepParameter(
            "unit",
            "choice",
            {"en": "Unit", "ru": "Единица", "uk": "Одиниця"},
            choices=tuple(UNITS.items()),
        ),
    ),
)
