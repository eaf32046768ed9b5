from kurator.webhooks.api.hooks import hooks_door
from kurator.webhooks.api.sources import sources_door
from kurator.webhooks.api.subscriptions import webhooks_door

DOORS = (webhooks_door, sources_door, hooks_door)
