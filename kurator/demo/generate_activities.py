"""
Notes and tasks for a large base, set-based: ten for each customer on average, over all his time.

As in life most customers have few notes and a few have very many, so that long cards are met.
"""

from typing import Final

import psycopg

from kurator.demo.generate import NeedsAdministrator, without_indexes
from kurator.demo.storing import may_silence_triggers
from kurator.platform.database.connections import conninfo_for

TASKS_EACH: Final = 2
TABLES: Final = ("activities_note", "activities_task")
# A row's own number, so that a base is the same each time it is made.
_CHANCE: Final = "(hashint8extended(p.number * 128 + n.n, {place}) & 1048575) / 1048576.0"
_AT: Final = f"p.created_at + (now() - p.created_at) * ({_CHANCE.format(place=1)})"
# Notes of one customer: 2 of half of them, 80 of each fiftieth; 8 on average.
_NOTES_OF_ONE: Final = """(SELECT CASE WHEN share < 0.50 THEN 2 WHEN share < 0.85 THEN 8
       WHEN share < 0.98 THEN 20 ELSE 80 END
  FROM (SELECT (hashint8extended(p.number, 3) & 1048575) / 1048576.0 AS share) s)"""

_NOTES: Final = f"""
INSERT INTO activities_note (id, party_id, text, author_id, created_at)
SELECT uuidv7(at.at - now()), p.id,
       (ARRAY['Просить передзвонити після шостої','Дякує за швидку відповідь',
              'Питає про новий тариф','Не відповідає','Уточнив адресу','Спросил о скидке',
              'Просит счёт на почту','Will decide by Friday'])[1 + n.n % 8],
       p.owner_id, at.at
  FROM parties_party p CROSS JOIN LATERAL generate_series(0, {_NOTES_OF_ONE} - 1) AS n(n)
 CROSS JOIN LATERAL (SELECT {_AT} AS at) at
 WHERE NOT EXISTS (SELECT FROM activities_note)
"""
_TASKS: Final = f"""
INSERT INTO activities_task (id, party_id, title, text, due_at, assignee_id, status, result,
  creator, created_by_id, created_at, closed_at, closed_by_id)
SELECT uuidv7(at.at - now()), p.id, jsonb_build_object('uk', 'Зателефонувати', 'en', 'Call'), '',
       at.at + interval '2 days', p.owner_id, CASE WHEN is_open THEN 'OPEN' ELSE 'DONE' END,
       CASE WHEN is_open THEN '' ELSE 'OK' END, 'USER', p.owner_id, at.at,
       CASE WHEN NOT is_open THEN at.at + interval '1 day' END,
       CASE WHEN NOT is_open THEN p.owner_id END
  FROM parties_party p CROSS JOIN generate_series(0, {TASKS_EACH - 1}) AS n(n)
 CROSS JOIN LATERAL (SELECT {_AT} AS at, {_CHANCE.format(place=2)} < 0.05 AS is_open) at
 WHERE NOT EXISTS (SELECT FROM activities_task)
"""


def load_activities() -> None:
    """Give every customer of a base without activities his notes and tasks; raises NeedsAdministrator."""
    with psycopg.connect(**conninfo_for("admin")) as connection:
        if not may_silence_triggers(connection):
            raise NeedsAdministrator
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        with without_indexes(connection, TABLES):
            connection.execute(_NOTES.encode())
            connection.execute(_TASKS.encode())
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as connection:
        connection.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}".encode())
