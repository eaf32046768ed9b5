"""
Reads whose plan the connection keeps.

Row-level security makes a statement over one customer's rows costlier to plan than to carry out.
What is asked on every card is planned once for each connection: the text must be the same for
everybody, so scope and limits are parameters, never literals.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class _KeptPlan(psycopg.Cursor[Any]):
    """Hands parameters over to the server beside the statement, which is prepared at its first use."""

    is_kept = True

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_KeptPlan":
        return super().execute(query.encode(), params, **(options | {"prepare": self.is_kept}))


class _Planned(_KeptPlan):
    """Planned anew, for the values at hand."""

    is_kept = False


class _Logged(_Planned):
    """Where Django logs statements: psycopg tells it only of those that are not prepared."""

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        # Django's log asks for the statement; psycopg notes only what it does not prepare.
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


def read_prepared(
    sql: str, parameters: Mapping[str, Any], *, is_kept: bool = True
) -> list[tuple[Any, ...]]:
    """
    Return the rows; `parameters` may name more than the statement asks for. Without `is_kept` the
    statement is planned for these very parameters.
    """
    connection.ensure_connection()
    session = connection.connection
    # Django forbids it for the whole connection; its own cursors never prepare anyway.
    session.prepare_threshold = 0
    made: CursorWrapper
    if connection.queries_logged:
        made = connection.make_debug_cursor(_typed(_Logged(session)))
    else:
        made = connection.make_cursor(_typed(_KeptPlan(session) if is_kept else _Planned(session)))
    with made as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _typed(cursor: psycopg.Cursor[Any]) -> Any:
    """The stubs of Django know no other kind of cursor than their own."""
    return cursor
