"""
The objects of the database that the code declares beside its tables: functions from
`kurator/<package>/sql/*.sql`, and grants, row-level security and triggers generated from the models.

Each statement in a file follows a line `-- plain`, `-- type`, `-- table` or `-- definer: roles`;
definer functions belong to kurator_definer and may be called by the named roles only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.db import models

from kurator.access.clearing import SIGNATURE, clearing_statement
from kurator.access.policies import (
    DEFINER,
    SCOPED,
    WORKER,
    grant_statements,
    policy_statements,
)
from kurator.platform.features import PACKAGE, features
from kurator.platform.retention import retention_functions, retention_statements
from kurator.tracking.triggers import trigger_functions, trigger_statements

OWNER = "kurator_owner"
FUNCTION = "function "
_BLOCK = re.compile(r"^-- (plain|type|table|definer:)(.*)$", re.MULTILINE)
_SIGNATURE = re.compile(
    r"CREATE OR REPLACE FUNCTION (k\.\w+\s*\(.*?\))\s*(?:RETURNS|LANGUAGE)", re.S
)
_TRIGGER = re.compile(r"CREATE OR REPLACE TRIGGER (\w+)\s.*?\sON public\.(\w+)", re.S)
_DEFAULT = re.compile(r"\s+DEFAULT\s+[^,)]+", re.IGNORECASE)


@dataclass(frozen=True)
class Declared:
    """`key` is what the catalogue calls it (kurator.config.found), or the beginning of its text."""

    key: str
    statements: Sequence[str]
    owner: str = ""
    """Of a function; empty for everything else."""
    policies_of: str = ""
    trigger_of: str = ""
    """The table that nobody may be using meanwhile, or of which nobody may be changing a row."""
    is_first: bool = False
    """Functions are written in its terms."""

    @property
    def called(self) -> str:
        """Of a function: its name and types."""
        return self.key.removeprefix(FUNCTION)

    @property
    def digest(self) -> str:
        text = "\n".join([self.owner, *self.statements])
        return sha256(text.encode()).hexdigest()[:32]


def house_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("kurator.")
    ]


def sql_files() -> list[Path]:
    """Lower floors first: the order of packages is that of their dependence on each other."""
    order = ["platform", "tracking", "access", "parties"]
    files = sorted(PACKAGE.glob("*/sql/*.sql"))
    names = [path.parent.parent.name for path in files]
    ranks = [order.index(name) if name in order else len(order) for name in names]
    return [path for _, _, path in sorted(zip(ranks, names, files, strict=True))]


def _blocks() -> Iterator[tuple[str, str, str]]:
    """Yield (kind, argument, statement)."""
    for path in sql_files():
        text = path.read_text(encoding="utf-8")
        marks = list(_BLOCK.finditer(text))
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            end = following.start() if following else len(text)
            yield mark.group(1), mark.group(2).strip(), text[mark.end() : end].strip()


def definer_functions() -> dict[str, list[str]]:
    """Return signature → roles of every SECURITY DEFINER function that may exist."""
    found: dict[str, list[str]] = {SIGNATURE: []}
    for kind, roles, statement in _blocks():
        if kind == "definer:":
            found[_signature(statement)] = [r.strip() for r in roles.split(",") if r.strip()]
    for feature in features():
        for table in feature.tracked:
            found.update({f"k.{name}": [] for name in trigger_functions(table)})
        for rule in feature.retention:
            found.update(retention_functions(rule))
    return found


def _signature(statement: str) -> str:
    match = _SIGNATURE.search(statement)
    if match is None:
        raise ValueError(f"no function in: {statement[:80]}")
    name, _, arguments = match.group(1).partition("(")
    return f"{name.strip()}({_DEFAULT.sub('', arguments)}"


def called(signature: str) -> str:
    """Name and types alone, by which PostgreSQL finds a function: without the arguments' names."""
    name, _, rest = signature.partition("(")
    arguments = [one.split() for one in rest.rstrip(")").split(",") if one.strip()]
    return f"{name}({', '.join(' '.join(one[1:] or one) for one in arguments)})"


def declared_objects() -> list[Declared]:
    """Everything that is to exist, in the order in which it can be made."""
    first = [statement for kind, _, statement in _blocks() if kind == "type"]
    statements = [s for kind, _, s in _blocks() if kind not in ("type", "table")]
    for feature in features():
        for table in feature.tracked:
            statements += trigger_statements(table)
        for rule in feature.retention:
            statements += retention_statements(rule)
    statements.append(clearing_statement(house_models()))
    after = [statement for kind, _, statement in _blocks() if kind == "table"]
    definers = definer_functions()
    return [
        *(Declared(_title(statement), [statement], is_first=True) for statement in first),
        *(_declared(statement, definers) for statement in statements),
        *_of_tables(house_models()),
        *(_declared(statement, definers) for statement in after),
        Declared("grants of all", [_GRANTS_OF_ALL]),
    ]


def _declared(statement: str, definers: Mapping[str, Sequence[str]]) -> Declared:
    trigger = _TRIGGER.search(statement)
    if trigger:
        name, table = trigger.groups()
        return Declared(f"trigger {name} on {table}", [statement], trigger_of=table)
    if not _SIGNATURE.search(statement):
        return Declared(_title(statement), [statement])
    signature = _signature(statement)
    key = f"{FUNCTION}{called(signature)}"
    if signature not in definers:
        return Declared(key, [statement], owner=OWNER)
    # Whoever makes a trigger must be allowed to call its function.
    maker = [OWNER] if "RETURNS trigger" in statement else []
    grants = [
        f"GRANT EXECUTE ON FUNCTION {signature} TO {role}"
        for role in [*definers[signature], *maker]
    ]
    revoked = f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"
    return Declared(key, [statement, revoked, *grants], owner=DEFINER)


def _title(statement: str) -> str:
    return " ".join(statement.split())[:80]


def _of_tables(all_models: Iterable[type[models.Model]]) -> Iterator[Declared]:
    for model in sorted(all_models, key=lambda m: m._meta.db_table):
        table = model._meta.db_table
        yield Declared(f"grants on {table}", grant_statements(model))
        policies = policy_statements(model)
        if policies:
            yield Declared(f"policies of {table}", policies, policies_of=table)


_GRANTS_OF_ALL = f"""
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO {SCOPED}', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO {WORKER}', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO {DEFINER}', name);
  END LOOP;
END $$;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SCOPED}, {WORKER}, {DEFINER};
GRANT USAGE ON SCHEMA k, public TO {DEFINER};
GRANT SELECT ON public.django_migrations TO {DEFINER};
GRANT USAGE ON SCHEMA k TO kurator_web;
"""
