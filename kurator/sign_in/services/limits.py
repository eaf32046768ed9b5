"""
Attempts are counted by account and by address before they are looked at, and forgiven when they
were right; many that were not make everybody wait.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import connection

from kurator.access.models import LogInFailure
from kurator.sign_in.rules import ACCOUNT_LIMIT, ADDRESS_LIMIT, WINDOW, wait_after
from kurator.sign_in.services.refusals import TooManyAttempts
from kurator.tracking.security import note_security_event

_MOST_ROWS = 400
_BESIDE = timedelta(seconds=30)
"""Whoever came a moment later may have been counted before us, who waited for our turn."""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('sign_in.attempt:' || %s, 0))"


def refuse_many_failures(*, account: str, addr: str, now: datetime) -> None:
    """Raise TooManyAttempts, whether or not the account exists."""
    since = now - WINDOW
    by_account = LogInFailure.objects.filter(email=account, at__gt=since) if account else None
    by_addr = LogInFailure.objects.filter(addr=addr, at__gt=since)
    for rows, limit in ((by_account, ACCOUNT_LIMIT), (by_addr, ADDRESS_LIMIT)):
        if rows is None:
            continue
        rows = rows.filter(at__lt=now + _BESIDE)
        times = list(rows.order_by("-at").values_list("at", flat=True)[:_MOST_ROWS])
        wait = wait_after(times, limit=limit, now=max([now, *times[:1]]))
        if wait:
            raise TooManyAttempts(retry_after=max(1, ceil(wait.total_seconds())))


def begin_attempt(*, account: str, addr: str, now: datetime) -> UUID:
    """
    Count an attempt as failed before it is looked at, so that those side by side see each other; in
    a transaction of its own, and forgiven when it was right. Raises TooManyAttempts.
    """
    with connection.cursor() as cursor:
        for held in (f"account:{account}" if account else "", f"addr:{addr}"):
            if held:
                cursor.execute(_ALONE, [held])
    refuse_many_failures(account=account, addr=addr, now=now)
    return LogInFailure.objects.create(email=account, addr=addr, at=now).id


def forgive_attempt(attempt: UUID) -> None:
    LogInFailure.objects.filter(id=attempt).delete()


def note_failure(*, account: str, way: str, now: datetime) -> None:
    """Note an attempt that `begin_attempt` counted."""
    LogInFailure.objects.filter(at__lt=now - 4 * WINDOW).delete()
    note_security_event("access.log_in_failed", details={"email": account, "way": way})
