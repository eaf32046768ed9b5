"""What of people's notices goes with time."""

from typing import Final

from kurator.platform.retention import RetentionRule

NOTICES: Final = RetentionRule(
    code="activities.notices",
    label={
        "en": "Notices to colleagues",
        "ru": "Уведомления сотрудникам",
        "uk": "Сповіщення співробітникам",
    },
    hint={
        "en": "Old notices leave the bell, read or not.",
        "ru": "Старые уведомления исчезают из списка, прочитаны они или нет.",
        "uk": "Старі сповіщення зникають зі списку, прочитані вони чи ні.",
    },
    table="activities_notification",
    older="t.created_at < before",
    default_days=180,
    least_days=7,
)
