"""
Puts the declared objects into the database after each migration, and touches only those that differ:
whoever is being served meanwhile is to notice nothing.

Beside the declaration's digest that of what the catalogue then said is kept, so that a change by
hand is mended as well as one of the code. Functions are replaced where they stand: a statement that
has begun goes on finding them. Only a table whose policies or triggers differ is waited for, and one
after the other: whoever waits for one of them holds nothing that we want next.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from typing import Final, TypeVar

from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import DeadlockDetected, InvalidFunctionDefinition, LockNotAvailable

from kurator.access.policies import DEFINER
from kurator.access.services import ensure_nobody, refresh_administrators
from kurator.config.declared import OWNER, Declared, declared_objects
from kurator.config.found import found_objects, owners_of_functions, undeclared_functions

# Shorter than the server's patience with deadlocks (a second): where we and somebody who is being
# served wait for each other, it is we who give way.
_GIVE_WAY: Final = "SET LOCAL lock_timeout = '600ms'"
_ATTEMPTS: Final = 20
_PAUSE_SECONDS: Final = 0.3
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtextextended('kurator.install', 0))"
_STATE: Final = "objects"
_Noted = dict[str, tuple[str, str]]
"""Key → digests of the declaration and of what was found after it was made."""
_Done = TypeVar("_Done")


def install_database_objects() -> None:
    """Make functions, grants, policies and triggers as the code declares them."""
    declared = declared_objects()
    if not _patiently(partial(_is_as_declared, declared)):
        left = _patiently(partial(_make_unnoticed, declared))
        for _, of_table in groupby(sorted(left, key=_table), key=_table):
            _patiently(partial(_make_on_table, list(of_table)))
        _patiently(partial(_finish, declared))
    ensure_nobody()
    refresh_administrators()


@transaction.atomic
def pending_objects() -> list[str]:
    """The keys of those that an installation would renew; nothing is changed."""
    return [one.key for one in _differing(declared_objects())]


def _patiently(act: Callable[[CursorWrapper], _Done]) -> _Done:
    """In a transaction of its own; again after a while when somebody is in the way."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_GIVE_WAY)
                cursor.execute(_ONE_AT_A_TIME)
                return act(cursor)
        except OperationalError as error:
            is_in_the_way = isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)
            if not is_in_the_way or attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE_SECONDS)
    raise AssertionError("there is a last attempt")


def _is_as_declared(declared: Sequence[Declared], _: CursorWrapper) -> bool:
    return not (_differing(declared) or undeclared_functions(declared, owner=DEFINER))


def _make_unnoticed(declared: Sequence[Declared], cursor: CursorWrapper) -> list[Declared]:
    """
    Everything for which nobody has to be waited for; returns what is left. When a function had to be
    dropped, what hung on it went with it and comes back in the same transaction: nothing is left.
    """
    differing = _differing(declared)
    cursor.execute("SET LOCAL check_function_bodies = off")
    for one in differing:
        if one.is_first:
            _make(cursor, one)
    dropped = _make_functions(cursor, [one for one in differing if one.owner])
    rest = [one for one in differing if not (one.owner or one.is_first)]
    if dropped:
        _make_on_table([one for one in _differing(declared) if not one.owner], cursor)
        return []
    for one in rest:
        if not _table(one):
            _make(cursor, one)
    return [one for one in rest if _table(one)]


def _make_on_table(some: Sequence[Declared], cursor: CursorWrapper) -> None:
    _lock(cursor, {one.policies_of for one in some}, "ACCESS EXCLUSIVE")
    _lock(cursor, {one.trigger_of for one in some}, "SHARE ROW EXCLUSIVE")
    for one in some:
        _make(cursor, one)


def _finish(declared: Sequence[Declared], cursor: CursorWrapper) -> None:
    """Functions of before go last, when nothing is written in their terms any more."""
    _drop(cursor, undeclared_functions(declared, owner=DEFINER))
    found = found_objects(declared)
    missing = [one.key for one in declared if one.owner and one.key not in found]
    if missing:
        raise ValueError(f"made, and not found under this name: {missing}")
    noted: _Noted = {one.key: (one.digest, found.get(one.key, "")) for one in declared}
    cursor.execute(
        "INSERT INTO k.setup_state (name, value) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [_STATE, json.dumps(noted)],
    )


def _table(one: Declared) -> str:
    return one.policies_of or one.trigger_of


def _differing(declared: Sequence[Declared]) -> list[Declared]:
    noted, found = _noted(), found_objects(declared)
    return [one for one in declared if noted.get(one.key) != (one.digest, found.get(one.key, ""))]


def _noted() -> _Noted:
    """Empty where the version before made the objects, or nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('k.setup_state') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return {}
        cursor.execute("SELECT value FROM k.setup_state WHERE name = %s", [_STATE])
        row = cursor.fetchone()
    return {key: (made, found) for key, (made, found) in json.loads(row[0]).items()} if row else {}


def _make_functions(cursor: CursorWrapper, functions: Sequence[Declared]) -> bool:
    """Return whether one had to be dropped."""
    owners, dropped = owners_of_functions(functions), False
    for one in functions:
        owner = owners.get(one.key, one.owner)
        if owner != one.owner:
            _drop(cursor, [one.called], owner=owner)
            _make(cursor, one)
            dropped = True
        else:
            dropped |= not _replace(cursor, one)
    return dropped


def _replace(cursor: CursorWrapper, one: Declared) -> bool:
    """Where it stands; False where PostgreSQL refuses that, as for another type of result."""
    try:
        with transaction.atomic():
            _make(cursor, one)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InvalidFunctionDefinition):
            raise
        _drop(cursor, [one.called], owner=one.owner)
        _make(cursor, one)
        return False
    return True


def _make(cursor: CursorWrapper, one: Declared) -> None:
    with _as(cursor, one.owner):
        for statement in one.statements:
            cursor.execute(statement)


def _drop(cursor: CursorWrapper, signatures: Sequence[str], *, owner: str = DEFINER) -> None:
    """On a function of the owner's own an index or a column may hang, which must not go with it."""
    how = "CASCADE" if owner == DEFINER else "RESTRICT"
    with _as(cursor, owner):
        for signature in signatures:
            cursor.execute(f"DROP FUNCTION IF EXISTS {signature} {how}")


@contextmanager
def _as(cursor: CursorWrapper, owner: str) -> Iterator[None]:
    """A function is changed by its owner alone."""
    if owner in ("", OWNER):
        yield
        return
    cursor.execute(f"SET LOCAL ROLE {owner}")
    yield
    cursor.execute("SET LOCAL ROLE NONE")


def _lock(cursor: CursorWrapper, tables: set[str], mode: str) -> None:
    """All at once and first: whoever has some already could wait for one who has others."""
    names = ", ".join(f"public.{name}" for name in sorted(tables - {""}))
    if names:
        cursor.execute(f"LOCK TABLE {names} IN {mode} MODE")
