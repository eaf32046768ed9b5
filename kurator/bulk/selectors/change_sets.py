"""Change sets: who changed what, when and how much, whatever the change was made by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.parties.selectors.history import UNDOABLE
from kurator.parties.selectors.visibility import visible_sql
from kurator.platform.features import features
from kurator.platform.queries import literal
from kurator.tracking.types import WORDS_OF_ACT, tell_act

SEE_ALL: Final = "changes.manage"
"""Permission to see and to undo the change sets of others."""
COUNTED: Final = 1_000


@dataclass(frozen=True)
class ChangeSet:
    """
    `parties` counts changed customers in sight, up to a cap; `run_kind` is that of one's run. Of a
    single transaction the first customer is named, and what of him changed. Who and why are told in
    the reader's language.
    """

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    channel: str
    reason: str
    parties: int
    is_exact: bool
    run_kind: str | None
    run_status: str | None
    run_action: Any
    undone_by: UUID | None
    party_name: str | None
    is_created: bool
    fields: Sequence[str]
    can_undo: bool
    """Files have versions and a bin of their own: of them an undo brings nothing back."""
    is_undo: bool = False


_FIRST: Final = """
 (t.set_id IS NULL OR NOT EXISTS (SELECT FROM tracking_changetransaction e
                                   WHERE e.set_id = t.set_id AND e.id < t.id))
"""
_SETS: Final = """
WITH page AS MATERIALIZED (
  SELECT t.id, t.set_id, t.at, t.actor_kind, t.actor_id, t.actor_name, t.channel, t.reason,
         {words} AS words
    FROM tracking_changetransaction t
   WHERE {conditions} AND {first}
   ORDER BY t.id DESC LIMIT {limit}
)
SELECT coalesce(g.set_id, g.id), g.at, g.actor_kind, g.actor_id, g.actor_name, g.channel, g.reason,
       coalesce(r.changed, least(n.parties, {counted})), r.id IS NOT NULL OR n.parties <= {counted}, r.kind, r.status,
       r.action::text, (SELECT u.id FROM bulk_bulkrun u WHERE u.undo_of = coalesce(g.set_id, g.id)
                 ORDER BY u.id DESC LIMIT 1),
       s.display_name, coalesce(s.is_created, false), coalesce(s.fields, '{{}}'),
       g.set_id IS NOT NULL OR EXISTS (
         SELECT FROM tracking_change u WHERE u.transaction_id = g.id AND u.entity = ANY(%(undone)s)),
       g.words, g.id
  FROM page g
  LEFT JOIN bulk_bulkrun r ON r.id = g.set_id
  LEFT JOIN LATERAL (
    SELECT k.count_changed(g.id, g.set_id, {reach}) AS parties) n ON r.id IS NULL
  LEFT JOIN LATERAL (
    SELECT p.display_name, c.entity = 'party' AND c.operation = 'I' AS is_created,
           ARRAY(SELECT jsonb_object_keys(c.diff || coalesce(c.personal, '{{}}'))) AS fields
      FROM tracking_change c JOIN parties_party p ON p.id = c.party_id
     WHERE c.transaction_id = g.id AND {visible} ORDER BY c.id LIMIT 1) s ON g.set_id IS NULL
 ORDER BY g.id DESC
"""


def list_change_sets(
    viewer: Viewer, *, is_of_all: bool = False, before: UUID | None = None, limit: int = 50
) -> tuple[list[ChangeSet], UUID | None]:
    """Return one's own change sets, or everybody's, latest first, and the mark of the next page."""
    conditions = [_no_prelude()]
    if not is_of_all or SEE_ALL not in viewer.permissions:
        conditions.append("t.actor_kind = 'user' AND t.actor_id = %(me)s")
    if before is not None:
        conditions.append("t.id < %(before)s")
    rows = _rows(viewer, conditions, {"before": before}, limit + 1)
    shown = rows[:limit]
    me = str(viewer.user_id)
    seen = [row for row, _ in shown if row.parties or row.actor_id == me]
    return seen, shown[-1][1] if len(rows) > limit else None


def _no_prelude() -> str:
    """
    Leaves out what only made a record ready for the act that brings it into being, as a file that is
    sent while its note is written, or took it away again. The first change of a transaction tells.
    """
    tables = [table for feature in features() for table in feature.tracked if table.prelude]
    preludes = [
        f"c.entity = {literal(table.entity)} AND c.operation <> 'U' AND {literal(value)}"
        f" = coalesce(c.diff -> {literal(field)} ->> 1, c.diff -> {literal(field)} ->> 0)"
        for table in tables
        if table.prelude
        for field, value in [table.prelude]
    ]
    found = " OR ".join(preludes) or "FALSE"
    return (
        "CASE WHEN t.channel IN ('web', 'api') THEN coalesce((SELECT NOT ("
        f"{found}) FROM tracking_change c WHERE c.transaction_id = t.id LIMIT 1), TRUE) ELSE TRUE END"
    )


def find_change_set(viewer: Viewer, set_id: UUID) -> ChangeSet | None:
    """Return a set, or a single transaction by its own id; None where nothing of it is in sight."""
    conditions = ["t.id IN (SELECT id FROM tracking_changetransaction"
                  " WHERE set_id = %(wanted)s OR (id = %(wanted)s AND set_id IS NULL))"]  # fmt: skip
    rows = _rows(viewer, conditions, {"wanted": set_id}, 1)
    return rows[0][0] if rows else None


def _rows(
    viewer: Viewer, conditions: Sequence[str], params: dict[str, Any], limit: int
) -> list[tuple[ChangeSet, UUID]]:
    sql = _SETS.format(
        conditions=" AND ".join(conditions),
        first=_FIRST,
        visible=visible_sql(viewer),
        words=WORDS_OF_ACT,
        limit=limit,
        counted=COUNTED,
        reach=COUNTED + 1,
    )
    with connection.cursor() as cursor:
        params |= {"me": str(viewer.user_id), "undone": sorted(UNDOABLE)}
        cursor.execute(sql, params)
        return [(_told(viewer, *row[:-1]), row[-1]) for row in cursor.fetchall()]


def _told(viewer: Viewer, *columns: Any) -> ChangeSet:
    *plain, words = columns
    found = ChangeSet(*plain)
    act = tell_act(
        kind=found.actor_kind,
        name=found.actor_name,
        reason=found.reason,
        words=words,
        language=viewer.language,
    )
    is_undo = act.undoes_id is not None
    return replace(found, actor_name=act.actor, reason=act.reason, is_undo=is_undo)
