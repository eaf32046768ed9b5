"""The worker: jobs on the main thread's event loop, and every feature's loops beside it."""

import asyncio
import os
import signal
from threading import Event, Thread

import structlog
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
log = structlog.get_logger(__name__)


async def run_jobs(stop: Event) -> None:
    """
    A worker for each queue, so that short jobs never wait behind a long one. What names no queue
    is taken for short.
    """
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from kurator.platform.database.over_network.lines import AsyncConnection
    from kurator.platform.jobs import LONG, SHORT

    connector = PsycopgConnector(kwargs=connector_params(), connection_class=AsyncConnection)
    worker_app = app.with_connector(connector)
    async with worker_app.open_async():
        workers = [
            asyncio.create_task(
                worker_app.run_worker_async(
                    queues=queues,
                    name=name,
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    listen_notify=True,
                )
            )
            for name, queues, concurrency in (
                (LONG, [LONG], settings.LONG_JOBS),
                (SHORT, [SHORT, "default"], settings.SHORT_JOBS),
            )
        ]
        while not stop.is_set() and not any(worker.done() for worker in workers):
            await asyncio.sleep(0.2)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


def main() -> None:
    import django

    django.setup()
    from kurator.config.loops import keep_running
    from kurator.platform.features import features

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [
        Thread(target=keep_running, args=(loop, stop), name=loop.name, daemon=True)
        for feature in features()
        for loop in feature.loops
    ]
    for thread in threads:
        thread.start()
    log.info("worker_started", loops=[thread.name for thread in threads])
    while not stop.is_set():
        try:
            asyncio.run(run_jobs(stop))
        except Exception:
            log.exception("jobs_failed")
            stop.wait(2)
    for thread in threads:
        thread.join(timeout=10)


if __name__ == "__main__":
    main()
