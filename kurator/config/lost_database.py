"""A database that does not answer is no fault of the program: it gets a line, not a traceback."""

import sys
from collections.abc import Iterator

LOST = ("08", "57P")
"""Classes of SQLSTATE: the connection is gone; the server is stopping or starting."""


def words_of_lost_database(error: BaseException) -> str:
    """Empty where the error means something else."""
    psycopg = sys.modules.get("psycopg")
    if psycopg is None:
        return ""
    for one in _with_causes(error):
        if isinstance(one, psycopg.OperationalError) and _is_lost(one.sqlstate):
            from kurator.operations.doctoring import database_refusal

            return database_refusal(str(one).partition("\n")[0])
    return ""


def _is_lost(state: str | None) -> bool:
    """A connection that never came about has no state."""
    return state is None or state.startswith(LOST)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
