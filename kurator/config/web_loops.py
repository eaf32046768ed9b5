"""Every feature's loops of a web process: threads that begin with it and end before it does."""

from threading import Event, Thread

import structlog

from kurator.platform.features import features

log = structlog.get_logger(__name__)
_stop = Event()
_threads: list[Thread] = []
END_SECONDS = 5


def _keep_running(name: str, run: object) -> None:
    assert callable(run)  # noqa: S101
    while not _stop.is_set():
        try:
            run(_stop)
        except Exception:
            log.exception("loop_failed", loop=name)
            _stop.wait(1)


def start_web_loops() -> None:
    """Called after the fork: threads do not survive one."""
    for feature in features():
        for loop in feature.web_loops:
            thread = Thread(
                target=_keep_running, args=(loop.name, loop.run), name=loop.name, daemon=True
            )
            thread.start()
            _threads.append(thread)


def stop_web_loops() -> None:
    _stop.set()
    for thread in _threads:
        thread.join(timeout=END_SECONDS)
