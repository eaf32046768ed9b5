"""What counts whole lists has little time, so that it never stands in the way of the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction

from kurator.kernel.errors import KuratorError
from kurator.parties.fields import text

MILLISECONDS: Final = 1_400
_CANCELED: Final = "57014"


class TooManyToReckon(KuratorError):
    code = "parties.too_many_to_reckon"
    status = 409
    texts = text(
        "There are too many customers to reckon this at once. Narrow the list by a filter.",
        "Клиентов слишком много, чтобы посчитать это сразу. Сузьте список фильтром.",
        "Клієнтів забагато, щоб порахувати це одразу. Звузьте список фільтром.",
    )


@contextmanager
def within_time(milliseconds: int = MILLISECONDS) -> Iterator[None]:
    """Run statements in a savepoint with a limit of time; raises TooManyToReckon."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELED:
            raise TooManyToReckon from error
        raise
