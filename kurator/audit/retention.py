"""What of the audit's own records goes with time."""

from typing import Final

from kurator.audit.rules import USUAL_DAYS
from kurator.platform.retention import RetentionRule

VIEWS: Final = RetentionRule(
    code="audit.views",
    label={
        "en": "Who looked at customers",
        "ru": "Кто просматривал клиентов",
        "uk": "Хто переглядав клієнтів",
    },
    hint={
        "en": "The lines on the card that tell who opened it and when are removed.",
        "ru": "Строки карточки о том, кто и когда её открывал, удаляются.",
        "uk": "Рядки картки про те, хто й коли її відкривав, видаляються.",
    },
    table="audit_partyview",
    older="t.day < (before AT TIME ZONE 'UTC')::date",
    default_days=365,
    least_days=USUAL_DAYS,
)
READING: Final = RetentionRule(
    code="audit.reading",
    label={
        "en": "How much each person reads",
        "ru": "Сколько просматривает каждый сотрудник",
        "uk": "Скільки переглядає кожен співробітник",
    },
    hint={
        "en": "Daily numbers of opened customers are removed; the alarm needs those of thirty days.",
        "ru": "Число открытых за день клиентов удаляется; тревоге нужны данные за тридцать дней.",
        "uk": "Кількість відкритих за день клієнтів видаляється; тривозі потрібні дані за тридцять днів.",
    },
    table="audit_readingday",
    older="t.day < (before AT TIME ZONE 'UTC')::date",
    default_days=365,
    least_days=USUAL_DAYS + 1,
)
