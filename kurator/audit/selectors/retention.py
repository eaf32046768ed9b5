"""How long each kind of data is kept, and how much would go."""

from datetime import datetime

from kurator.access.types import Viewer
from kurator.audit.models import RetentionSetting
from kurator.audit.rules import border
from kurator.audit.types import RetentionRow
from kurator.kernel.localized import text_in
from kurator.platform.queries import read_value
from kurator.platform.retention import RetentionRule, retention_rules


def days_in_force() -> dict[str, int | None]:
    """For how many days each kind is kept; None = for ever."""
    chosen = dict(RetentionSetting.objects.values_list("code", "days"))
    return {code: chosen.get(code, rule.default_days) for code, rule in retention_rules().items()}


def list_retention(viewer: Viewer) -> list[RetentionRow]:
    chosen = dict(RetentionSetting.objects.values_list("code", "days"))
    return [
        RetentionRow(
            code=code,
            label=text_in(rule.label, viewer.language),
            hint=text_in(rule.hint, viewer.language),
            days=chosen.get(code, rule.default_days),
            default_days=rule.default_days,
            least_days=rule.least_days,
            is_changed=code in chosen and chosen[code] != rule.default_days,
        )
        for code, rule in retention_rules().items()
    ]


def preview_retention(
    viewer: Viewer, rule: RetentionRule, *, days: int | None, now: datetime
) -> int:
    """How many rows would go; above a million it is no longer exact."""
    return count_old(rule, border(days, now)) if days is not None else 0


def count_old(rule: RetentionRule, before: datetime) -> int:
    return int(read_value(f"SELECT k.count_old_{rule.function}(%s)", [before]))
