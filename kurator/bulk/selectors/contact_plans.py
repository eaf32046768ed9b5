"""What becomes of the contact points of customers, worked out one by one; nothing is written."""

from collections.abc import Sequence
from dataclasses import replace

from kurator.bulk.reason_texts import CONTACT_THERE
from kurator.bulk.rules import matches, replaced
from kurator.bulk.selectors.text_plans import Refused
from kurator.bulk.types import ContactEdit
from kurator.parties.contact_values import ContactValue, read_contact
from kurator.parties.field_rights import FIELD_OF_CONTACT
from kurator.parties.selectors.rewriting import Point
from kurator.parties.values import ValueRefused

MAX_REMEMBERED = 20_000


class ContactPlanner:
    """What was read of a value is remembered: many customers get the same one."""

    def __init__(self, edits: Sequence[ContactEdit]) -> None:
        self._edits = edits
        self._known: dict[tuple[str, str, str, str], ContactValue | str] = {}

    def plan(self, zone: str, points: Sequence[Point]) -> list[Point]:
        """Return the contact points as they are to be; raises Refused."""
        after = list(points)
        for edit in self._edits:
            if edit.act == "add":
                self._add(edit, zone, after)
            elif edit.act == "remove":
                norm = self._read(edit.kind, edit.value, "", zone).norm if edit.value else None
                after[:] = [one for one in after if not _is_meant(edit, one, norm)]
            else:
                self._replace(edit, zone, after)
        return after

    def _add(self, edit: ContactEdit, zone: str, points: list[Point]) -> None:
        read = self._read(edit.kind, edit.value, edit.extension, zone)
        there = _index_of(points, read)
        if there is None:
            last = max((one.position for one in points), default=0)
            points.append(
                Point(
                    read.kind, read.value, read.norm, read.extension, edit.label, position=last + 1
                )
            )
            there = len(points) - 1
        if edit.is_preferred and not points[there].is_preferred:
            for index, one in enumerate(points):
                if one.kind == edit.kind and one.is_preferred != (index == there):
                    points[index] = replace(one, is_preferred=index == there)

    def _replace(self, edit: ContactEdit, zone: str, points: list[Point]) -> None:
        for index, one in enumerate(points):
            if one.kind != edit.kind or edit.pattern is None:
                continue
            text = replaced(edit.pattern, edit.new, one.text)
            if text == one.text:
                continue
            read = self._read(edit.kind, text, one.extension, zone)
            if _index_of([*points[:index], *points[index + 1 :]], read) is not None:
                raise Refused(CONTACT_THERE, field_of(edit.kind))
            points[index] = replace(one, value=read.value, norm=read.norm, extension=read.extension)

    def _read(self, kind: str, value: str, extension: str, zone: str) -> ContactValue:
        key = (kind, value, extension, zone)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            try:
                found = read_contact(kind, value, zone=zone, extension=extension)
            except ValueRefused as refusal:
                found = refusal.code
            self._known[key] = found
        if isinstance(found, str):
            raise Refused(found, field_of(kind))
        return found


def field_of(kind: str) -> str:
    """Return the code of the field that shows contact points of this kind."""
    return FIELD_OF_CONTACT.get(kind, "party.contact")


def _is_meant(edit: ContactEdit, point: Point, norm: str | None) -> bool:
    return (
        point.kind == edit.kind
        and (norm is None or point.norm == norm)
        and (edit.pattern is None or matches(edit.pattern, point.text))
        and (not edit.label or point.label.casefold() == edit.label.casefold())
    )


def _index_of(points: Sequence[Point], read: ContactValue) -> int | None:
    wanted = (read.kind, read.norm, read.extension)
    for index, one in enumerate(points):
        if (one.kind, one.norm, one.extension) == wanted:
            return index
    return None
