"""A person decides about a step that failed, or whose outcome nobody knows."""

from datetime import datetime
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError, NotFound
from kurator.strategies.models import Intent, Strategy

OPEN_TO_A_PERSON = ("FAILED", "UNKNOWN")
OUTCOMES = {"retry": "PLANNED", "done": "DONE", "cancel": "CANCELLED"}


class ActionSettled(KuratorError):
    code = "strategies.action_settled"
    status = 409
    texts = {
        "en": "This action is no longer open: it was settled meanwhile. Nothing was changed.",
        "ru": "Это действие уже закрыто: исход указали раньше. Ничего не изменено.",
        "uk": "Цю дію вже закрито: результат вказали раніше. Нічого не змінено.",
    }


class StrategyEnded(KuratorError):
    code = "strategies.ended"
    status = 409
    texts = {
        "en": "The strategy has ended and repeats nothing. Say that the action is done, or call it off.",
        "ru": "Стратегия завершена и ничего не повторяет. Укажите, что действие выполнено, или отмените его.",
        "uk": "Стратегію завершено, вона нічого не повторює. Укажіть, що дію виконано, або скасуйте її.",
    }


def settle_intent(*, viewer: Viewer, key: str, outcome: str, now: datetime) -> None:
    """
    `outcome` is retry, done or cancel; raises ActionSettled when somebody was faster, StrategyEnded
    for a retry that nobody would carry out.
    """
    intent = Intent.objects.select_for_update().filter(**_place(key)).first()
    if intent is None:
        raise NotFound
    if intent.status not in OPEN_TO_A_PERSON:
        raise ActionSettled
    if outcome == "retry" and _has_ended(intent.strategy_id):
        raise StrategyEnded
    status = OUTCOMES[outcome]
    changes: dict[str, object] = {"status": status, "done_at": None if outcome == "retry" else now}
    if outcome == "retry":
        changes |= {"attempts": 0, "due_at": now}
    Intent.objects.filter(**_place(key)).update(**changes)


def _has_ended(strategy_id: UUID) -> bool:
    return Strategy.objects.filter(id=strategy_id, state=Strategy.State.ENDED).exists()


def _place(key: str) -> dict[str, object]:
    parts = key.split(":")
    try:
        strategy, party, seq, step, occurrence = parts
        return {
            "strategy_id": UUID(strategy),
            "party_id": UUID(party),
            "seq": int(seq),
            "step_uid": UUID(step),
            "occurrence": int(occurrence),
        }
    except ValueError as error:
        raise NotFound from error
