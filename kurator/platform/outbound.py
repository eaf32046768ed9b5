"""
Whether anything may leave the house or be carried out by itself.

A restored database believes that it is earlier than it is: whatever it would send now may have been
sent already. So it opens with everything outgoing held, until a person has looked and releases it.
Whoever talks to the outside world asks `is_outbound_paused` before each turn.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kurator.platform.models import OutboundPause


@dataclass(frozen=True)
class Pause:
    reason: str
    since: datetime
    restored_to: datetime | None


def outbound_pause() -> Pause | None:
    found = OutboundPause.objects.first()
    return Pause(found.reason, found.since, found.restored_to) if found else None


def is_outbound_paused() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM platform_outboundpause)")
        return bool(cursor.fetchone()[0])


def pause_outbound(*, reason: str, restored_to: datetime | None, now: datetime) -> None:
    OutboundPause.objects.update_or_create(
        id=1, defaults={"reason": reason, "since": now, "restored_to": restored_to}
    )


def resume_outbound() -> bool:
    """Release what is held; False when nothing was."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM platform_outboundpause")
        return bool(cursor.rowcount)
