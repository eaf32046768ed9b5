from kurator.platform.features import Feature, Loop, Permission
from kurator.platform.outbox import Subscriber
from kurator.webhooks.event_kinds import EVENT_KINDS
from kurator.webhooks.retention import MESSAGES
from kurator.webhooks.tasks import queue, run_receiver, run_sender

FEATURE = Feature(
    name="webhooks",
    event_kinds=EVENT_KINDS,
    permission_headings={
        "webhooks": {"en": "Webhooks", "ru": "Вебхуки", "uk": "Вебхуки"},
    },
    permissions=[
        Permission(
            "webhooks.manage",
            {
                "en": "Connect other programs by webhooks",
                "ru": "Подключать другие программы вебхуками",
                "uk": "Підключати інші програми вебхуками",
            },
            gives_access=True,
        )
    ],
    retention=[MESSAGES],
    subscribers=[Subscriber("webhooks", None, queue)],
    loops=[Loop("webhooks_sender", run_sender), Loop("webhooks_receiver", run_receiver)],
)
