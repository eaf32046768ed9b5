"""What becomes of the texts and contact points of a portion of customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.bulk.selectors.contact_plans import ContactPlanner
from kurator.bulk.selectors.text_plans import Refused, TextPlanner, Turn
from kurator.bulk.selectors.wanted import EXTERNAL_ID, Wanted
from kurator.parties.catalogue import Catalogue
from kurator.parties.selectors.rewriting import (
    Point,
    PointChanges,
    find_taken,
    list_points,
    list_texts,
)
from kurator.parties.values import Patch

TAKEN: Final = "parties.external_id_taken"


@dataclass
class Plan:
    """
    By customer what is to be written and what is shown of it, or why he stays as he is. `claimed`
    are the external ids that earlier customers of the same change get.
    """

    claimed: set[str] = field(default_factory=set)
    texts: dict[UUID, Patch] = field(default_factory=dict)
    points: dict[UUID, tuple[Sequence[Point], Sequence[Point]]] = field(default_factory=dict)
    turns: dict[UUID, list[Turn]] = field(default_factory=dict)
    refused: dict[UUID, Refused] = field(default_factory=dict)

    @property
    def changed(self) -> set[UUID]:
        return {*self.texts, *self.points}

    def refuse(self, party_id: UUID, refusal: Refused) -> None:
        self.refused[party_id] = refusal
        self.texts.pop(party_id, None)
        self.points.pop(party_id, None)

    def shown(self, party_id: UUID) -> list[Turn]:
        turns = self.turns.get(party_id, []) if party_id in self.texts else []
        return [*turns, *turns_of_points(*self.points.get(party_id, ((), ())))]


class Planner:
    """Works out portion after portion of one change, always in the same way."""

    def __init__(self, viewer: Viewer, wanted: Wanted, catalogue: Catalogue) -> None:
        self._viewer = viewer
        self._texts = TextPlanner(wanted.texts, catalogue) if wanted.texts else None
        self._contacts = ContactPlanner(wanted.contacts) if wanted.contacts else None
        self._claimed: set[str] = set()

    def plan(self, party_ids: Sequence[UUID]) -> Plan:
        plan = Plan(self._claimed)
        if self._texts is not None:
            self._plan_texts(self._texts, party_ids, plan)
        if self._contacts is not None:
            self._plan_contacts(self._contacts, party_ids, plan)
        return plan

    def _plan_texts(self, planner: TextPlanner, party_ids: Sequence[UUID], plan: Plan) -> None:
        with_attrs = planner.reads_attributes
        for texts in list_texts(self._viewer, party_ids, with_attrs=with_attrs):
            try:
                found = planner.plan(texts)
            except Refused as refusal:
                plan.refuse(texts.party_id, refusal)
                continue
            if found is not None:
                plan.texts[texts.party_id], plan.turns[texts.party_id] = found
        _refuse_taken(plan)

    def _plan_contacts(
        self, planner: ContactPlanner, party_ids: Sequence[UUID], plan: Plan
    ) -> None:
        for party_id, (zone, points) in list_points(self._viewer, party_ids).items():
            if party_id in plan.refused:
                continue
            try:
                after = planner.plan(zone, points)
            except Refused as refusal:
                plan.refuse(party_id, refusal)
                continue
            if after != points:
                plan.points[party_id] = (points, after)


def _refuse_taken(plan: Plan) -> None:
    """In the order of ids: of two customers who would get the same external id, one does."""
    wanted = external_ids_of(plan.texts)
    taken = find_taken(wanted.values())
    for party_id in sorted(wanted):
        if wanted[party_id] in taken or wanted[party_id] in plan.claimed:
            plan.refuse(party_id, Refused(TAKEN, EXTERNAL_ID))
        else:
            plan.claimed.add(wanted[party_id])


def external_ids_of(patches: Mapping[UUID, Patch]) -> dict[UUID, str]:
    return {
        party_id: str(patch.columns["external_id"])
        for party_id, patch in patches.items()
        if patch.columns.get("external_id") is not None
    }


def point_changes(plans: Mapping[UUID, tuple[Sequence[Point], Sequence[Point]]]) -> PointChanges:
    """What is to be written, from how the contact points are and how they are to be."""
    changes = PointChanges()
    for party_id, (before, after) in plans.items():
        known = {one.id: one for one in before}
        for point in after:
            if point.id is None:
                changes.added.append((party_id, point))
            elif point != known.pop(point.id):
                changes.changed.append((party_id, point))
        changes.removed += [one for one in known if one is not None]
    return changes


def turns_of_points(before: Sequence[Point], after: Sequence[Point]) -> list[Turn]:
    """Each contact point that goes, comes or becomes another one."""
    kept = {one.id: one for one in after if one.id is not None}
    turns = []
    for one in before:
        new = kept.get(one.id) if one.id is not None else None
        if new is None or _told(new) != _told(one):
            turns.append(_turn(one, one, new))
    return [*turns, *(_turn(one, None, one) for one in after if one.id is None)]


def _turn(of: Point, old: Point | None, new: Point | None) -> Turn:
    told_old, told_new = (_told(one) if one is not None else None for one in (old, new))
    return Turn(f"party.contact:{of.kind}", "", told_old, told_new)


def _told(point: Point) -> str:
    extension = f" #{point.extension}" if point.extension else ""
    return f"{point.text}{extension}{' ★' if point.is_preferred else ''}"
