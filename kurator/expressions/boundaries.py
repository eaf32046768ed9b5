"""
When a tree may next change its mind for a row although the row's data stay as they are.

Law: between `now` and the boundary the truth is constant; at the boundary one of its time atoms
flips. A moved instant B flips `le` and `gt` at B, `lt` and `ge` one microsecond later. A moved date
D flips `le` and `gt` where day D begins in the party's zone, `lt` and `ge` where day D+1 begins,
`eq` and `ne` at both.
"""

from __future__ import annotations

from collections.abc import Iterator

from kurator.expressions.frame import Frame
from kurator.expressions.lookup import known_field, known_segment
from kurator.expressions.nodes import (
    Between,
    Compare,
    CompareOp,
    InSegment,
    Node,
    RelativeNow,
    iter_nodes,
)
from kurator.expressions.types import FieldSpec, Kind, Vocabulary

NEVER = "NULL::timestamptz"
_HORIZON = "timestamptz '9999-01-01 00:00:00+00'"
_DAYS_UNTIL_FLIP: dict[CompareOp, tuple[int, ...]] = {
    "le": (0,),
    "gt": (0,),
    "lt": (1,),
    "ge": (1,),
    "eq": (0, 1),
    "ne": (0, 1),
}
_LATE = ("lt", "ge")

# Midnight may come twice, or be skipped, or be taken back (St. John's set its clocks at 00:01), so
# near a change of the clocks the first minute whose date differs is looked for. Such changes fall
# on whole minutes and turn the clock by less than three hours.
_DAY_BEGINS = """(SELECT CASE WHEN edge.at > {now} THEN CASE
 WHEN (edge.at AT TIME ZONE {zone}) - ((edge.at - interval '3 hours') AT TIME ZONE {zone})
 = interval '3 hours' THEN edge.at
 ELSE (SELECT min(tick.at) FROM generate_series(
 edge.at - interval '3 hours', edge.at, interval '1 minute') AS tick(at)
 WHERE tick.at > {now} AND ((tick.at AT TIME ZONE {zone})::date >= edge.day)
 <> ({today} >= edge.day)) END END
 FROM (SELECT moved.day, moved.day::timestamp AT TIME ZONE {zone} AS at
 FROM (SELECT {day} AS day OFFSET 0) AS moved OFFSET 0) AS edge)"""


def boundary_sql(node: Node, vocabulary: Vocabulary, frame: Frame | None = None) -> str:
    """A timestamptz over row `p`: the earliest flip after now, NULL when time changes nothing."""
    place = frame or Frame()
    flips = dict.fromkeys(
        flip
        for atom in _time_atoms(node, vocabulary)
        for flip in _flips(atom, known_field(vocabulary, atom.field), place)
    )
    if not flips:
        return NEVER
    return f"NULLIF(LEAST({', '.join([*flips, _HORIZON])}), {_HORIZON})"


def _time_atoms(node: Node, vocabulary: Vocabulary) -> Iterator[Compare]:
    for found in iter_nodes(node):
        match found:
            case InSegment(segment):
                yield from _time_atoms(known_segment(vocabulary, segment), vocabulary)
            case Between():
                yield from (end for end in found.ends if isinstance(end.value, RelativeNow))
            case Compare(_, _, RelativeNow()):
                yield found
            case _:
                pass


def _flips(atom: Compare, spec: FieldSpec, frame: Frame) -> Iterator[str]:
    if not isinstance(atom.value, RelativeNow):
        return
    moved = frame.shifted_sql(spec, atom.value)
    if spec.kind is Kind.DATE:
        for days in _DAYS_UNTIL_FLIP[atom.op]:
            yield _day_begins(f"{moved} + {days}", frame)
        return
    flip = f"{moved} + interval '1 microsecond'" if atom.op in _LATE else moved
    # GREATEST passes over NULL, so an empty field gives now and then NULL.
    yield f"NULLIF(GREATEST({flip}, {frame.now_sql}), {frame.now_sql})"


def _day_begins(day: str, frame: Frame) -> str:
    return _DAY_BEGINS.format(
        now=frame.now_sql, zone=frame.zone_sql, today=frame.today_sql, day=day
    )
