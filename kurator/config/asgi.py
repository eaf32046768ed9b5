"""
The web server's application: Django in threads, live updates on the event loop.

Django stays synchronous (transactions are bound to a thread); only the long-lived streams of
`/api/v1/live` are asynchronous, so that they hold no thread.
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")

from a2wsgi import WSGIMiddleware

from kurator.config.live import Receive, Scope, Send, live, shut_down, start_up
from kurator.config.wsgi import application as django_application

THREADS = int(os.environ.get("KURATOR_WEB_THREADS", "8"))
_django: Any = WSGIMiddleware(cast(Any, django_application), workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/api/v1/live":
        await live(scope, receive, send)
    elif scope["type"] == "http":
        await _django(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start_up()
            await send({"type": "lifespan.startup.complete"})
        else:
            await shut_down()
            await send({"type": "lifespan.shutdown.complete"})
            return
