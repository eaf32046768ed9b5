"""One supervisor per data directory."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from kurator.config.supervisor.errors import StartError
from kurator.platform.database.home import make_home


@contextmanager
def hold_home(*, address: str) -> Iterator[None]:
    path = make_home() / "kurator.lock"
    with open(path, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StartError(_who_holds(file.read(), str(path.parent))) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "address": address}))
        file.flush()
        yield
        file.truncate(0)


def _who_holds(note: str, home: str) -> str:
    try:
        holder = json.loads(note)
        who = f"process {holder['pid']}, at {holder['address']}"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return (
        f"Kurator already runs on {home} ({who}). Stop it first, "
        "or give this one a data directory of its own: make run KURATOR_HOME=… PORT=…"
    )
