"""Connection parameters by log-in. Imported by the settings: cheap, and starts nothing."""

import json
import os
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import home_directory, read_secrets

Login = Literal["admin", "owner", "web", "worker"]

DEFAULT_DATABASE = "kurator"
OVER_NETWORK = "kurator.platform.database.over_network"
# A server that is gone without a word (a cut cable, a firewall that forgot) is given up within about
# ten seconds; the system's own patience is two hours. The address may say otherwise.
PATIENCE = {
    # An attempt that began just before the network was back must not use up the ten seconds alone.
    "connect_timeout": 6,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
MAINTENANCE_DATABASES = frozenset({"", "postgres", "template1"})


def database_url() -> str:
    return os.environ.get("KURATOR_DATABASE_URL", "").strip()


def is_embedded() -> bool:
    return not database_url()


def database_name() -> str:
    """KURATOR_DATABASE_NAME, else the database named by the URL, else "kurator"."""
    named = os.environ.get("KURATOR_DATABASE_NAME", "").strip()
    if named:
        return named
    in_url = unquote(urlsplit(database_url()).path.lstrip("/"))
    return DEFAULT_DATABASE if in_url in MAINTENANCE_DATABASES else in_url


def dsn_for(login: Login, *, name: str | None = None) -> dict[str, Any]:
    """
    Parameters of one log-in in the shape of an entry of Django's DATABASES.

    "admin" is the administrator of the server; the others are Kurator's own log-ins.
    """
    place = _external_place() if database_url() else _embedded_place()
    user, password = _credentials(login)
    return {
        "ENGINE": OVER_NETWORK if database_url() else "django.db.backends.postgresql",
        "NAME": name or database_name(),
        "USER": user,
        "PASSWORD": password,
        **place,
    }


def conninfo_for(login: Login, *, name: str | None = None) -> dict[str, Any]:
    """The same as keyword arguments of psycopg.connect."""
    django = dsn_for(login, name=name)
    return {
        "host": django["HOST"],
        "port": django["PORT"],
        "user": django["USER"],
        "password": django["PASSWORD"],
        "dbname": django["NAME"],
        **django["OPTIONS"],
    }


def _credentials(login: Login) -> tuple[str, str]:
    if login == "admin" and database_url():
        parts = urlsplit(database_url())
        return unquote(parts.username or "postgres"), unquote(parts.password or "")
    user = "postgres" if login == "admin" else f"kurator_{login}"
    # Before `db setup` there is no password yet: the server refuses, in its own clear words.
    return user, read_secrets().get(login, "")


def _embedded_place() -> dict[str, Any]:
    path = home_directory() / "database.json"
    try:
        place: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"HOST": "127.0.0.1", "PORT": "5432", "OPTIONS": {}}
    return {
        "HOST": place["socket_directory"] or "127.0.0.1",
        "PORT": str(place["port"]),
        "OPTIONS": {"connect_timeout": 10},
    }


def _external_place() -> dict[str, Any]:
    parts = urlsplit(database_url())
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseError(
            "KURATOR_DATABASE_URL must look like postgresql://user:password@host:5432/database."
        )
    options: dict[str, Any] = {**PATIENCE, **dict(parse_qsl(parts.query))}
    host = options.pop("host", parts.hostname or "127.0.0.1")
    port = options.pop("port", parts.port or 5432)
    return {"HOST": host, "PORT": str(port), "OPTIONS": options}
