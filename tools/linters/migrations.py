"""The version before must run on the tables of this one: they grow first and shrink later."""

import ast
from collections.abc import Iterator

from tools.linters.source import Problem, Source

SHRINKING = frozenset({"RemoveField", "DeleteModel", "RenameField", "RenameModel"})


def check_migrations(source: Source) -> Iterator[Problem]:
    if not source.is_migration or source.path.name == "0001_initial.py":
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in SHRINKING:
            yield source.problem(
                node.lineno,
                "migrations",
                f"{node.func.attr} breaks the version before, which may still run: stop using it "
                "first and remove it in a later version",
            )
        elif node.func.attr == "AddField" and not _is_optional(node):
            yield source.problem(
                node.lineno,
                "migrations",
                "the version before inserts rows without this column: give it db_default or null",
            )


def _is_optional(node: ast.Call) -> bool:
    field = next((keyword.value for keyword in node.keywords if keyword.arg == "field"), None)
    if not isinstance(field, ast.Call):
        return False
    options = {keyword.arg: keyword.value for keyword in field.keywords}
    is_null = isinstance(options.get("null"), ast.Constant) and bool(
        ast.literal_eval(options["null"])
    )
    name = field.func.attr if isinstance(field.func, ast.Attribute) else ""
    return is_null or "db_default" in options or name in {"GeneratedField", "ManyToManyField"}
