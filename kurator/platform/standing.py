"""
A session that holds something for as long as it lives, when its program stands still: stopped, swapped
out, on a machine that is paused. Its connection is there, so nobody learns of it. The server ends
such a session when nothing was asked for a while; what it held passes on. Whoever wakes late finds his
session gone before he can do anything: it is the session itself that tells him from his successor.
"""

from typing import Final

from django.db import connection

STILL_SECONDS: Final = 20


def give_up_when_still() -> None:
    """For a loop that asks many times a second, on its own connection, which it closes at the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_session_timeout', %(still)s, false),"
            " set_config('idle_in_transaction_session_timeout', %(still)s, false)",
            {"still": f"{STILL_SECONDS}s"},
        )
