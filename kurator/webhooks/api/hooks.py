from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kurator.platform.api import ANONYMOUS, Door
from kurator.platform.context import AUTH_ROLE, Context, open_scope
from kurator.webhooks.schemas import ReceivedOut
from kurator.webhooks.services.receiving import receive_message

hooks_door = Door("hooks", "hooks")
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


@hooks_door.post("/{source_id}", permission=ANONYMOUS, response={202: ReceivedOut})
def receive(request: HttpRequest, source_id: UUID) -> Any:
    """Take a signed message; it is kept when this answers, and worked on a little later."""
    addr = request.META.get("REMOTE_ADDR", "")
    with open_scope(Context(actor_kind="anonymous", channel="hook", addr=addr), role=AUTH_ROLE):
        is_new = receive_message(
            source_id=source_id,
            headers={name: request.headers.get(name, "") for name in HEADERS},
            body=request.body,
            addr=addr,
            now=datetime.now(UTC),
        )
    return 202, ReceivedOut(is_new=is_new)
