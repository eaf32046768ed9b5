from kurator.sign_in.api import (  # noqa: F401  # they add to the door
    account,
    entry,
    log_in,
    providers,
)
from kurator.sign_in.api.door import door

DOORS = (door,)
