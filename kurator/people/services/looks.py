"""An administrator sees Kurator with another person's eyes: begun, ended, and ended by time."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kurator.access.models import Look, Session
from kurator.access.services import require_person
from kurator.access.sessions import hash_session_key
from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import LocalizedText
from kurator.people.selectors.rights import find_person, require_rows_within
from kurator.people.types import AlreadyDisabled
from kurator.platform.context import Context, open_scope
from kurator.platform.notices import ask_for_notice
from kurator.tracking.security import note_security_event

LOOK_LASTS: Final = timedelta(minutes=30)
KIND_BEGUN: Final = "people.look_begun"
KIND_ENDED: Final = "people.look_ended"
_TOLD: Final[LocalizedText] = {
    "en": "{name} sees Kurator as you do, for 30 minutes at most. Nothing can be changed this way.",
    "ru": "{name} видит Kurator вашими глазами, не дольше 30 минут. Изменить так ничего нельзя.",
    "uk": "{name} бачить Kurator вашими очима, не довше 30 хвилин. Змінити так нічого не можна.",
}


class NotWithOwnEyes(KuratorError):
    code = "people.own_eyes"
    status = 409
    texts = {
        "en": "You see Kurator with your own eyes already. Choose somebody else.",
        "ru": "Своими глазами вы и так видите Kurator. Выберите кого-то другого.",
        "uk": "Власними очима ви й так бачите Kurator. Виберіть когось іншого.",
    }


@transaction.atomic
def begin_look(*, viewer: Viewer, user_id: UUID, session_key: str, now: datetime) -> Look:
    """
    From the next request on, this session sees as that person; raises NotFound, BeyondOwnRights,
    BeyondOwnTeams, AlreadyDisabled, NotWithOwnEyes.
    """
    require_person(viewer)
    if user_id == viewer.user_id:
        raise NotWithOwnEyes
    person = find_person(viewer, user_id)
    if not person.is_active:
        raise AlreadyDisabled
    require_rows_within(viewer, user_id)
    session = Session.objects.get(key_hash=hash_session_key(session_key))
    Look.objects.filter(session_id=session.id, ended_at=None).update(ended_at=now)
    look = Look.objects.create(
        session_id=session.id,
        user_id=viewer.user_id,
        person=person,
        begun_at=now,
        ends_at=now + LOOK_LASTS,
    )
    note_security_event(KIND_BEGUN, subject=str(user_id), details={"until": look.ends_at})
    return look


def tell_person(*, viewer: Viewer, look: Look) -> None:
    """Nobody is looked at without knowing."""
    texts = {language: text.format(name=viewer.name) for language, text in _TOLD.items()}
    ask_for_notice(
        user_ids=[look.person_id], kind="people.look", texts=texts, source_key=f"look:{look.id}"
    )


@transaction.atomic
def end_look(*, viewer: Viewer, session_key: str, now: datetime) -> None:
    """See with one's own eyes again; nothing happens when that is so already."""
    session = Session.objects.get(key_hash=hash_session_key(session_key))
    for look in Look.objects.select_for_update().filter(session_id=session.id, ended_at=None):
        look.ended_at = now
        look.save(update_fields=["ended_at"])
        note_security_event(KIND_ENDED, subject=str(look.person_id), details={"by": "hand"})


def end_looks_at(*, user_id: UUID, now: datetime) -> None:
    """For good: a look does not go on when the person is let in again."""
    ended = Look.objects.filter(person_id=user_id, ended_at=None).update(ended_at=now)
    if ended:
        note_security_event(KIND_ENDED, subject=str(user_id), details={"by": "disabling"})


_OVER: Final = """
UPDATE access_look l SET ended_at = least(l.ends_at, %(now)s)
  FROM access_user u
 WHERE u.id = l.user_id AND l.ended_at IS NULL
   AND (l.ends_at <= %(now)s OR NOT EXISTS (
     SELECT FROM access_session s
      CROSS JOIN LATERAL k.combined_rights(l.user_id) own
      CROSS JOIN LATERAL k.looked_through(s.key_hash, own.permissions, own.scope, own.fields)
      WHERE s.id = l.session_id))
RETURNING l.user_id, u.name, l.person_id,
          CASE WHEN l.ends_at <= %(now)s THEN 'time'
               WHEN EXISTS (SELECT FROM access_session s WHERE s.id = l.session_id) THEN 'rights'
               ELSE 'session' END
"""


def end_looks_that_are_over(*, now: datetime) -> int:
    """
    End for good the looks whose time has passed, whose session has ended, or whose person sees or
    may do by now what the looker may not; return how many.
    """
    with open_scope(Context(actor_kind="system", actor_name="looks", channel="worker")):
        with connection.cursor() as cursor:
            cursor.execute(_OVER, {"now": now})
            rows = cursor.fetchall()
        for user_id, name, person_id, by in rows:
            with open_scope(_context_of(user_id, name)):
                note_security_event(KIND_ENDED, subject=str(person_id), details={"by": by})
    return len(rows)


def _context_of(user_id: UUID, name: str) -> Context:
    return Context(actor_kind="user", actor_id=str(user_id), actor_name=name, channel="worker")
