"""A child of the supervisor never outlives it, not even when that is killed with -9."""

import ctypes
import os
import signal
import sys

VARIABLE = "KURATOR_SUPERVISOR"
PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None) -> None:
    """End with the given parent, by default the supervisor that is named by the environment."""
    named = os.environ.get(VARIABLE, "")
    expected = parent or (int(named) if named.isdigit() else None)
    if expected is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != expected:
        # It died before we could ask to be told.
        raise SystemExit(f"the supervisor (process {expected}) is gone")
