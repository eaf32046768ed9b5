from kurator.sign_in.api import account, entry, log_in, providers  # noqa: F401  # they add to the door
from kurator.sign_in.api.door import door

DOORS = (door,)
