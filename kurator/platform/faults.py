"""
Named fault points. Tests list them all and kill the process at each one:
`KURATOR_FAULT=outbox.delivered:3` kills it (as kill -9 does) at the third passage.
"""

import os
import signal
from typing import Final

POINTS: Final = (
    "web.asked",
    "web.answered",
    "web.committed",
    "hooks.stored",
    "hooks.processed",
    "webhooks.claimed",
    "webhooks.sent",
    "webhooks.settled",
    "outbox.claimed",
    "outbox.delivered",
    "engine.drained",
    "engine.placed",
    "engine.committed",
    "scenario.claimed",
    "scenario.carried_out",
    "scenario.committed",
    "outward.claimed",
    "outward.begun",
    "outward.sent",
    "outward.settled",
    "imports.batch_written",
    "imports.batch_committed",
    "files.placed",
    "files.claimed",
    "exports.file_written",
    "bulk.portion_written",
    "bulk.portion_committed",
)

_name, _, _count = os.environ.get("KURATOR_FAULT", "").partition(":")
_left = int(_count or 1)
_signal = signal.SIGKILL


def arm(name: str, passage: int, *, number: signal.Signals = signal.SIGKILL) -> None:
    """
    Choose the place for a process that was forked, and so has read its environment before. SIGSTOP
    lets it stand still there, as a paused machine does.
    """
    global _name, _left, _signal
    _name, _left, _signal = name, passage, number


def fault_point(name: str) -> None:
    """Kill this very process here if the environment asks for it."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), _signal)
