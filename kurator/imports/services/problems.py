"""Problems of rows are kept as codes and parameters, so that each viewer reads his language."""

from collections.abc import Sequence
from typing import Final

import orjson
from django.db import connection

from kurator.imports.models import Import, ImportProblem
from kurator.imports.services.analyzing import storable
from kurator.imports.types import RowProblem
from kurator.kernel.ids import new_id

MAX_KEPT: Final = 100_000
_INSERT: Final = """
INSERT INTO imports_importproblem (id, user_id, import_id, "row", col, header, value, code, params)
SELECT n.id, %s, %s, n.row, n.col, n.header, n.value, n.code, n.params
  FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::text[], %s::text[], %s::jsonb[])
    AS n(id, "row", col, header, value, code, params)
"""


def forget_problems(one: Import) -> None:
    ImportProblem.objects.filter(of_import_id=one.id, user_id=one.user_id).delete()
    one.problems_total = 0


def keep_problems(one: Import, problems: Sequence[RowProblem]) -> None:
    """Write the problems, as far as there is room; `problems_total` counts all of them."""
    kept = list(problems[: max(MAX_KEPT - one.problems_total, 0)])
    one.problems_total += len(problems)
    if not kept:
        return
    params = [orjson.dumps(problem.params, default=str).decode() for problem in kept]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                one.user_id,
                one.id,
                [new_id() for _ in kept],
                [problem.row for problem in kept],
                [problem.column for problem in kept],
                [problem.header for problem in kept],
                [storable(problem.value) for problem in kept],
                [problem.code for problem in kept],
                [storable(text) for text in params],
            ],
        )
