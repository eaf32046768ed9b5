"""
Links that let a person in once: invitations, and passwords forgotten. Only the hash of what
stands in the link is stored; the secret stands behind the `#`, which no server and no log sees.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from kurator.access.models import EntryLink
from kurator.access.sealing import seal
from kurator.kernel.errors import KuratorError

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
SEND_LINK = "sign_in.send_link"
PAGES = {EntryLink.Purpose.INVITATION: "/welcome", EntryLink.Purpose.RESET: "/reset"}


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


def issue_invitation(*, user_id: UUID, now: datetime) -> str:
    """
    Return a link by which the person sets a password and enters; earlier invitations stop working.

    The link begins with KURATOR_PUBLIC_URL, or with "/" where none is set. Where mail is set up,
    it is also sent after the commit.
    """
    return _issue(user_id, EntryLink.Purpose.INVITATION, now + INVITATION_LASTS, now)


def issue_reset(*, user_id: UUID, now: datetime) -> str:
    """Return a link by which the person sets a new password; see `issue_invitation`."""
    return _issue(user_id, EntryLink.Purpose.RESET, now + RESET_LASTS, now)


def _issue(user_id: UUID, purpose: EntryLink.Purpose, expires_at: datetime, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    EntryLink.objects.filter(user_id=user_id, purpose=purpose).delete()
    EntryLink.objects.create(
        user_id=user_id,
        purpose=purpose,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=expires_at,
    )
    link = f"{settings.PUBLIC_URL}{PAGES[purpose]}#{token}"
    if settings.MAIL_IS_ON:
        app.configure_task(name=SEND_LINK).defer(
            user_id=str(user_id), purpose=str(purpose.value), sealed_link=seal(link)
        )
    return link


def find_link(*, token: str, now: datetime) -> EntryLink:
    """Return the link that may still be used, locked; raises LinkSpent."""
    found = (
        EntryLink.objects.select_for_update(of=("self",))
        .select_related("user")
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
