"""
The one clock of timers, pauses and leases: the database's.

It may be set, forward or back, while work is under way. So a lease counts only while it ends within
the time that a lease can last: one that ends later was given before the clock was set back, and its
holder may be long gone. Who still lives is fenced by the epoch.
"""

from datetime import datetime
from typing import Final, cast

from django.db import connection
from django.db.models.functions import Now

SIGN_OF_LIFE: Final = Now()
"""What a lease is written with: it is judged by the same clock. No other instant is the database's."""


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cast(datetime, cursor.fetchone()[0])


def lease_is_over(column: str, *, seconds: int) -> str:
    """SQL; twice the seconds, so that a clock which is set back a little ends no lease."""
    return (
        f"({column} IS NULL OR {column} NOT BETWEEN clock_timestamp()"
        f" AND clock_timestamp() + interval '{2 * seconds} seconds')"
    )


def is_silent(column: str) -> str:
    """SQL, with the seconds twice as parameters: the sign of life is older, or from the future."""
    return (
        f"{column} NOT BETWEEN clock_timestamp() - make_interval(secs => %s)"
        " AND clock_timestamp() + make_interval(secs => %s)"
    )
