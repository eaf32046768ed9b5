"""`kurator users`: the people of an installation without the demo company."""

import argparse
import getpass
import sys

from kurator.access.models import Role, User
from kurator.access.passwords import password_problem
from kurator.access.services import create_role, create_user
from kurator.platform.context import Context, open_scope
from kurator.platform.features import permissions

NAME = "users"
HELP = "add a person who may log in, or list them"
LOGIN = "worker"
ADMINISTRATOR = "administrator"
CONSOLE = Context(actor_kind="console", actor_name="kurator users", channel="console")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="add a person; the password is asked for")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", default=ADMINISTRATOR, help="code of a role (administrator)")
    add.add_argument("--language", choices=["ru", "uk", "en"], default="en")
    actions.add_parser("list", help="list the people")


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "list":
        return _list()
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    problem = password_problem(password, email=arguments.email, name=arguments.name)
    if problem is not None:
        print(problem["en"], file=sys.stderr)
        return 1
    return _add(arguments, password)


def _add(arguments: argparse.Namespace, password: str) -> int:
    with open_scope(CONSOLE):
        if User.objects.filter(email=arguments.email.strip().lower()).exists():
            print(f"{arguments.email} is there already.", file=sys.stderr)
            return 1
        role = _role(arguments.role)
        if role is None:
            print(f"There is no role {arguments.role}.", file=sys.stderr)
            return 1
        create_user(
            email=arguments.email.strip(),
            name=arguments.name,
            password=password,
            team_id=None,
            role_ids=[role.id],
            language=arguments.language,
        )
    print(f"{arguments.email} may log in now.")
    return 0


def _role(code: str) -> Role | None:
    """The administrator's role is made with the first administrator."""
    role = Role.objects.filter(code=code).first()
    if role is None and code == ADMINISTRATOR:
        name = {"en": "Administrator", "ru": "Администратор", "uk": "Адміністратор"}
        return create_role(
            code=code, name=name, permissions=list(permissions()), scope="ALL", is_system=True
        )
    return role


def _list() -> int:
    with open_scope(CONSOLE):
        for user in User.objects.filter(is_system=False).order_by("email"):
            print(f"{user.email}  {user.name}{'' if user.is_active else '  (not active)'}")
    return 0
