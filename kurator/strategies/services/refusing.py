"""Nobody moves a customer by hand: the attempt is refused with the rule that decides, and kept."""

from datetime import datetime
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError
from kurator.strategies.models import Refusal


class PlacementIsRuleBound(KuratorError):
    code = "strategies.placement_is_rule_bound"
    status = 409
    texts = {
        "en": "Stages of “{strategy}” are set by rules only. To enter “{stage}” the customer "
        "must satisfy: {rule}; of several stages that hold, the furthest takes him. Change the data, not the stage.",
        "ru": "Этапы стратегии «{strategy}» назначаются только правилами. Чтобы войти в «{stage}», "
        "нужно: {rule}; из нескольких подходящих этапов клиента берёт самый дальний. Меняйте данные, а не этап.",
        "uk": "Етапи стратегії «{strategy}» призначаються лише правилами. Щоб увійти в «{stage}», "
        "потрібно: {rule}; з кількох етапів, що підходять, клієнта бере найдальший. Змінюйте дані, а не етап.",
    }


def note_refusal(
    *, strategy_id: UUID, party_id: UUID, wanted_uid: UUID | None, viewer: Viewer, now: datetime
) -> None:
    """Keep the attempt; runs after the refused request was rolled back."""
    Refusal.objects.create(
        strategy_id=strategy_id,
        party_id=party_id,
        user_id=viewer.user_id,
        user_name=viewer.name,
        wanted_uid=wanted_uid,
        at=now,
    )
