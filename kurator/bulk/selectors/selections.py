"""What a change of many would be about, as SQL over `p`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.bulk.selectors.candidates import candidates_sql
from kurator.bulk.selectors.wanted import Wanted
from kurator.bulk.types import Action
from kurator.expressions.nodes import Node
from kurator.parties.selectors.listing import FoundSql, ListQuery, found_sql
from kurator.parties.selectors.search import Lookup
from kurator.parties.selectors.visibility import editable_sql, owned_by_sql
from kurator.parties.services.bulk_values import patch_sql
from kurator.parties.vocabulary import PartyVocabulary

REACH: Final = 5_000
"""As many customers as a fragment of text brings into a change of many."""


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


def changes_sql(action: Action, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """
    SQL condition "this customer would really change" with its parameters. Of what is worked out
    customer by customer it tells only who may be meant.
    """
    _, changed, params = patch_sql(wanted.patch)
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
    if action.only_tags is not None:
        params["only_tags"], amount = list(action.only_tags), len(set(action.only_tags))
        conditions.append(
            f"NOT (SELECT count(*) = {amount}"
            f" AND count(*) FILTER (WHERE t.tag_id = ANY(%(only_tags)s)) = {amount}"
            " FROM parties_partytag t WHERE t.party_id = p.id)"
        )
    if len(action.owner_ids) == 1:
        params["new_owner"] = action.owner_ids[0]
        conditions.append("p.owner_id <> %(new_owner)s")
    if len(action.owner_ids) > 1 or action.recycles:
        conditions.append("TRUE")
    conditions += candidates_sql(wanted, params)
    return f"({' OR '.join(conditions) or 'FALSE'})", params
