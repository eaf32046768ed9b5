"""Reads of strategies; every count and list covers only the customers the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import NotFound
from kurator.kernel.localized import LocalizedText
from kurator.platform.prepared import read_prepared
from kurator.strategies.models import Strategy, Sweep
from kurator.strategies.types import LOBBY_UID


@dataclass(frozen=True)
class PlaceCount:
    """`entered` counts all entries ever; None where only the whole base has it."""

    members: int
    entered: int | None


@dataclass(frozen=True)
class MemberRow:
    party_id: UUID
    entered_at: datetime
    next_at: datetime | None
    status: str


def get_strategy(viewer: Viewer, strategy_id: UUID) -> Strategy:
    strategy = Strategy.objects.select_related("version").filter(id=strategy_id).first()
    if strategy is None:
        raise NotFound
    return strategy


def strategies_on_segment(segment_id: UUID) -> list[LocalizedText]:
    """Return names of strategies, ended ones left out, whose draft or running version serves it."""
    found = Strategy.objects.exclude(state=Strategy.State.ENDED).select_related("version")
    return [
        strategy.name
        for strategy in found
        if str(segment_id) in str(strategy.draft)
        or (strategy.version and strategy.version.definition.get("segment_id") == str(segment_id))
    ]


def list_strategies(viewer: Viewer) -> list[Strategy]:
    """Return all strategies, those that were changed last first."""
    return list(Strategy.objects.select_related("version").order_by("-updated_at", "-id"))


def is_placing(strategy_id: UUID) -> bool:
    """Whether a placement of the whole base is still to be carried out."""
    return Sweep.objects.filter(strategy_id=strategy_id).exists()


def count_places(
    viewer: Viewer, strategy_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[UUID, PlaceCount]]:
    """Return strategy → place (stage uid, nil = lobby) → count."""
    if viewer.owner_ids is None:
        sql = (
            "SELECT strategy_id, place_uid, sum(members), sum(entered) FROM strategies_counter"
            " WHERE strategy_id = ANY(%(ids)s) GROUP BY 1, 2"
        )
    else:
        sql = (
            "SELECT e.strategy_id, coalesce(e.stage_uid, %(lobby)s), count(*), NULL"
            "  FROM strategies_enrolment e JOIN parties_party p ON p.id = e.party_id"
            " WHERE e.strategy_id = ANY(%(ids)s) AND e.ord >= 0 AND p.owner_id = ANY(%(owners)s::uuid[])"
            " GROUP BY 1, 2"
        )
    params: dict[str, Any] = {
        "ids": list(strategy_ids),
        "lobby": LOBBY_UID,
        "owners": list(viewer.owner_ids or ()),
    }
    found: dict[UUID, dict[UUID, PlaceCount]] = {id_: {} for id_ in strategy_ids}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for strategy_id, place, members, entered in cursor.fetchall():
            count = PlaceCount(int(members), None if entered is None else int(entered))
            found[strategy_id][place] = count
    return found


def count_moves_today(viewer: Viewer, strategy_id: UUID, since: datetime) -> Mapping[UUID, int]:
    """Return place → entries since an instant, among the viewer's customers."""
    scope = "" if viewer.owner_ids is None else " AND p.owner_id = ANY(%(owners)s::uuid[])"
    join = "" if viewer.owner_ids is None else " JOIN parties_party p ON p.id = t.party_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(t.to_uid, %(lobby)s), count(*) FROM strategies_transition t{join}"
            f" WHERE t.strategy_id = %(id)s AND t.decided_at >= %(since)s AND t.to_ord >= 0{scope}"
            " GROUP BY 1",
            {
                "id": strategy_id,
                "since": since,
                "lobby": LOBBY_UID,
                "owners": list(viewer.owner_ids or ()),
            },
        )
        return dict(cursor.fetchall())


def list_members(
    viewer: Viewer,
    strategy_id: UUID,
    *,
    place: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MemberRow]:
    """Return members of a place (None = of all), the latest entered first."""
    conditions = ["e.strategy_id = %(id)s", "e.ord >= 0"]
    if place is not None:
        conditions.append("coalesce(e.stage_uid, %(lobby)s) = %(place)s")
    if viewer.owner_ids is not None:
        conditions.append("p.owner_id = ANY(%(owners)s::uuid[])")
    if after is not None:
        conditions.append("(e.entered_at, e.party_id) < (%(at)s, %(after)s)")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.party_id, e.entered_at, e.next_at, e.status FROM strategies_enrolment e"
            f" JOIN parties_party p ON p.id = e.party_id WHERE {' AND '.join(conditions)}"
            " ORDER BY e.entered_at DESC, e.party_id DESC LIMIT %(limit)s",
            {
                "id": strategy_id,
                "place": place,
                "lobby": LOBBY_UID,
                "owners": list(viewer.owner_ids or ()),
                "at": after[0] if after else None,
                "after": after[1] if after else None,
                "limit": limit,
            },
        )
        return [MemberRow(*row) for row in cursor.fetchall()]


def find_enrolment(viewer: Viewer, strategy_id: UUID, party_id: UUID) -> dict[str, Any] | None:
    """Return where the customer stands, None when he was never near."""
    return _one(
        "SELECT e.* FROM strategies_enrolment e WHERE e.strategy_id = %s AND e.party_id = %s",
        [strategy_id, party_id],
    )


def list_transitions(viewer: Viewer, strategy_id: UUID, party_id: UUID) -> list[dict[str, Any]]:
    """Return the latest transitions of a customer, newest first."""
    return _all(
        "SELECT t.*, v.n AS version_n, v.definition AS definition FROM strategies_transition t"
        " JOIN strategies_strategyversion v ON v.id = t.version_id"
        " WHERE t.strategy_id = %s AND t.party_id = %s ORDER BY t.seq DESC LIMIT 50",
        [strategy_id, party_id],
    )


def list_intents(
    viewer: Viewer, strategy_id: UUID, party_id: UUID, seq: int
) -> list[dict[str, Any]]:
    """Return the steps of the scenario that began with transition `seq`, in their order."""
    return _all(
        "SELECT i.step_uid, i.due_at, i.status, i.failure, i.done_at, v.definition AS definition"
        "  FROM strategies_intent i JOIN strategies_strategyversion v ON v.id = i.version_id"
        " WHERE i.strategy_id = %s AND i.party_id = %s AND i.seq = %s ORDER BY i.position",
        [strategy_id, party_id, seq],
    )


_STAGES: Final = "v.definition -> 'stages'"
_ENROLMENT: Final = {
    name: f"e.{name}"
    for name in ("strategy_id", "ord", "stage_uid", "status", "entered_at", "next_at")
} | {"name": "s.name", "state": "s.state", "version_n": "v.n", "stages": _STAGES}
_MOVE: Final = ("strategy_id", "seq", "decided_at", "effective_at", "cause")
_TRANSITION: Final = {
    name: f"t.{name}" for name in (*_MOVE, "from_ord", "to_ord", "from_uid", "to_uid")
} | {"name": "s.name", "stages": _STAGES}


def enrolments_of_party(viewer: Viewer, party_id: UUID) -> list[dict[str, Any]]:
    """Return the strategies a customer is in, with his stage: for the card."""
    return _kept(
        _ENROLMENT,
        "FROM strategies_enrolment e JOIN strategies_strategy s ON s.id = e.strategy_id"
        " JOIN strategies_strategyversion v ON v.id = e.version_id"
        " WHERE e.party_id = %(party)s AND e.ord >= 0 AND s.state IN ('ACTIVE', 'PAUSED')"
        " ORDER BY s.id",
        {"party": party_id},
    )


def transitions_of_party(
    viewer: Viewer, party_id: UUID, before: datetime, limit: int
) -> list[dict[str, Any]]:
    """Return transitions for the feed of a customer, newest first."""
    return _kept(
        _TRANSITION,
        "FROM strategies_transition t JOIN strategies_strategy s ON s.id = t.strategy_id"
        " JOIN strategies_strategyversion v ON v.id = t.version_id"
        " WHERE t.party_id = %(party)s AND t.decided_at < %(before)s"
        " ORDER BY t.decided_at DESC, t.seq DESC LIMIT %(limit)s",
        {"party": party_id, "before": before, "limit": limit},
    )


def _all(sql: str, params: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description or ()]
        return [_decoded(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _kept(columns: Mapping[str, str], sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = read_prepared(f"SELECT {', '.join(columns.values())} {sql}", params)
    return [_decoded(dict(zip(columns, row, strict=True))) for row in rows]


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    """Django leaves jsonb of raw statements as text."""
    for name in ("name", "stages", "facts", "definition"):
        if isinstance(row.get(name), str):
            row[name] = orjson.loads(row[name])
    return row


def _one(sql: str, params: list[Any]) -> dict[str, Any] | None:
    rows = _all(sql, params)
    return rows[0] if rows else None


@dataclass(frozen=True)
class TroubledAction:
    """A step that failed, or whose outcome nobody knows."""

    key: str
    party_id: UUID
    party_name: str
    strategy_name: LocalizedText
    step: str
    status: str
    attempts: int
    failure: str
    due_at: datetime
    at: datetime | None


_TROUBLED = """
SELECT concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence), i.party_id,
       p.display_name, s.name::text,
       coalesce((SELECT step ->> 'step' FROM strategies_strategyversion v,
                   jsonb_path_query(v.definition, '$.stages[*].steps[*]') AS step
                  WHERE v.id = i.version_id AND step ->> 'uid' = i.step_uid::text LIMIT 1), ''),
       i.status, i.attempts, i.failure, i.due_at, i.done_at
  FROM strategies_intent i
  JOIN parties_party p ON p.id = i.party_id
  JOIN strategies_strategy s ON s.id = i.strategy_id
 WHERE i.status IN ('FAILED', 'UNKNOWN') AND (%(owners)s::uuid[] IS NULL OR p.owner_id = ANY(%(owners)s))
 ORDER BY i.done_at DESC NULLS FIRST LIMIT 200
"""


def list_troubled_actions(viewer: Viewer) -> list[TroubledAction]:
    owners = None if viewer.owner_ids is None else list(viewer.owner_ids)
    with connection.cursor() as cursor:
        cursor.execute(_TROUBLED, {"owners": owners})
        rows = cursor.fetchall()
    return [
        TroubledAction(key, party_id, party, orjson.loads(strategy), *rest)
        for key, party_id, party, strategy, *rest in rows
    ]
