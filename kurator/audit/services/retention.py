"""Dropping what is older than its kind may live: set-based, in portions, each its own transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from django.db import DatabaseError

from kurator.access.services import require_person
from kurator.access.types import Scope, Viewer
from kurator.audit.models import RetentionSetting
from kurator.audit.rules import border
from kurator.audit.selectors.retention import count_old, days_in_force
from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError, NotFound
from kurator.kernel.localized import LocalizedText
from kurator.platform.context import Context, open_scope
from kurator.platform.queries import read_value
from kurator.platform.retention import RetentionRule, retention_rules
from kurator.tracking.security import note_security_event

log = structlog.get_logger(__name__)
PORTION: Final = 10_000
MOST_DAYS: Final = 36_500
KIND_BEGAN: Final = "audit.retention_began"
KIND_RAN: Final = "audit.retention_ran"
KIND_CHANGED: Final = "audit.retention_changed"
SWEEPER: Final = Context(actor_kind="system", actor_name="retention", channel="worker")
TOO_SHORT: LocalizedText = {
    "en": "Not less than {least} days: what depends on these data needs them so long.",
    "ru": "Не меньше {least} дн.: столько эти данные нужны тем, кто на них опирается.",
    "uk": "Не менше {least} дн.: стільки ці дані потрібні тим, хто на них спирається.",
}
TOO_LONG: LocalizedText = {
    "en": "Not more than {most} days. Leave it empty to keep for ever.",
    "ru": "Не больше {most} дн. Оставьте пустым, чтобы хранить всегда.",
    "uk": "Не більше {most} дн. Залиште порожнім, щоб зберігати завжди.",
}


class NotOfAll(KuratorError):
    code = "audit.not_of_all"
    status = 403
    texts = {
        "en": "This removes data of the whole firm for good: it takes a role that sees all customers.",
        "ru": "Так навсегда удаляются данные всей фирмы: нужна роль, которой видны все клиенты.",
        "uk": "Так назавжди видаляються дані всієї фірми: потрібна роль, якій видно всіх клієнтів.",
    }


@dataclass
class Dropped:
    """How many rows went, by rule; `failed` names the rules that broke off."""

    counts: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def require_rule(code: str, days: int | None) -> RetentionRule:
    """Return the rule; raises NotFound, InvalidInput for days it does not allow."""
    rule = retention_rules().get(code)
    if rule is None:
        raise NotFound
    if days is not None and days < rule.least_days:
        raise _wrong_days("audit.too_short", TOO_SHORT, least=rule.least_days)
    if days is not None and days > MOST_DAYS:
        raise _wrong_days("audit.too_long", TOO_LONG, most=MOST_DAYS)
    return rule


def _wrong_days(code: str, texts: LocalizedText, **params: int) -> InvalidInput:
    worded = {language: text.format_map(params) for language, text in texts.items()}
    return InvalidInput(problems=[FieldProblem(("days",), code, worded)])


def set_retention(*, viewer: Viewer, code: str, days: int | None, now: datetime) -> None:
    """
    Keep a kind of data for so many days, None = for ever; raises NotFound, InvalidInput, and for
    programs and whoever does not see all customers KeyNotEnough and NotOfAll: what goes is the
    whole firm's, and does not come back.
    """
    require_person(viewer)
    if viewer.scope is not Scope.ALL:
        raise NotOfAll
    require_rule(code, days)
    before = days_in_force()[code]
    RetentionSetting.objects.update_or_create(
        code=code, defaults={"days": days, "changed_at": now, "changed_by_id": viewer.user_id}
    )
    note_security_event(KIND_CHANGED, subject=code, details={"from": before, "to": days})


def drop_old(*, now: datetime, must_stop: Callable[[], bool] = lambda: False) -> Dropped:
    """Drop everything that is older than it may be; one rule that breaks does not stop the others."""
    with open_scope(SWEEPER):
        days = days_in_force()
    dropped = Dropped()
    for code, rule in retention_rules().items():
        kept = days[code]
        if kept is None or must_stop():
            continue
        try:
            dropped.counts[code] = _drop_rule(rule, border(kept, now), must_stop)
        except DatabaseError:
            log.exception("retention_failed", rule=code)
            dropped.failed.append(code)
    counts = {code: count for code, count in dropped.counts.items() if count}
    if counts or dropped.failed:
        with open_scope(SWEEPER):
            note_security_event(KIND_RAN, details={"dropped": counts, "failed": dropped.failed})
    return dropped


def _drop_rule(rule: RetentionRule, before: datetime, must_stop: Callable[[], bool]) -> int:
    with open_scope(SWEEPER):
        if not count_old(rule, before):
            return 0
        # Before anything goes: the check of the seals must know that these days may be empty.
        note_security_event(KIND_BEGAN, subject=rule.code, details={"before": before.isoformat()})
    total, portion = 0, min(rule.portion, PORTION)
    while not must_stop():
        with open_scope(SWEEPER):
            gone = int(read_value(f"SELECT k.drop_old_{rule.function}(%s, %s)", [before, portion]))
        total += gone
        if gone < portion:
            break
    return total
