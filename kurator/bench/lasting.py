"""How long a fault lasts: in `make chaos` as long as the fault matrix says, in `make test` a moment."""

import os

IS_TRUE = os.environ.get("KURATOR_FAULT_SECONDS") == "true"


def lasting(*, true: float, short: float) -> float:
    return true if IS_TRUE else short
