"""
The one door into a transaction: role, viewer and actor are bound with SET LOCAL.

Everything is transaction-local, so a pooled connection never carries a context to the next
borrower. Inside an outer transaction the outer context comes back at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from typing import Final

from django.db import connection, transaction

WEB_ROLE: Final = "kurator_scoped"
AUTH_ROLE: Final = "kurator_auth"
PEOPLE_ROLE: Final = "kurator_people"
INTERACTIVE_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 60
statement_seconds: ContextVar[int] = ContextVar("statement_seconds", default=STATEMENT_SECONDS)
"""How long a statement of the request that is being answered may take."""
_ROLES: Final = frozenset({WEB_ROLE, AUTH_ROLE, PEOPLE_ROLE, "kurator_worker"})


@dataclass(frozen=True)
class Context:
    """
    Who acts, on whose rights and from where; becomes the `k.*` settings of the transaction.

    The fields that the person never sees, or may only read, stand here with commas between, so that
    whoever asks for the catalogue in this transaction gets it without them.
    """

    uid: str = ""
    actor_kind: str = ""
    actor_id: str = ""
    actor_name: str = ""
    channel: str = ""
    addr: str = ""
    client: str = ""
    request_id: str = ""
    reason: str = ""
    depth: str = "0"
    change_set: str = ""
    """Id of what several transactions are parts of, so that it is undone as one."""
    hidden_fields: str = ""
    read_only_fields: str = ""


def _quoted(value: str) -> str:
    return "'" + value.replace("\x00", "").replace("'", "''") + "'"


def bind_context(context: Context, *, role: str | None = None) -> None:
    """Bind `context` (and `role`) to the open transaction in one round trip."""
    if role is not None and role not in _ROLES:
        raise ValueError(role)
    parts = [f"SET LOCAL ROLE {role}"] if role else []
    parts += [
        f"SET LOCAL k.{f.name} = {_quoted(getattr(context, f.name))}" for f in fields(context)
    ]
    parts.append("SET LOCAL k.tx_id = ''")
    if role == WEB_ROLE:
        parts.append(f"SET LOCAL statement_timeout = '{statement_seconds.get()}s'")
    with connection.cursor() as cursor:
        cursor.execute("; ".join(parts))


_NAMES: Final = (*(f.name for f in fields(Context)), "tx_id")


def _read_back() -> str:
    columns = ", ".join(f"coalesce(current_setting('k.{name}', true), '')" for name in _NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('role'), {columns}")
        role, *values = cursor.fetchone()
    pairs = zip(_NAMES, values, strict=True)
    return "; ".join(
        [f"SET LOCAL ROLE {role}", *(f"SET LOCAL k.{name} = {_quoted(v)}" for name, v in pairs)]
    )


@contextmanager
def open_scope(context: Context | None = None, *, role: str | None = None) -> Iterator[None]:
    """Open a transaction with a bound context; an outer context is restored afterwards."""
    outer = _read_back() if connection.in_atomic_block else ""
    with transaction.atomic():
        if context is not None:
            bind_context(context, role=role)
        yield
    if outer and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(outer)


@contextmanager
def open_role(role: str) -> Iterator[None]:
    """Act as another role of the database inside the open transaction; the context stays."""
    if role not in _ROLES:
        raise ValueError(role)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        outer = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute(f"SET LOCAL ROLE {outer}")
