"""Sessions: begun, listed, proven again and ended; run as `kurator_auth`."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kurator.access.models import Session
from kurator.kernel.errors import KuratorError, NotFound
from kurator.tracking.security import note_security_event

ABSOLUTE_LIMIT = timedelta(days=7)
IDLE_LIMIT = timedelta(hours=8)  # also in sql/viewer.sql
PROOF_LASTS = timedelta(minutes=15)


class ProofNeeded(KuratorError):
    code = "access.proof_needed"
    status = 403
    texts = {
        "en": "Confirm that it is you, then repeat: this step needs a recent log-in.",
        "ru": "Подтвердите, что это вы, и повторите: для этого нужен недавний вход.",
        "uk": "Підтвердьте, що це ви, і повторіть: для цього потрібен недавній вхід.",
    }


def hash_session_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def open_session(
    *, user_id: UUID, method: str, is_strong: bool, addr: str, client: str, now: datetime
) -> str:
    """Return the key of a new session: always a fresh one, whatever the browser brought."""
    key = secrets.token_urlsafe(32)
    Session.objects.create(
        key_hash=hash_session_key(key),
        user_id=user_id,
        created_at=now,
        last_seen_at=now,
        proven_at=now,
        expires_at=now + ABSOLUTE_LIMIT,
        addr=addr,
        client=client[:300],
        method=method,
        is_strong=is_strong,
    )
    return key


def close_session(*, key: str) -> None:
    Session.objects.filter(key_hash=hash_session_key(key)).delete()


def live_sessions(*, user_id: UUID, now: datetime) -> list[Session]:
    """Return a person's open sessions, the latest used first."""
    rows = Session.objects.filter(
        user_id=user_id, expires_at__gt=now, last_seen_at__gt=now - IDLE_LIMIT
    )
    return list(rows.order_by("-last_seen_at", "id"))


def end_session(*, user_id: UUID, session_id: UUID) -> None:
    """End one session of this person; raises NotFound."""
    count, _ = Session.objects.filter(user_id=user_id, id=session_id).delete()
    if not count:
        raise NotFound
    note_security_event("access.session_ended", subject=str(user_id))


def end_sessions(*, user_id: UUID, but_key: str | None = None) -> int:
    """End all sessions of a person, but for the one with this key; return how many."""
    rows = Session.objects.filter(user_id=user_id)
    if but_key is not None:
        rows = rows.exclude(key_hash=hash_session_key(but_key))
    count, _ = rows.delete()
    if count:
        note_security_event("access.sessions_ended", subject=str(user_id), details={"count": count})
    return count


def note_proof(*, key: str, is_strong: bool, now: datetime) -> None:
    """The person behind the session has shown again that it is he."""
    changes = {"proven_at": now, **({"is_strong": True} if is_strong else {})}
    Session.objects.filter(key_hash=hash_session_key(key)).update(**changes)


def refuse_without_proof(*, key: str, user_id: UUID) -> None:
    """
    Raise ProofNeeded unless the person logged in or proved himself a short while ago in this very
    session; the session of somebody else does not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.is_proven(%s, %s, make_interval(secs => %s))",
            [hash_session_key(key), user_id, PROOF_LASTS.total_seconds()],
        )
        (is_proven,) = cursor.fetchone()
    if not is_proven:
        raise ProofNeeded
