"""Problems of rows are kept as codes and parameters, so that each viewer reads his language."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from django.db import connection

from kurator.imports.models import Import, ImportProblem
from kurator.imports.rules.messages import LEFT_OUT
from kurator.imports.rules.tables import Row
from kurator.imports.services.analyzing import storable
from kurator.imports.types import NO_KEY, CellProblem, RowProblem
from kurator.kernel.ids import new_id

MAX_KEPT: Final = 100_000
MAX_ROW: Final = 200_000
_INSERT: Final = """
INSERT INTO imports_importproblem
       (id, user_id, import_id, "row", col, header, value, code, params, cells)
SELECT n.id, %s, %s, n.row, n.col, n.header, n.value, n.code, n.params, n.cells
  FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::text[], %s::text[], %s::jsonb[],
              %s::jsonb[])
    AS n(id, "row", col, header, value, code, params, cells)
"""


def forget_problems(one: Import) -> None:
    ImportProblem.objects.filter(of_import_id=one.id, user_id=one.user_id).delete()
    one.problems_total = 0


def keep_problems(one: Import, problems: Sequence[RowProblem], rows: Sequence[Row]) -> None:
    """
    Write the problems in the order of the file, as far as there is room; `problems_total` counts
    all of them. The first problem of a row keeps the row's cells, as they came; not those of a row
    that went in and could not be told from a new one if it came again.
    """
    kept = list(problems[: max(MAX_KEPT - one.problems_total, 0)])
    one.problems_total += len(problems)
    if not kept:
        return
    comes_again = one.options.get("key") not in (None, NO_KEY)
    cells = _cells_of([p for p in kept if comes_again or not p.is_left_out], rows)
    params = [orjson.dumps(_params(problem), default=str).decode() for problem in kept]
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
                [cells.pop(problem.row, None) for problem in kept],
            ],
        )


def _params(problem: RowProblem) -> dict[str, Any]:
    return {**problem.params, **({LEFT_OUT: True} if problem.is_left_out else {})}


def _cells_of(problems: Sequence[RowProblem], rows: Sequence[Row]) -> dict[int, str]:
    """The refused rows as JSON; one that is too long to be mended in a spreadsheet is left out."""
    wanted = {problem.row for problem in problems}
    found = {}
    for row, cells in rows:
        if row in wanted:
            texts = cells.cells if isinstance(cells, CellProblem) else cells
            if texts and sum(map(len, texts)) <= MAX_ROW:
                found[row] = orjson.dumps([_kept(text) for text in texts]).decode()
    return found


def _kept(text: str) -> str:
    return text if text.isascii() and text.isprintable() else storable(_whole(text))


def _whole(text: str) -> str:
    """Half of a pair is no text anywhere."""
    return text.encode("utf-8", "replace").decode()
