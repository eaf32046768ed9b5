"""Drafts become customers, through the one door of customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.imports.models import Import
from kurator.imports.rules.drafts import Draft, shorten
from kurator.imports.services.mapping import owner_of
from kurator.imports.types import EXTERNAL_ID, NAME, STATUS, RowProblem
from kurator.kernel.errors import FieldProblem
from kurator.parties.services.attributes import define_attribute
from kurator.parties.services.bulk_upsert import PartyUpsert, upsert_parties

_TAKEN: Final = frozenset({"parties.external_id_taken", "parties.external_id_twice"})


@dataclass
class Written:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def define_attributes(definitions: Sequence[Mapping[str, Any]]) -> None:
    for definition in definitions:
        define_attribute(
            code=definition["code"],
            kind=definition["kind"],
            label={language: text for language, text in definition["label"].items() if text},
            choices=definition["choices"],
            currency=definition["currency"],
        )


def write_portion(
    *, viewer: Viewer, one: Import, drafts: Sequence[Draft], now: datetime, is_dry: bool = False
) -> Written:
    """
    Create and update the customers of one portion; refuse those of other owners.

    A dry one leaves out contact points of new customers: they are read already, and the rights
    of a web request cannot add them in the statement that makes the customer.
    """
    known = _in_use(drafts)
    ours = [draft for draft in drafts if known.get(draft.external_id or "", True)]
    problems = [_foreign(d, one) for d in drafts if not known.get(d.external_id or "", True)]
    defaults = _Defaults(viewer, one, known, is_dry)
    result = upsert_parties(
        viewer_owner_ids=viewer.owner_ids,
        rows=[_upsert(draft, defaults) for draft in ours],
        now=now,
        language=defaults.language,
        time_zone=viewer.time_zone,
    )
    problems += [_refusal(ours[index], problem, one) for index, problem in result.refused]
    return Written(result.created, result.updated, result.unchanged, problems)


class _Defaults:
    """What new customers get that their row does not tell."""

    def __init__(
        self, viewer: Viewer, one: Import, known: Mapping[str, bool], is_dry: bool
    ) -> None:
        self.known, self.is_dry = known, is_dry
        self.owner_id = owner_of(viewer, one.options)
        self.status = one.options.get("status", "NEW")
        self.tags = tuple(UUID(tag) for tag in one.options.get("tags", ()))
        named = [c["options"].get("language") for c in one.columns if c["target"] == NAME]
        self.language = next(filter(None, named), viewer.language)


def _in_use(drafts: Sequence[Draft]) -> dict[str, bool]:
    """External id → whether the viewer serves the customer who has it."""
    wanted = [draft.external_id for draft in drafts if draft.external_id]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT external_id, is_mine FROM k.external_ids_in_use(%s)", [wanted])
        return dict(cursor.fetchall())


def _upsert(draft: Draft, defaults: _Defaults) -> PartyUpsert:
    is_new = draft.external_id not in defaults.known
    values = draft.values
    if is_new and values.get(STATUS) is None:
        values = {**values, STATUS: defaults.status}
    keeps_contacts = not (defaults.is_dry and is_new)
    return PartyUpsert(
        external_id=draft.external_id,
        values=values,
        phones=draft.phones if keeps_contacts else (),
        emails=draft.emails if keeps_contacts else (),
        tags=(*(UUID(tag) for tag in draft.tags), *defaults.tags),
        owner_id=defaults.owner_id,
    )


def _foreign(draft: Draft, one: Import) -> RowProblem:
    index, header = _column_of(EXTERNAL_ID, one)
    return RowProblem(
        draft.row, index, header, shorten(draft.external_id or ""), "foreign_customer", {}
    )


def _refusal(draft: Draft, problem: FieldProblem, one: Import) -> RowProblem:
    """A refusal of the door of customers, in its own words."""
    code = str(problem.loc[0]) if problem.loc else ""
    if problem.code in _TAKEN:
        return _foreign(draft, one)
    index, header = _column_of(code, one)
    value = draft.external_id if code == EXTERNAL_ID else draft.values.get(code)
    shown = "" if value is None else shorten(str(value))
    params = {"texts": dict(problem.texts), "values": dict(problem.data)}
    return RowProblem(draft.row, index, header, shown, problem.code, params)


def _column_of(code: str, one: Import) -> tuple[int | None, str]:
    for column in one.columns:
        target = column["target"]
        if isinstance(target, Mapping):
            target = f"attr.{target['new_attribute']['code']}"
        if target == code:
            return column["index"], one.analysis["columns"][column["index"]]["header"]
    return None, ""
