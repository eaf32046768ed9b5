"""What of history and security events may go with time."""

from typing import Final

from kurator.platform.retention import RetentionRule

SECURITY_EVENTS: Final = RetentionRule(
    code="tracking.security",
    label={
        "en": "Security events",
        "ru": "События безопасности",
        "uk": "Події безпеки",
    },
    hint={
        "en": "Whole days of the security log are removed; their seals stay.",
        "ru": "Журнал безопасности удаляется целыми днями; печати остаются.",
        "uk": "Журнал безпеки видаляється цілими днями; печатки залишаються.",
    },
    table="tracking_securityevent",
    older="t.at < before",
    default_days=1095,
    least_days=90,
)
PERSONAL_VALUES: Final = RetentionRule(
    code="tracking.personal",
    label={
        "en": "Personal values in the history",
        "ru": "Персональные значения в истории",
        "uk": "Персональні значення в історії",
    },
    hint={
        "en": "Old and new names, phones and tax numbers are erased; who changed what and when stays.",
        "ru": "Прежние и новые имена, телефоны и ИНН стираются; кто, что и когда менял, остаётся.",
        "uk": "Колишні й нові імена, телефони та податкові номери стираються; хто, що й коли змінював, лишається.",
    },
    table="tracking_change",
    # Ids carry their time: the least id of that instant.
    older="t.personal IS NOT NULL AND t.id < (lpad(to_hex((extract(epoch FROM before) * 1000)::bigint),"
    " 12, '0') || '00000000000000000000')::uuid",
    erase="personal = NULL",
    least_days=30,
)
