"""The database: start, stop, set up, check, migrate."""

import argparse
import os
import subprocess
from collections.abc import Callable

from kurator.platform.database import embedded
from kurator.platform.database.connections import Login, conninfo_for, database_url, is_embedded
from kurator.platform.database.errors import DatabaseError

NAME = "db"
HELP = "the database: start, stop, status, prepare, setup, check, migrate, secure, shell"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    for name, (help_text, _) in ACTIONS.items():
        action = actions.add_parser(name, help=help_text)
        if name in {"shell", "check"}:
            action.add_argument(
                "--login", choices=["admin", "owner", "web", "worker"], default="owner"
            )
        if name == "prepare":
            action.add_argument("--demo", action="store_true", help="load the demo company once")


def run(arguments: argparse.Namespace) -> int:
    return ACTIONS[arguments.action][1](arguments)


def _start(_: argparse.Namespace) -> int:
    _require_embedded()
    status = embedded.start()
    print(f"PostgreSQL runs on port {status.port}, data in {status.data}")
    return 0


def _stop(_: argparse.Namespace) -> int:
    _require_embedded()
    print("PostgreSQL stopped" if embedded.stop() else "PostgreSQL was not running")
    return 0


def _status(_: argparse.Namespace) -> int:
    if not is_embedded():
        print("A server of your own, by KURATOR_DATABASE_URL; see `kurator db check`")
        return 0
    status = embedded.status()
    if not status.is_running:
        print(f"PostgreSQL does not run, data in {status.data}")
        return 3
    print(f"PostgreSQL runs: process {status.pid}, port {status.port}, data in {status.data}")
    return 0


def _prepare(arguments: argparse.Namespace) -> int:
    from kurator.config.supervisor.database import prepare_database

    prepare_database(with_demo=arguments.demo)
    return 0


def _setup(_: argparse.Namespace) -> int:
    from kurator.platform.database.setup import set_up_database

    if is_embedded():
        embedded.start()
    done = set_up_database()
    print(f"Database {done.database}: {'created' if done.is_new else 'up to date'}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from kurator.platform.database.check import check_database, describe

    findings = check_database(login=arguments.login)
    for finding in findings:
        print(describe(finding))
    if not findings:
        print("The database is safe")
    return 1 if any(finding.is_fatal for finding in findings) else 0


def _migrate(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    return _secure(arguments)


def _secure(_: argparse.Namespace) -> int:
    _set_up_django()
    from kurator.config.install import install_database_objects

    install_database_objects()
    return 0


def _shell(arguments: argparse.Namespace) -> int:
    from kurator.platform.database.account import server_account
    from kurator.platform.database.runtime import ensure_runtime

    login: Login = arguments.login
    conninfo = conninfo_for(login)
    runtime = ensure_runtime(server_account(embedded.data_directory()))
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    environment = {variable: str(conninfo[name]) for name, variable in names.items()}
    return subprocess.run(
        [runtime.program("psql"), str(conninfo["dbname"])],
        env={**os.environ, **runtime.environment, "PATH": os.environ["PATH"], **environment},
        check=False,
    ).returncode


def _set_up_django() -> None:
    from kurator.config.cli import set_up_django

    set_up_django(login="owner")


def _require_embedded() -> None:
    if database_url():
        raise DatabaseError(
            "KURATOR_DATABASE_URL names a server of your own: start and stop it yourself."
        )


ACTIONS: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
    "start": ("start the embedded PostgreSQL", _start),
    "stop": ("stop it", _stop),
    "status": ("say whether it runs", _status),
    "prepare": ("start, set up and migrate it, doing nothing twice", _prepare),
    "setup": ("create the database, its roles, extensions and rights", _setup),
    "check": ("say what makes the database unsafe", _check),
    "migrate": ("bring the tables, policies and triggers up to date", _migrate),
    "secure": ("install policies and triggers only", _secure),
    "shell": ("open psql", _shell),
}
