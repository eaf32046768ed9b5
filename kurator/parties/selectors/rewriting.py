"""What of many customers a rule reads before it changes their texts and contact points."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.parties.selectors.visibility import visible_sql


@dataclass(frozen=True)
class PartyTexts:
    party_id: UUID
    language: str
    names: Mapping[str, str]
    external_id: str | None
    tax_id: str
    attrs: Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """A contact point; one that is not kept yet has no id."""

    kind: str
    value: str
    norm: str
    extension: str = ""
    label: str = ""
    is_preferred: bool = False
    position: int = 0
    id: UUID | None = None

    @property
    def text(self) -> str:
        """What a rule reads and people know it by; a phone without the marks that somebody typed."""
        return f"+{self.norm}" if self.kind == "PHONE" else self.value


@dataclass
class PointChanges:
    """What becomes of contact points; `added` go by customer."""

    added: list[tuple[UUID, Point]] = field(default_factory=list)
    changed: list[tuple[UUID, Point]] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)


_TEXTS: Final = """
SELECT p.id, p.lang, p.name::text, p.external_id, p.tax_id, {attrs}
  FROM parties_party p WHERE p.id = ANY(%(ids)s) AND {visible}
"""


def list_texts(
    viewer: Viewer, party_ids: Sequence[UUID], *, with_attrs: bool
) -> Iterator[PartyTexts]:
    attrs = "p.attrs::text" if with_attrs else "'{}'"
    with connection.cursor() as cursor:
        cursor.execute(
            _TEXTS.format(attrs=attrs, visible=visible_sql(viewer)), {"ids": list(party_ids)}
        )
        for party_id, language, names, external_id, tax_id, values in cursor.fetchall():
            yield PartyTexts(
                party_id, language, orjson.loads(names), external_id, tax_id, orjson.loads(values)
            )


_POINTS: Final = """
SELECT p.id, p.time_zone, c.kind, c.value, c.norm, c.extension, c.label, c.is_preferred, c.position,
       c.id
  FROM parties_party p
  LEFT JOIN parties_contactpoint c ON c.party_id = p.id
 WHERE p.id = ANY(%(ids)s) AND {visible}
 ORDER BY p.id, c.position, c.id
"""


def list_points(viewer: Viewer, party_ids: Sequence[UUID]) -> dict[UUID, tuple[str, list[Point]]]:
    """Return the time zone, by which numbers are read, and the contact points of each customer."""
    found: dict[UUID, tuple[str, list[Point]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_POINTS.format(visible=visible_sql(viewer)), {"ids": list(party_ids)})
        for party_id, zone, *columns in cursor.fetchall():
            _, points = found.setdefault(party_id, (zone, []))
            if columns[0] is not None:
                points.append(Point(*columns))
    return found


def find_taken(external_ids: Collection[str]) -> set[str]:
    """Which of these some customer has, in sight or not, the recycle bin included."""
    if not external_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.taken_external_ids(%s)", [list(external_ids)])
        return {row[0] for row in cursor.fetchall()}
