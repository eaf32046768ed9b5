"""Drafts become customers, through the one door of customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.imports.models import Import
from kurator.imports.rules.drafts import Draft, shorten
from kurator.imports.services.mapping import owner_of
from kurator.imports.types import EXTERNAL_ID, NAME, STATUS, RowProblem
from kurator.kernel.errors import FieldProblem
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.services.attributes import define_attribute
from kurator.parties.services.bulk_upsert import (
    Defaults,
    PartyUpsert,
    Prepared,
    UpsertReader,
    write_prepared,
)
from kurator.parties.value_texts import TEXTS

_TAKEN: Final = frozenset({"parties.external_id_taken", "parties.external_id_twice"})


@dataclass
class Written:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def define_attributes(definitions: Sequence[Mapping[str, Any]]) -> None:
    """Define attributes as the mapping describes them; raises InvalidInput."""
    for definition in definitions:
        define_attribute(
            code=definition["code"],
            kind=definition["kind"],
            label={language: text for language, text in definition["label"].items() if text},
            choices=definition["choices"],
            currency=definition["currency"],
        )


class Preparer:
    """
    Reads and checks what drafts say, without the database: the next portion is prepared while the
    database writes this one.
    """

    def __init__(self, viewer: Viewer, one: Import, catalogue: Catalogue) -> None:
        self._owner_id = owner_of(viewer, one.options)
        self._tags = tuple(UUID(tag) for tag in one.options.get("tags", ()))
        self._reader = UpsertReader(catalogue)
        self.defaults = _defaults(viewer, one)
        self.expects_new = True
        """Most of a portion is new: then it is worth writing them out beforehand."""

    def prepare(self, drafts: Sequence[Draft]) -> Prepared:
        return self._reader.prepare(
            [self._upsert(draft) for draft in drafts],
            new_ones=self.defaults if self.expects_new else None,
        )

    def _upsert(self, draft: Draft) -> PartyUpsert:
        values = draft.values
        if STATUS in values and values[STATUS] is None:  # what that means, the base must say
            values = {code: value for code, value in values.items() if code != STATUS}
        return PartyUpsert(
            external_id=draft.external_id,
            values=values,
            phones=draft.phones,
            emails=draft.emails,
            tags=(*map(UUID, draft.tags), *self._tags) if draft.tags else self._tags,
            owner_id=self._owner_id,
        )


def _defaults(viewer: Viewer, one: Import) -> Defaults:
    named = [c["options"].get("language") for c in one.columns if c["target"] == NAME]
    return Defaults(
        language=next(filter(None, named), viewer.language),
        time_zone=viewer.time_zone,
        status=one.options.get("status", "NEW"),
        kind=one.options.get("kind", "PERSON"),
    )


def write_portion(
    *,
    viewer: Viewer,
    one: Import,
    drafts: Sequence[Draft],
    now: datetime,
    prepared: Prepared | None = None,
    is_dry: bool = False,
) -> Written:
    """
    Create and update the customers of one portion; refuse those of other owners.

    A dry one leaves out contact points of new customers and the moves of known ones: both are read
    already, and the rights of a web request do not reach them.
    """
    known = _in_use(drafts)
    whole = prepared or Preparer(viewer, one, current_catalogue()).prepare(drafts)
    problems, refused = _refused_by_the_base(drafts, known, one)
    result = write_prepared(
        viewer_owner_ids=viewer.owner_ids,
        prepared=Prepared(
            [row for row in whole.rows if row.index not in refused],
            [found for found in whole.refused if found[0] not in refused],
        ),
        now=now,
        defaults=_defaults(viewer, one),
        is_dry=is_dry,
    )
    problems += [_refusal(drafts[index], problem, one) for index, problem in result.refused]
    return Written(result.created, result.updated, result.unchanged, problems)


def _refused_by_the_base(
    drafts: Sequence[Draft], known: Mapping[str, bool], one: Import
) -> tuple[list[RowProblem], set[int]]:
    """Customers of others, and those whose relationship a blank cell would clear."""
    problems: list[RowProblem] = []
    refused: set[int] = set()
    if not known:
        return problems, refused
    required = FieldProblem((STATUS,), "parties.required", TEXTS["parties.required"])
    for index, draft in enumerate(drafts):
        is_mine = known.get(draft.external_id or "")
        if is_mine is False:
            problems.append(_foreign(draft, one))
            refused.add(index)
        elif is_mine and draft.values.get(STATUS, "") is None:
            problems.append(_refusal(draft, required, one))
            refused.add(index)
    return problems, refused


def _in_use(drafts: Sequence[Draft]) -> dict[str, bool]:
    """External id → whether the viewer serves the customer who has it."""
    wanted = [draft.external_id for draft in drafts if draft.external_id]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        # As JSON: a list of thousands of texts costs the driver more than the database.
        cursor.execute(
            "SELECT external_id, is_mine FROM k.external_ids_in_use("
            "ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)))",
            [orjson.dumps(wanted).decode()],
        )
        return dict(cursor.fetchall())


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
    if (code, problem.code) == (NAME, "parties.required"):
        return RowProblem(draft.row, index, header, shown, "nobody", {})
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
