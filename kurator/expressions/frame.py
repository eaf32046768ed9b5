"""
What surrounds a compiled expression, and the time arithmetic that all SQL back ends share.

Law: `field OP now + offset` means `shifted(field) OP now`, where the field is moved by the opposite
offset: days and longer on the calendar of the party's zone, minutes and hours on the time line.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field

from kurator.expressions.nodes import ON_TIME_LINE, Compare, RelativeNow
from kurator.expressions.types import FieldSpec, Kind


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Where the text will stand: the row's zone, the instant of evaluation and the parameters' prefix.

    Fragments that share one statement need different prefixes; `now` may be any SQL timestamptz.
    """

    now_sql: str = "%(now)s::timestamptz"
    zone_sql: str = "p.time_zone"
    zone_depends: frozenset[str] = dataclass_field(
        default_factory=lambda: frozenset({"party.time_zone"})
    )
    prefix: str = "x"

    @property
    def today_sql(self) -> str:
        return f"({self.now_sql} AT TIME ZONE {self.zone_sql})::date"

    def shifted_sql(self, spec: FieldSpec, offset: RelativeNow) -> str:
        step = f"interval '{-offset.n} {offset.unit}'"
        if spec.kind is Kind.DATE:
            return f"({spec.sql} + {step})::date"
        if offset.unit in ON_TIME_LINE:
            return f"({spec.sql} + {step})"
        local = f"({spec.sql} AT TIME ZONE {self.zone_sql})"
        return f"(({local} + {step}) AT TIME ZONE {self.zone_sql})"

    def moment_sql(self, spec: FieldSpec) -> str:
        return self.today_sql if spec.kind is Kind.DATE else self.now_sql


def uses_zone(spec: FieldSpec, atom: Compare) -> bool:
    value = atom.value
    if not isinstance(value, RelativeNow):
        return False
    return spec.kind is Kind.DATE or value.unit not in ON_TIME_LINE
