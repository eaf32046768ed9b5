"""What a change of many would be about, as SQL over `p`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.bulk.types import Action
from kurator.expressions.nodes import Node
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.field_rights import require_open
from kurator.parties.fields import text
from kurator.parties.selectors.listing import FoundSql, ListQuery, found_sql
from kurator.parties.selectors.search import Lookup
from kurator.parties.selectors.visibility import editable_sql, owned_by_sql
from kurator.parties.services.bulk_values import patch_sql
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import Patch, read_patch
from kurator.parties.vocabulary import PartyVocabulary

REACH: Final = 5_000
"""As many customers as a fragment of text brings into a change of many."""
_OWN_VALUES: Final = frozenset({"party.name", "party.external_id", "party.owner"})
_NOT_FOR_MANY: Final = text(
    "This field is each customer's own; it is not changed for many at once.",
    "Это поле у каждого клиента своё; для многих сразу его не меняют.",
    "Це поле в кожного клієнта своє; для багатьох одразу його не змінюють.",
)
_NOTHING_TO_DO: Final = text(
    "Choose what is to be changed.", "Выберите, что изменить.", "Оберіть, що змінити."
)


@dataclass(frozen=True)
class Selection:
    """Ticked customers, or all that a list with this filter and text finds."""

    ids: Sequence[UUID] | None = None
    node: Node | None = None
    lookup: Lookup | None = None
    is_shared: bool = False
    """The list is that of what others have shared."""


def selection_sql(
    viewer: Viewer,
    selection: Selection,
    action: Action,
    *,
    now: datetime,
    vocabulary: PartyVocabulary,
) -> FoundSql:
    """
    Return FROM and WHERE of the customers in the selection whom the viewer may change: his own, and
    those shared with him to be changed, unless the action is for who serves them only.
    """
    may_change = owned_by_sql(viewer.owner_ids) if action.is_of_owners else editable_sql(viewer)
    if selection.ids is not None:
        where = f"{may_change} AND p.id = ANY(%(ids)s)"
        return FoundSql("parties_party p", where, {"ids": list(selection.ids)})
    query = ListQuery(node=selection.node, lookup=selection.lookup, shared=selection.is_shared)
    found = found_sql(viewer, query, now=now, vocabulary=vocabulary, reach=REACH)
    if not viewer.shared_ids:
        return found
    return FoundSql(found.source, f"{found.where} AND {may_change}", found.params)


def read_action(viewer: Viewer, action: Action, vocabulary: PartyVocabulary) -> Patch:
    """Return the values to set; raises InvalidInput naming each place, and FieldClosed."""
    if action.add_tags or action.remove_tags:
        require_open(viewer, ["party.tags"])
    if action.owner_ids:
        require_open(viewer, ["party.owner"])
    problems = [
        FieldProblem(("set", code), "bulk.not_for_many", _NOT_FOR_MANY)
        for code in action.values
        if code in _OWN_VALUES
    ]
    tags = vocabulary.catalogue.tags
    for name, tag_ids in (("add_tags", action.add_tags), ("remove_tags", action.remove_tags)):
        if any(str(tag_id) not in tags for tag_id in tag_ids):
            code = "parties.unknown_tag"
            problems.append(FieldProblem((name,), code, TEXTS[code]))
    if action.is_empty:
        problems.append(FieldProblem(("set",), "bulk.nothing_to_do", _NOTHING_TO_DO))
    if problems:
        raise InvalidInput(problems=problems)
    return read_patch(action.values, vocabulary.catalogue)


def changes_sql(action: Action, patch: Patch) -> tuple[str, dict[str, Any]]:
    """SQL condition "this customer would really change" with its parameters."""
    _, changed, params = patch_sql(patch)
    conditions = [f"p.{condition}" for condition in changed]
    if action.add_tags:
        params["add_tags"] = list(action.add_tags)
        conditions.append(
            "(SELECT count(*) FROM parties_partytag t WHERE t.party_id = p.id"
            f" AND t.tag_id = ANY(%(add_tags)s)) < {len(set(action.add_tags))}"
        )
    if action.remove_tags:
        params["remove_tags"] = list(action.remove_tags)
        conditions.append(
            "EXISTS (SELECT FROM parties_partytag t WHERE t.party_id = p.id"
            " AND t.tag_id = ANY(%(remove_tags)s))"
        )
    if len(action.owner_ids) == 1:
        params["new_owner"] = action.owner_ids[0]
        conditions.append("p.owner_id <> %(new_owner)s")
    if len(action.owner_ids) > 1 or action.recycles:
        conditions.append("TRUE")
    return f"({' OR '.join(conditions) or 'FALSE'})", params
