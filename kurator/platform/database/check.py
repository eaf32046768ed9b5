"""Whether a database is safe to run on; looked at before anything is served."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from kurator.platform.database.connections import Login, conninfo_for, is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.setup import EXTENSIONS

Connection = psycopg.Connection[tuple[object, ...]]

DURABILITY = {
    "fsync": "a loss of power may destroy the database",
    "full_page_writes": "a loss of power may leave half-written pages",
    "synchronous_commit": "a commit that was confirmed may be lost",
}
APPLICATION_LOGINS = (
    "kurator_web",
    "kurator_worker",
    "kurator_scoped",
    "kurator_auth",
    "kurator_people",
)

CASE_PROBE = ("ЇЖАК", "ґанок")  # allow: raw-text - a probe, nobody reads it
CASE_ANSWER = "їжакҐАНОК"  # allow: raw-text - a probe
SIMILARITY_PROBE = ("Кузнецов", "Кузницов")  # allow: raw-text - a probe
ACCENTED, UNACCENTED = "Ёлка Їжак", "Елка Їжак"  # allow: raw-text - a probe


@dataclass(frozen=True)
class Finding:
    code: str
    what: str
    remedy: str
    is_fatal: bool = True


def check_database(*, login: Login = "owner", name: str | None = None) -> list[Finding]:
    """Everything that is wrong with the database, worst first; empty when it is safe."""
    try:
        connection: Connection = psycopg.connect(autocommit=True, **conninfo_for(login, name=name))
    except psycopg.OperationalError as error:
        return [_unreachable(str(error).strip())]
    with connection:
        if login == "web":
            connection.execute("SET ROLE kurator_scoped")
        findings = [finding for check in CHECKS for finding in check(connection)]
    return sorted(findings, key=lambda finding: not finding.is_fatal)


def require_safe_database(*, login: Login = "owner", name: str | None = None) -> None:
    fatal = [finding for finding in check_database(login=login, name=name) if finding.is_fatal]
    if fatal:
        raise DatabaseError(
            "Kurator does not start on this database:\n" + "\n".join(map(describe, fatal))
        )


def describe(finding: Finding) -> str:
    mark = "x" if finding.is_fatal else "!"
    return f"  {mark} {finding.what}.\n    {finding.remedy}"


def _unreachable(reason: str) -> Finding:
    remedy = (
        "Start it with `kurator db start` and set it up with `kurator db setup`."
        if is_embedded()
        else "Check KURATOR_DATABASE_URL, then run `kurator db setup`."
    )
    return Finding("unreachable", f"The database does not answer: {reason}", remedy)


def _version(connection: Connection) -> Iterator[Finding]:
    version = connection.info.server_version
    if version < 180000:
        yield Finding(
            "version",
            f"The server is PostgreSQL {version // 10000}, Kurator needs 18 or newer",
            "Upgrade the server, or leave KURATOR_DATABASE_URL empty to use the embedded one.",
        )


def _durability(connection: Connection) -> Iterator[Finding]:
    for setting, danger in DURABILITY.items():
        if _value(connection, "SELECT current_setting(%s)", setting) == "off":
            yield Finding(
                setting,
                f"{setting} is off: {danger}",
                f"As administrator: ALTER SYSTEM SET {setting} = on, then reload the settings, "
                f"and remove {setting} from the server's start options, from ALTER ROLE and "
                "from ALTER DATABASE.",
            )
    if _value(connection, "SELECT current_setting('data_checksums')") != "on":
        yield Finding(
            "data_checksums",
            "Data checksums are off: damage by a faulty disk stays unnoticed",
            "Stop the server and run `pg_checksums --enable`.",
            is_fatal=False,
        )


def _locale(connection: Connection) -> Iterator[Finding]:
    lowered = _value(connection, "SELECT lower(%s) || upper(%s)", *CASE_PROBE)
    similar = True
    if _value(connection, "SELECT to_regproc('public.similarity') IS NOT NULL"):
        similar = bool(
            _value(connection, "SELECT public.similarity(%s, %s) >= 0.4", *SIMILARITY_PROBE)
        )
    if lowered != CASE_ANSWER or not similar:
        yield Finding(
            "locale",
            "The database's locale does not know Cyrillic letters: names would not be found",
            "A locale cannot be changed later. Let `kurator db setup` create the database "
            "(name a database that does not exist yet) and move the data with pg_dump.",
        )
    if _value(connection, "SELECT current_setting('server_encoding')") != "UTF8":
        yield Finding(
            "encoding",
            "The database's encoding is not UTF8",
            "Let `kurator db setup` create the database.",
        )


def _unaccent(connection: Connection) -> Iterator[Finding]:
    if not _value(connection, "SELECT to_regproc('public.unaccent') IS NOT NULL"):
        return
    if _value(connection, "SELECT public.unaccent(%s)", ACCENTED) != UNACCENTED:
        yield Finding(
            "unaccent",
            "The rules of the extension unaccent are not the ones PostgreSQL ships with",
            "Restore unaccent.rules from PostgreSQL's contrib package.",
        )


def _time_zones(connection: Connection) -> Iterator[Finding]:
    zone = os.environ.get("KURATOR_TIME_ZONE", "Europe/Kyiv")
    try:
        connection.execute("SELECT now() AT TIME ZONE %s", (zone,))
    except psycopg.errors.InvalidParameterValue:
        yield Finding(
            "time_zone",
            f"The database server does not know the time zone {zone}",
            "Install the system's time zones (on Debian: the package tzdata), "
            "or correct KURATOR_TIME_ZONE.",
        )


def _extensions(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute("SELECT extname FROM pg_extension").fetchall()
    missing = sorted(set(EXTENSIONS) - {str(row[0]) for row in rows})
    if missing:
        yield Finding(
            "extensions",
            f"Extensions are missing: {', '.join(missing)}",
            "Run `kurator db setup`.",
        )


def _logins(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'kurator\\_%'"
    ).fetchall()
    found = {str(name): (is_super, bypasses) for name, is_super, bypasses in rows}
    for name in (*APPLICATION_LOGINS, "kurator_owner"):
        is_super, bypasses = found.get(name, (None, None))
        if is_super is None:
            yield Finding("roles", f"The role {name} does not exist", "Run `kurator db setup`.")
        elif is_super or bypasses:
            power = "SUPERUSER" if is_super else "BYPASSRLS"
            yield Finding(
                "roles",
                f"The role {name} is {power}: row-level security would not apply to it",
                f"As administrator: ALTER ROLE {name} NO{power};",
            )


def _ownership(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
        " WHERE pg_get_userbyid(relowner) = ANY(%s)",
        (list(APPLICATION_LOGINS),),
    ).fetchall()
    for (owner,) in rows:
        yield Finding(
            "ownership",
            f"The role {owner} owns tables, and may switch their security off",
            f"As administrator: REASSIGN OWNED BY {owner} TO kurator_owner;",
        )


def _memberships(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT member.rolname, granted.rolname"
        " FROM pg_roles member, pg_roles granted"
        " WHERE member.rolname = ANY(%s) AND NOT member.rolsuper AND granted.oid <> member.oid"
        "   AND (granted.rolsuper OR granted.rolbypassrls OR granted.rolname = 'kurator_owner')"
        "   AND pg_has_role(member.oid, granted.oid, 'MEMBER')",
        (list(APPLICATION_LOGINS),),
    ).fetchall()
    for member, granted in rows:
        yield Finding(
            "memberships",
            f"The role {member} is a member of {granted}, and could become it",
            f"As administrator: REVOKE {granted} FROM {member};",
        )


def _value(connection: Connection, query: LiteralString, *parameters: object) -> object:
    row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None


CHECKS: tuple[Callable[[Connection], Iterator[Finding]], ...] = (
    _version,
    _durability,
    _locale,
    _unaccent,
    _time_zones,
    _extensions,
    _logins,
    _ownership,
    _memberships,
)
