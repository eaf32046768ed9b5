"""
Links that work once: an invitation, a password forgotten, factors that were lost. Only the hash of
what stands in the link is stored; the secret stands behind the `#`, which no server and no log sees.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from kurator.access.models import EntryLink
from kurator.access.sealing import seal
from kurator.kernel.errors import KuratorError
from kurator.platform.context import WEB_ROLE, open_role

SEND_LINK: Final = "sign_in.send_link"
LASTS: Final[Mapping[EntryLink.Purpose, timedelta]] = {
    EntryLink.Purpose.INVITATION: timedelta(days=7),
    EntryLink.Purpose.RESET: timedelta(hours=1),
    EntryLink.Purpose.FACTORS: timedelta(hours=24),
}
PAGES: Final[Mapping[EntryLink.Purpose, str]] = {
    EntryLink.Purpose.INVITATION: "/welcome",
    EntryLink.Purpose.RESET: "/reset",
    EntryLink.Purpose.FACTORS: "/factors",
}


class LinkSpent(KuratorError):
    code = "access.link_spent"
    status = 404
    texts = {
        "en": "This link has been used, replaced or has run out. Ask for a new one.",
        "ru": "Эта ссылка уже использована, заменена или устарела. Попросите новую.",
        "uk": "Це посилання вже використане, замінене або застаріло. Попросіть нове.",
    }


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue_link(*, user_id: UUID, purpose: EntryLink.Purpose, now: datetime) -> str:
    """
    Return a link for one person; an earlier one for the same purpose stops working.

    The link begins with KURATOR_PUBLIC_URL, or with "/" where none is set. Where mail is set up,
    it is also sent after the commit.
    """
    token = secrets.token_urlsafe(32)
    EntryLink.objects.filter(user_id=user_id, purpose=purpose, used_at=None).delete()
    EntryLink.objects.create(
        user_id=user_id,
        purpose=purpose,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + LASTS[purpose],
    )
    link = f"{settings.PUBLIC_URL}{PAGES[purpose]}#{token}"
    if settings.MAIL_IS_ON:
        leave_letter(SEND_LINK, user_id=user_id, purpose=str(purpose.value), sealed_link=seal(link))
    return link


def leave_letter(task: str, *, user_id: UUID, **arguments: str) -> None:
    """Leave a letter to a job; the roles of log-in may not write into the queue of jobs."""
    with open_role(WEB_ROLE):
        app.configure_task(name=task).defer(user_id=str(user_id), **arguments)


def find_link(*, token: str, now: datetime) -> EntryLink:
    """Return the link that may still be used; raises LinkSpent."""
    return _open_link(EntryLink.objects.all(), token, now)


def spend_link(*, token: str, now: datetime) -> EntryLink:
    """
    Return the link as used; of several who come at once only one gets it, and when his transaction
    ends in a refusal the link is as good as before. Raises LinkSpent.
    """
    link = _open_link(EntryLink.objects.select_for_update(of=("self",)), token, now)
    link.used_at = now
    link.save(update_fields=["used_at"])
    return link


def _open_link(links: QuerySet[EntryLink], token: str, now: datetime) -> EntryLink:
    found = (
        links.select_related("user")
        .filter(
            token_hash=hash_token(token),
            used_at=None,
            expires_at__gt=now,
            user__is_active=True,
            user__is_system=False,
        )
        .first()
    )
    if found is None:
        raise LinkSpent
    return found


def withdraw_links(*, user_id: UUID) -> None:
    """None of the person's links that are still open works any more, whatever it is for."""
    EntryLink.objects.filter(user_id=user_id, used_at=None).delete()
