"""Every feature's loops of a web process: threads that begin with it and end before it does."""

from threading import Event, Thread

from kurator.config.loops import keep_running
from kurator.platform.features import features

_stop = Event()
_threads: list[Thread] = []
END_SECONDS = 5


def start_web_loops() -> None:
    """Called after the fork: threads do not survive one."""
    for feature in features():
        for loop in feature.web_loops:
            thread = Thread(target=keep_running, args=(loop, _stop), name=loop.name, daemon=True)
            thread.start()
            _threads.append(thread)


def stop_web_loops() -> None:
    _stop.set()
    for thread in _threads:
        thread.join(timeout=END_SECONDS)
