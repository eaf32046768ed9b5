"""What of webhooks goes with time."""

from typing import Final

from kurator.platform.retention import RetentionRule

MESSAGES: Final = RetentionRule(
    code="webhooks.messages",
    label={
        "en": "Messages from other programs",
        "ru": "Сообщения других программ",
        "uk": "Повідомлення інших програм",
    },
    hint={
        "en": "What a program said is removed as it came; what it changed of customers stays.",
        "ru": "Сказанное программой удаляется в том виде, как пришло; изменённое у клиентов остаётся.",
        "uk": "Сказане програмою видаляється в тому вигляді, як надійшло; змінене в клієнтів лишається.",
    },
    table="webhooks_inbound",
    older="t.received_at < before AND t.state <> 'WAITING'",
    default_days=30,
    least_days=7,  # a program that repeats a message for some days must not be believed twice
)
