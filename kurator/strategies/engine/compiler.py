"""
From a published version to one set-based statement: stage = f(version, data, instant).

The same text places all customers, a partition of them or a list of them; only the restriction
differs. `now` is a parameter, never the clock of the database.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from kurator.expressions.boundaries import NEVER, boundary_sql
from kurator.expressions.frame import Frame
from kurator.expressions.lookup import known_field
from kurator.expressions.nodes import Node, field_codes
from kurator.expressions.parse import parse
from kurator.expressions.sql import compile_sql
from kurator.expressions.types import Vocabulary
from kurator.strategies.types import Definition

DELETED: Final = "party.deleted_at"
IS_LIVE: Final = "p.deleted_at IS NULL"
"""Who lies in the recycle bin is in no segment."""
ZONE_FIELD: Final = frozenset({"party.time_zone"})


@dataclass(frozen=True)
class Program:
    """
    `select_sql` yields party_id, ord, next_at, facts from `parties_party p`; it ends where a
    WHERE may follow. `fields` are the codes of the fields it depends on.
    """

    strategy_id: UUID
    version_id: UUID
    select_sql: str
    member_sql: str
    params: dict[str, Any]
    fields: frozenset[str]
    stage_uids: tuple[UUID, ...]
    step_ords: tuple[int, ...]
    step_uids: tuple[UUID, ...]
    step_positions: tuple[int, ...]
    step_delays: tuple[int, ...]


class BrokenVersionError(Exception):
    """A published version no longer compiles: a field it names has vanished."""


def read_node(payload: object) -> Node:
    node = parse(payload).node
    if node is None:
        raise BrokenVersionError(str(payload)[:200])
    return node


def compile_version(
    *, strategy_id: UUID, version_id: UUID, definition: Definition, vocabulary: Vocabulary
) -> Program:
    """Compile segment, stage conditions and their boundaries into one statement."""
    segment = read_node(definition.segment)
    entries = [read_node(stage.entry) for stage in definition.stages]
    params: dict[str, Any] = {}
    depends: set[str] = set()

    def text(node: Node, prefix: str) -> str:
        compiled = compile_sql(node, vocabulary, Frame(prefix=prefix, zone_depends=ZONE_FIELD))
        params.update(compiled.params)
        depends.update(compiled.depends)
        return compiled.sql

    member_sql = f"({IS_LIVE} AND {text(segment, 's')})"
    cases = [f"WHEN {text(entry, f'e{n}_')} THEN {n}" for n, entry in enumerate(entries, 1)]
    nodes = [segment, *entries]
    boundary = _boundary_sql(nodes, vocabulary)
    facts = _facts_sql(nodes, vocabulary)
    furthest_first = " ".join(reversed(cases))
    select_sql = (
        f"SELECT p.id AS party_id, (CASE WHEN {member_sql} THEN"
        f" (CASE {furthest_first} ELSE 0 END) ELSE -1 END)::smallint AS ord,"
        f" {boundary} AS next_at, {facts} AS facts FROM parties_party p"
    )
    schedule = [
        (n, step.uid, position, delay)
        for n, stage in enumerate(definition.stages, 1)
        for position, (step, delay) in enumerate(stage.schedule())
    ]
    return Program(
        strategy_id=strategy_id,
        version_id=version_id,
        select_sql=select_sql,
        member_sql=member_sql,
        params=params,
        fields=frozenset(depends | {DELETED}),
        stage_uids=tuple(stage.uid for stage in definition.stages),
        step_ords=tuple(row[0] for row in schedule),
        step_uids=tuple(row[1] for row in schedule),
        step_positions=tuple(row[2] for row in schedule),
        step_delays=tuple(row[3] for row in schedule),
    )


def _boundary_sql(nodes: list[Node], vocabulary: Vocabulary) -> str:
    """The earliest instant at which time alone may change the placement, or NULL."""
    found = [boundary_sql(node, vocabulary) for node in nodes]
    parts = [sql for sql in found if sql != NEVER]
    return f"CASE WHEN {IS_LIVE} THEN LEAST({', '.join(parts)}) END" if parts else NEVER


def _facts_sql(nodes: list[Node], vocabulary: Vocabulary) -> str:
    """The deciding values as a JSON object by field code."""
    codes = sorted(frozenset().union(*(field_codes(node) for node in nodes)))
    pairs = []
    for code in codes:
        spec = known_field(vocabulary, code)
        value = spec.sql if spec.exists_sql is None else spec.facts_sql
        if value is not None:
            pairs.append(f"'{code}', {value}")
    removed = (
        f"CASE WHEN {IS_LIVE} THEN '{{}}' ELSE jsonb_build_object('{DELETED}', p.deleted_at) END"
    )
    return f"(jsonb_build_object({', '.join(pairs)}) || {removed})"


def field_mask_sql(fields: frozenset[str]) -> str:
    """SQL of the bit mask of these fields; compared with the mask of a dirty row."""
    bits = " | ".join(f"k.field_bit('{code}')" for code in sorted(fields))
    return f"({bits or '0::bigint'})"
