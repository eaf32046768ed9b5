"""
The database of one installation: log-ins, roles, locale, extensions, rights.

Idempotent: what exists is brought to the stated condition, nothing is ever dropped.
"""

from contextlib import suppress
from dataclasses import dataclass

import psycopg
from psycopg import sql

from kurator.platform.database.connections import conninfo_for, database_name, is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import ensure_secrets

LOGINS = ("owner", "web", "worker")
# Entered by SET ROLE only, or owners of functions.
GROUPS = ("kurator_scoped", "kurator_auth", "kurator_people")
DEFINER = "kurator_definer"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "pgcrypto")
OPTIONAL_EXTENSIONS = ("pg_stat_statements",)
# The name of the C library's UTF-8 locale differs between systems.
CHARACTER_TYPES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")

# Of a program that is gone without a word the server learns by asking; else its session, and what that
# holds, would stay for hours. Over a socket of the same machine these mean nothing.
NOTICES_WHO_IS_GONE = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20s",
    "client_connection_check_interval": "10s",
}
# A server on Windows cannot ask for this while a statement runs, and refuses the setting.
NOT_EVERYWHERE: dict[str, tuple[type[Exception], ...]] = {
    "client_connection_check_interval": (psycopg.errors.InvalidParameterValue,)
}
ROLE_SETTINGS: dict[str, dict[str, str]] = {
    "kurator_owner": {
        # A migration that waits makes everybody wait behind it: short, and tried again.
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "10min",
    },
    "kurator_web": {
        **NOTICES_WHO_IS_GONE,
        "statement_timeout": "60s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "15s",
    },
    "kurator_worker": {
        **NOTICES_WHO_IS_GONE,
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "2min",
    },
}
DATABASE_SETTINGS = {"search_path": "public", "timezone": "UTC", "jit": "off"}

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Done:
    database: str
    is_new: bool


def set_up_database(*, name: str | None = None) -> Done:
    """Bring the server and the database to the condition that Kurator needs."""
    database = name or database_name()
    passwords = ensure_secrets()
    with _connect_as_admin("postgres") as server:
        _require_version(server)
        _make_roles(server, passwords)
        is_new = _make_database(server, database)
    with _connect_as_admin(database) as connection:
        _make_extensions(connection)
        _grant_rights(connection, database)
        _apply_settings(connection, database)
        _make_state_table(connection)
    return Done(database, is_new)


def drop_database(name: str) -> None:
    with _connect_as_admin("postgres") as server:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _connect_as_admin(database: str) -> Connection:
    conninfo = conninfo_for("admin", name=database)
    try:
        return psycopg.connect(autocommit=True, **conninfo)
    except psycopg.OperationalError as error:
        advice = (
            "Start it with `kurator db start`."
            if is_embedded()
            else "Check KURATOR_DATABASE_URL: its user must be an administrator of the server."
        )
        raise DatabaseError(
            f"The database server does not answer: {str(error).strip()}\n{advice}"
        ) from error


def _require_version(server: Connection) -> None:
    if server.info.server_version < 180000:
        raise DatabaseError(
            f"The server is PostgreSQL {server.info.server_version // 10000}; "
            "Kurator needs 18 or newer. Upgrade it, or leave KURATOR_DATABASE_URL "
            "empty to use the embedded one."
        )


def _make_roles(server: Connection, passwords: dict[str, str]) -> None:
    for login in LOGINS:
        inherit = "NOINHERIT" if login == "web" else "INHERIT"
        _make_role(server, f"kurator_{login}", f"LOGIN {inherit} NOBYPASSRLS")
        server.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(f"kurator_{login}"), sql.Literal(passwords[login])
            )
        )
    for group in GROUPS:
        _make_role(server, group, "NOLOGIN NOBYPASSRLS")
    _make_role(server, DEFINER, "NOLOGIN BYPASSRLS")
    if not _value(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        # An administrator who is not a superuser must be a member to give things away.
        server.execute("GRANT kurator_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")
    server.execute(
        "GRANT kurator_scoped, kurator_auth, kurator_people TO kurator_web WITH INHERIT FALSE, SET TRUE"
    )
    # Whoever administers people may also end sessions and issue invitations.
    server.execute("GRANT kurator_auth TO kurator_people WITH INHERIT TRUE, SET FALSE")
    # What the worker does for a person it does as that person, behind both locks.
    server.execute("GRANT kurator_scoped TO kurator_worker WITH INHERIT FALSE, SET TRUE")
    # So that migrations may give it the few functions that run with its rights.
    server.execute("GRANT kurator_definer TO kurator_owner WITH INHERIT FALSE, SET TRUE")


def _make_role(server: Connection, name: str, attributes: str) -> None:
    exists = _value(server, "SELECT count(*) FROM pg_roles WHERE rolname = %s", name)
    is_super = _value(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if is_super:
        attributes += " NOSUPERUSER"
    verb = "ALTER" if exists else "CREATE"
    try:
        server.execute(f"{verb} ROLE {name} {attributes} NOCREATEDB NOCREATEROLE".encode())
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseError(
            f"The user of KURATOR_DATABASE_URL may not make the role {name}: {error}. "
            "It must be a superuser, or have CREATEROLE, CREATEDB and BYPASSRLS."
        ) from error


def _make_database(server: Connection, name: str) -> bool:
    if _value(server, "SELECT count(*) FROM pg_database WHERE datname = %s", name):
        server.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO kurator_owner").format(sql.Identifier(name))
        )
        return False
    statement = sql.SQL(
        "CREATE DATABASE {} OWNER kurator_owner TEMPLATE template0 ENCODING 'UTF8' "
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'C' LC_CTYPE {}"
    )
    for character_type in CHARACTER_TYPES:
        try:
            server.execute(statement.format(sql.Identifier(name), sql.Literal(character_type)))
        except psycopg.errors.WrongObjectType:
            continue
        return True
    raise DatabaseError(
        f"The server knows none of the locales {', '.join(CHARACTER_TYPES)}. "
        "Install one (on Debian: the package locales)."
    )


def _make_extensions(connection: Connection) -> None:
    for extension in EXTENSIONS:
        try:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public".encode())
        except psycopg.Error as error:
            raise DatabaseError(
                f"The extension {extension} cannot be created: {error}. On a server of your own "
                "install PostgreSQL's contrib package."
            ) from error
    for extension in OPTIONAL_EXTENSIONS:
        with suppress(psycopg.Error):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public".encode())


def _grant_rights(connection: Connection, name: str) -> None:
    database = sql.Identifier(name)
    for statement in (
        "CREATE SCHEMA IF NOT EXISTS k AUTHORIZATION kurator_owner",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO kurator_owner, kurator_web, kurator_worker",
        "GRANT TEMPORARY ON DATABASE {database} TO kurator_owner, kurator_worker",
        # kurator_web itself sees nothing: a query outside a scope is refused, not unfiltered.
        "REVOKE ALL ON SCHEMA public, k FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO kurator_owner",
        "GRANT USAGE ON SCHEMA public, k"
        " TO kurator_scoped, kurator_auth, kurator_people, kurator_worker, kurator_definer",
        # The owner of a function needs CREATE where the function stands.
        "GRANT CREATE ON SCHEMA k TO kurator_definer",
    ):
        connection.execute(sql.SQL(statement).format(database=database))


def _apply_settings(connection: Connection, name: str) -> None:
    database = sql.Identifier(name)
    for setting, value in DATABASE_SETTINGS.items():
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                database, sql.Identifier(setting), sql.SQL(value)
            )
        )
    for role, settings in ROLE_SETTINGS.items():
        for setting, value in settings.items():
            with suppress(*NOT_EVERYWHERE.get(setting, ())):
                connection.execute(
                    sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                        sql.Identifier(role), database, sql.Identifier(setting), sql.Literal(value)
                    )
                )


def _make_state_table(connection: Connection) -> None:
    """What was already brought up to date here; see kurator.platform.database.state."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS k.setup_state (name text PRIMARY KEY, value text NOT NULL)"
    )
    connection.execute("ALTER TABLE k.setup_state OWNER TO kurator_owner")


def _value(connection: Connection, query: str, *parameters: object) -> object:
    row = connection.execute(query.encode(), parameters).fetchone()
    return row[0] if row else None
