"""
A large base for measuring: set-based, without history, spread over many people and teams.

Like the demo company it follows from the seed alone, apart from dates, which are counted from now.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from uuid import UUID

import psycopg
from django.contrib.auth.hashers import make_password
from psycopg.sql import SQL, Identifier

from kurator.access.models import Role, Team, User, UserRole
from kurator.access.services import rebuild_visibility
from kurator.demo.attributes import words
from kurator.demo.company import DOMAIN, PASSWORD, role_permissions
from kurator.demo.ids import seeded_id
from kurator.demo.load import define_attributes
from kurator.demo.names import ENGLISH_SURNAMES, person_name
from kurator.demo.organizations import organization_login, organization_name
from kurator.demo.rows import packed
from kurator.demo.storing import may_silence_triggers
from kurator.platform.context import Context, open_scope
from kurator.platform.database.connections import conninfo_for

NAMES: Final = 60_000
DOCUMENTS: Final = 50_000
TABLES: Final = ("parties_party", "parties_contactpoint", "parties_partytag", "parties_partysearch")
BULK: Final = Context(actor_kind="system", actor_name="bulk", channel="demo")


class NeedsAdministrator(Exception):
    """Filling a base past its triggers needs a superuser of the server."""


@dataclass(frozen=True)
class BulkBase:
    """`operator_emails` may log in with the password of the demo; scope of each is his team."""

    customers: int
    owner_ids: Sequence[UUID]
    operator_emails: Sequence[str]


def load_bulk(
    *,
    customers: int = 1_000_000,
    contact_points_each: int = 2,
    users: int = 500,
    teams: int = 40,
    seed: int = 1,
) -> BulkBase:
    """Add `customers` customers with search documents and analyzed tables."""
    people = _hire(users=users, teams=teams, seed=seed)
    with open_scope(BULK):
        tag_ids = define_attributes(seed)
    owners = [person.id for person in people]
    with psycopg.connect(**conninfo_for("admin")) as connection:
        if not may_silence_triggers(connection):
            raise NeedsAdministrator
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        connection.execute("SET LOCAL work_mem = '256MB'")
        _copy_names(connection, seed)
        with without_indexes(connection, TABLES):
            _fill(connection, customers, contact_points_each, owners, tag_ids["vip"])
    _vacuum()
    emails = [person.email for person in people]
    return BulkBase(customers, owners, emails)


def _hire(*, users: int, teams: int, seed: int) -> list[User]:
    """Four regions, `teams` teams below them, `users` operators and one administrator."""
    with open_scope(BULK):
        regions = [_team(seed, "region", n, None) for n in range(4)]
        groups = [_team(seed, "team", n, regions[n % 4].id) for n in range(teams)]
        operator, administrator = (_role(code, scope) for code, scope in _ROLES)
        password, random = make_password(PASSWORD), Random(f"{seed}:bulk people")
        people = [
            User(
                id=seeded_id(f"{seed}:bulk user {n}"),
                email=f"bulk-operator-{n:03d}@{DOMAIN}",
                name=person_name(random, "UA").full["uk"],
                password=password,
                team_id=groups[n % teams].id,
                language="uk",
            )
            for n in range(users)
        ]
        head = User(
            id=seeded_id(f"{seed}:bulk administrator"),
            email=f"bulk-administrator@{DOMAIN}",
            name="Administrator",
            password=password,
        )
        User.objects.bulk_create([*people, head], ignore_conflicts=True)
        UserRole.objects.bulk_create(
            [
                *(UserRole(user_id=person.id, role=operator) for person in people),
                UserRole(user_id=head.id, role=administrator),
            ],
            ignore_conflicts=True,
        )
        rebuild_visibility()
    return people


_ROLES: Final = (("operator", "TEAM"), ("administrator", "ALL"))


def _team(seed: int, kind: str, n: int, parent_id: UUID | None) -> Team:
    name = words(f"Группа {n + 1}", f"Група {n + 1}", f"Team {n + 1}")
    defaults = {"name": dict(name), "parent_id": parent_id}
    return Team.objects.get_or_create(id=seeded_id(f"{seed}:{kind} {n}"), defaults=defaults)[0]


def _role(code: str, scope: str) -> Role:
    name = words(code, code, code)
    defaults = {"name": dict(name), "scope": scope, "permissions": role_permissions(code)}
    return Role.objects.get_or_create(code=code, defaults=defaults)[0]


def _copy_names(connection: psycopg.Connection[Any], seed: int) -> None:
    """A stock of names to draw from; the table lives as long as the transaction."""
    random = Random(f"{seed}:bulk names")
    connection.execute(
        "CREATE TEMP TABLE bulk_names (i int, kind text, lang text, name jsonb, login text)"
        " ON COMMIT DROP"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY bulk_names FROM STDIN (FORMAT text)") as copy,
    ):
        for i in range(NAMES):
            copy.write_row((i, *_name(random)))


def _name(random: Random) -> tuple[str, str, str, str]:
    country, language = random.choice((("UA", "uk"), ("UA", "uk"), ("RU", "ru"), ("GB", "en")))
    if random.random() < 0.72:
        person = person_name(random, country)
        kind, full, login = "PERSON", person.full, person.login
    else:
        full = organization_name(random, country, ENGLISH_SURNAMES)
        kind, login = "ORGANIZATION", organization_login(full)
    name = {language: full[language], "en": full["en"]}
    return kind, language, packed(name), login


@contextmanager
def without_indexes(connection: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Drop the indexes that back no constraint, and build them anew afterwards."""
    found = connection.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary AND NOT i.indisunique"
        " ORDER BY 1",
        [list(tables)],
    ).fetchall()
    for name, _ in found:
        connection.execute(SQL("DROP INDEX {}").format(Identifier(name)))
    yield
    for _, definition in found:
        connection.execute(definition)


def _random(place: int, size: str | int) -> str:
    """An evenly spread whole number below `size` that follows from the customer's number."""
    return f"((hashint8extended(n.number, {place}) & 1152921504606846975) %% {size})"


def _id(place: int) -> str:
    """An id in the shape of UUIDv7, ordered by number."""
    return (
        "(lpad(to_hex(1640995200000 + n.number * 50), 12, '0') || '7'"
        f" || lpad(to_hex({_random(place, 4096)}), 3, '0')"
        f" || '8' || lpad(to_hex({_random(place + 1, 1152921504606846976)}), 15, '0'))::uuid"
    )


_PARTIES: Final = f"""
INSERT INTO parties_party (id, number, kind, external_id, name, lang, status, owner_id, tax_id,
  birth_date, time_zone, attrs, created_at, updated_at, version)
SELECT {_id(1)}, n.number, b.kind, 'BULK-' || n.number, b.name, b.lang,
       (ARRAY['ACTIVE','ACTIVE','ACTIVE','ACTIVE','ACTIVE','NEW','LEAVING','SLEEPING','FORMER',
              'ACTIVE'])[1 + {_random(3, 10)}],
       (%(owners)s::uuid[])[1 + {_random(4, "%(owner_count)s")}],
       CASE WHEN {_random(5, 2)} = 0 THEN (1000000000 + {_random(6, 8999999999)})::text ELSE '' END,
       CASE WHEN b.kind = 'PERSON' THEN date '1950-01-01' + {_random(7, 20000)}::int END,
       'Europe/Kyiv',
       jsonb_build_object(
         'tariff', (ARRAY['HOME_50','HOME_100','HOME_300','BUSINESS_100'])[1 + {_random(8, 4)}],
         'monthly_fee', 19900 + 5000 * {_random(9, 10)},
         'contract_until', (%(today)s::date + ({_random(10, 400)}::int - 20))::text,
         'debt', CASE WHEN {_random(11, 5)} = 0 THEN 10000 + 1000 * {_random(12, 300)} ELSE 0 END,
         'autopay', {_random(13, 2)} = 0,
         'support_calls', {_random(14, 7)},
         'connection', (ARRAY['FIBER','CABLE','RADIO'])[1 + {_random(15, 3)}]),
       at.at, at.at, 1
  FROM generate_series(%(first)s::bigint, %(first)s::bigint + %(customers)s - 1) AS n(number)
  JOIN bulk_names b ON b.i = {_random(16, NAMES)}
 CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - interval '730 days'
   * (1 - (n.number - %(first)s)::float8 / %(customers)s) AS at) at
 ORDER BY n.number
"""
_CONTACTS: Final = """
INSERT INTO parties_contactpoint (id, party_id, kind, value, norm, extension, label, is_preferred,
  position)
SELECT {id}, n.id, c.kind, CASE c.kind WHEN 'PHONE' THEN '+' ELSE '' END || c.norm, c.norm,
       '', '', %(position)s = 0, %(position)s
  FROM parties_party n
  JOIN bulk_names b ON b.i = {name}
 CROSS JOIN LATERAL (SELECT CASE WHEN %(position)s = 1 THEN 'EMAIL' ELSE 'PHONE' END AS kind,
   CASE WHEN %(position)s = 1 THEN b.login || n.number || '@example.com'
        ELSE (ARRAY['38067','38050','38063','38093'])[1 + %(position)s %% 4]
             || lpad((n.number * 7919 %% 10000000)::text, 7, '0') END AS norm) c
 WHERE n.number >= %(first)s ORDER BY n.number
"""
_TAGS: Final = f"""
INSERT INTO parties_partytag (id, party_id, tag_id, added_at)
SELECT {_id(40)}, n.id, %(tag)s, n.created_at FROM parties_party n
 WHERE n.number >= %(first)s AND {_random(42, 20)} = 0
"""


def _fill(
    connection: psycopg.Connection[Any],
    customers: int,
    contact_points_each: int,
    owners: Sequence[UUID],
    tag_id: UUID,
) -> None:
    now = datetime.now(UTC)
    taken = connection.execute("SELECT k.take_numbers('party', %s)", [customers]).fetchone()
    first = taken[0] if taken else 1
    parameters = {
        "first": first,
        "customers": customers,
        "owners": list(owners),
        "owner_count": len(owners),
        "today": now.date(),
        "now": now,
        "tag": tag_id,
    }
    connection.execute(_PARTIES.encode(), parameters)
    connection.execute("ANALYZE parties_party")
    for position in range(contact_points_each):
        statement = _CONTACTS.format(id=_id(100 + 2 * position), name=_random(16, NAMES))
        connection.execute(statement.encode(), parameters | {"position": position})
    connection.execute(_TAGS.encode(), parameters)
    connection.execute("CREATE INDEX bulk_contacts ON parties_contactpoint (party_id)")
    for start in range(first, first + customers, DOCUMENTS):
        connection.execute(
            "SELECT k.index_documents(ARRAY(SELECT id FROM parties_party"
            " WHERE number >= %s AND number < %s))",
            [start, min(start + DOCUMENTS, first + customers)],
        )
    connection.execute("DROP INDEX bulk_contacts")


def _vacuum() -> None:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as connection:
        connection.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}".encode())
        connection.execute("ANALYZE")
