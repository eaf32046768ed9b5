"""
The web server's application: Django in threads, live updates on the event loop.

Django stays synchronous (transactions are bound to a thread); only the long-lived streams of
`/api/v1/live` and the contents of files are asynchronous, so that they hold no thread.
"""

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")

from django.conf import settings

from kurator.config.admission import Admission
from kurator.config.asking import Receive, Scope, Send
from kurator.config.bodies import Bodies
from kurator.config.front import Front, real_scope
from kurator.config.live import live, shut_down, start_up
from kurator.config.threads import DjangoInThreads, Threads
from kurator.config.web_loops import start_web_loops, stop_web_loops
from kurator.config.wsgi import application as django_application

# After Django is ready: these know its models.
from kurator.config.transfers import is_transfer, transfer  # isort: skip
from kurator.platform.features import features  # isort: skip

THREADS = int(os.environ.get("KURATOR_WEB_THREADS", "8"))
WAITING = int(os.environ.get("KURATOR_WEB_WAITING", "64"))
PATIENCE = int(os.environ.get("KURATOR_WEB_PATIENCE_MS", "150")) / 1000
_django: Any = Front(
    # One more than places: what asks whether we are ready never waits for those who are served.
    DjangoInThreads(django_application, Threads(THREADS + 1)),
    Admission(places=THREADS, waiting=WAITING, patience=PATIENCE),
    Bodies(
        {f"/api/v1{path}": size for one in features() for path, size in one.large_bodies.items()}
    ),
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    scope = real_scope(scope, settings.TRUSTED_PROXIES)
    if scope["type"] == "http" and scope["path"] == "/api/v1/live":
        await live(scope, receive, send)
    elif scope["type"] == "http" and is_transfer(scope):
        await transfer(scope, receive, send, django=_django)
    elif scope["type"] == "http":
        await _django(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start_up()
            start_web_loops()
            await send({"type": "lifespan.startup.complete"})
        else:
            await shut_down()
            await asyncio.to_thread(stop_web_loops)
            await send({"type": "lifespan.shutdown.complete"})
            return
