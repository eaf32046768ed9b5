"""
The program `kurator`.

A command is a module with the constants NAME and HELP and the functions `add_arguments(parser)`
and `run(arguments) -> int`, found as kurator/config/commands/*.py or kurator/<domain>/command.py.
Only the chosen one is imported. One with `USES_DJANGO = True` (the default in a domain) finds
Django set up, connected as its constant LOGIN (by default "worker").
"""

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from kurator.config.lost_database import words_of_lost_database
from kurator.config.supervisor.errors import StartError
from kurator.platform.database.errors import DatabaseError

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Command:
    name: str
    help: str
    module: str
    login: str
    uses_django: bool


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = {command.name: command for command in find_commands()}
    chosen = commands.get(given[0]) if given else None
    if chosen is None:
        _overview(commands).parse_args(given or ["--help"])
        return 2
    try:
        module = _load(chosen)
        parser = argparse.ArgumentParser(prog=f"kurator {chosen.name}", description=chosen.help)
        module.add_arguments(parser)
        code: int | None = module.run(parser.parse_args(given[1:]))
    except (DatabaseError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        words = words_of_lost_database(error)
        if not words:
            raise
        print(words, file=sys.stderr)
        return 1
    return code or 0


def find_commands() -> list[Command]:
    own = sorted((PACKAGE / "config" / "commands").glob("[!_]*.py"))
    of_domains = sorted(PACKAGE.glob("*/command.py"))
    return [_describe(path) for path in (*own, *of_domains)]


def _describe(path: Path) -> Command:
    """Read the constants without importing: the overview must not load every domain."""
    constants = {
        node.targets[0].id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    module = ".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts))
    is_domain = path.name == "command.py"
    return Command(
        name=str(constants["NAME"]),
        help=str(constants["HELP"]),
        module=module,
        login=str(constants.get("LOGIN", "worker")),
        uses_django=bool(constants.get("USES_DJANGO", is_domain)),
    )


def _load(command: Command) -> ModuleType:
    if command.uses_django:
        set_up_django(login=command.login)
    return importlib.import_module(command.module)


def set_up_django(*, login: str) -> None:
    """Settings read the log-in when they are imported: it must be known before."""
    os.environ.setdefault("KURATOR_DATABASE_LOGIN", login)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()


def _overview(commands: dict[str, Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kurator",
        description="Kurator, an open CRM.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(
            ["commands:", *(f"  {name:<12} {one.help}" for name, one in sorted(commands.items()))]
        ),
    )
    parser.add_argument("command", choices=sorted(commands), metavar="command")
    return parser
