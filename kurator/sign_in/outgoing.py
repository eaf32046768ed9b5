"""The one place at which log-in calls a machine outside: a provider's own addresses."""

import functools
from typing import Any

import requests

TIMEOUT_SECONDS = 10


def provider_session() -> Any:
    session = requests.Session()
    session.trust_env = False
    session.request = functools.partial(  # type: ignore[method-assign]  # a default timeout
        session.request, timeout=TIMEOUT_SECONDS, allow_redirects=False
    )
    return session
