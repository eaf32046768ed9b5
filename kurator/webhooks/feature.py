from kurator.platform.features import Feature, Loop, Permission
from kurator.platform.outbox import Subscriber
from kurator.webhooks.api.hooks import hooks_door
from kurator.webhooks.api.sources import sources_door
from kurator.webhooks.api.subscriptions import webhooks_door
from kurator.webhooks.tasks import queue, run_receiver, run_sender

FEATURE = Feature(
    name="webhooks",
    doors=[webhooks_door, sources_door, hooks_door],
    permissions=[
        Permission(
            "webhooks.manage",
            {
                "en": "Connect other programs by webhooks",
                "ru": "Подключать другие программы вебхуками",
                "uk": "Підключати інші програми вебхуками",
            },
        )
    ],
    subscribers=[Subscriber("webhooks", None, queue)],
    loops=[Loop("webhooks_sender", run_sender), Loop("webhooks_receiver", run_receiver)],
)
