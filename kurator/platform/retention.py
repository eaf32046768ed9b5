"""How long kinds of data are kept: each feature says what it can drop; an administrator says when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class RetentionRule:
    """
    `count(before)` previews what is older, `drop(before, limit)` removes one portion of it and
    returns its size, both in the open transaction of the worker. `default_days` None = kept for ever;
    nobody may set less than `least_days`.
    """

    code: str
    label: LocalizedText
    hint: LocalizedText
    count: Callable[[datetime], int]
    drop: Callable[[datetime, int], int]
    default_days: int | None = None
    least_days: int = 1


def retention_rules() -> dict[str, RetentionRule]:
    """All rules by code, in the order of the features."""
    from kurator.platform.features import features

    return {rule.code: rule for feature in features() for rule in feature.retention}
