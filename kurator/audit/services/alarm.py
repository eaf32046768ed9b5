"""The alarm about unusual reading: many more cards than the person's own days tell."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from kurator.audit.rules import FACTOR, LEAST_CARDS, USUAL_DAYS, Reading, is_unusual, limit_for
from kurator.kernel.localized import LocalizedText
from kurator.platform.notices import ask_for_notice
from kurator.platform.queries import read_rows
from kurator.tracking.security import note_security_event

KIND_UNUSUAL: Final = "audit.unusual_reading"
NOTICE: LocalizedText = {
    "en": "{name} has opened {cards} customers today; {median} is usual. See the security log.",
    "ru": "{name}: сегодня открыто клиентов {cards}, обычно {median}. Смотрите журнал безопасности.",
    "uk": "{name}: сьогодні відкрито клієнтів {cards}, зазвичай {median}. Дивіться журнал безпеки.",
}
_MANY: Final = """
WITH many AS (
  SELECT user_id, cards FROM audit_readingday
   WHERE day = %(today)s AND alarmed_at IS NULL AND cards > %(least)s)
SELECT m.user_id, coalesce(p.name, ''), m.cards, coalesce(u.median, 0), coalesce(u.days, 0)
  FROM many m
  LEFT JOIN k.people() p ON p.id = m.user_id
  LEFT JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY d.cards) AS median, count(*) AS days
      FROM audit_readingday d
     WHERE d.user_id = m.user_id AND d.day < %(today)s AND d.day >= %(since)s AND d.cards > 0) u ON true
"""
_WATCHERS: Final = """
SELECT DISTINCT u.id FROM access_user u
  JOIN access_userrole ur ON ur.user_id = u.id JOIN access_role r ON r.id = ur.role_id
 WHERE u.is_active AND NOT u.is_system AND 'audit.security' = ANY(r.permissions)
"""


def watchers() -> list[UUID]:
    """Those who may see the security log."""
    return [row[0] for row in read_rows(_WATCHERS)]


def raise_alarms(*, today: date, now: datetime) -> int:
    """Report each person who reads unusually much today, once a day; returns how many."""
    since = today - timedelta(days=USUAL_DAYS)
    found = read_rows(_MANY, {"today": today, "since": since, "least": LEAST_CARDS})
    readings = [(row[0], row[1], Reading(*row[2:])) for row in found]
    unusual = [one for one in readings if is_unusual(one[2])]
    if unusual:
        _mark([user_id for user_id, _, _ in unusual], today, now)
        people = watchers()
        for user_id, name, reading in unusual:
            _report(user_id, name, reading, people, today)
    return len(unusual)


def _mark(user_ids: Sequence[UUID], today: date, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_readingday SET alarmed_at = %s WHERE day = %s AND user_id = ANY(%s)",
            [now, today, list(user_ids)],
        )


def _report(
    user_id: UUID, name: str, reading: Reading, people: Sequence[UUID], today: date
) -> None:
    words = {"name": name, "cards": reading.cards, "median": reading.median}
    note_security_event(
        KIND_UNUSUAL,
        subject=str(user_id),
        details={
            **words,
            "days": reading.days,
            "factor": FACTOR,
            "least": LEAST_CARDS,
            "limit": limit_for(reading.median),
        },
    )
    ask_for_notice(
        user_ids=people,
        kind=KIND_UNUSUAL,
        texts={language: text.format_map(words) for language, text in NOTICE.items()},
        source_key=f"audit.reading:{today}:{user_id}",
    )
