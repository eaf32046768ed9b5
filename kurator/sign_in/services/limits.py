"""Failed log-ins are counted by account and by address; many of them make everybody wait."""

from datetime import datetime
from math import ceil

from kurator.access.models import LogInFailure
from kurator.sign_in.rules import ACCOUNT_LIMIT, ADDRESS_LIMIT, WINDOW, wait_after
from kurator.sign_in.services.refusals import TooManyAttempts
from kurator.tracking.security import note_security_event

_MOST_ROWS = 400


def refuse_many_failures(*, account: str, addr: str, now: datetime) -> None:
    """Raise TooManyAttempts, whether or not the account exists."""
    since = now - WINDOW
    by_account = LogInFailure.objects.filter(email=account, at__gt=since) if account else None
    by_addr = LogInFailure.objects.filter(addr=addr, at__gt=since)
    for rows, limit in ((by_account, ACCOUNT_LIMIT), (by_addr, ADDRESS_LIMIT)):
        if rows is None:
            continue
        times = list(rows.order_by("-at").values_list("at", flat=True)[:_MOST_ROWS])
        wait = wait_after(times, limit=limit, now=now)
        if wait:
            raise TooManyAttempts(retry_after=max(1, ceil(wait.total_seconds())))


def note_failure(*, account: str, addr: str, way: str, now: datetime) -> None:
    """Count a refused attempt; runs after the refused request was rolled back."""
    LogInFailure.objects.create(email=account, addr=addr, at=now)
    LogInFailure.objects.filter(at__lt=now - 4 * WINDOW).delete()
    note_security_event("access.log_in_failed", details={"email": account, "way": way})
