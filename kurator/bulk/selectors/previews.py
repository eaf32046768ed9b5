"""How a change of many would come out, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.bulk.selectors.selections import Selection, changes_sql, read_action, selection_sql
from kurator.bulk.types import SAMPLES, Action
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.listing import FoundSql
from kurator.parties.selectors.rows import party_row
from kurator.parties.values import Patch
from kurator.parties.vocabulary import PartyVocabulary

OWNER: Final = "party.owner"
TAGS: Final = "party.tags"


@dataclass(frozen=True)
class Preview:
    """
    `fingerprint` stands for exactly these customers; the start refuses another selection.
    `out_of_sight` counts ticked customers who are gone or belong to others.
    """

    selected: int
    changed: int
    unchanged: int
    out_of_sight: int
    fingerprint: str
    samples: list[dict[str, Any]]


def preview_change(
    viewer: Viewer,
    selection: Selection,
    action: Action,
    *,
    now: datetime,
    vocabulary: PartyVocabulary,
) -> Preview:
    """Count who would change and show some with old and new values; raises InvalidInput, FieldClosed."""
    patch = read_action(viewer, action, vocabulary)
    found = selection_sql(viewer, selection, action, now=now, vocabulary=vocabulary)
    changes, params = changes_sql(action, patch)
    selected, changed, fingerprint = measure(found, changes, params)
    asked = len(set(selection.ids)) if selection.ids is not None else selected
    return Preview(
        selected=selected,
        changed=changed,
        unchanged=selected - changed,
        out_of_sight=asked - selected,
        fingerprint=fingerprint,
        samples=_samples(found, changes, params, action, patch, vocabulary),
    )


def measure(found: FoundSql, changes: str, params: Mapping[str, Any]) -> tuple[int, int, str]:
    """Return how many are selected, how many would change, and a mark of who they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE {changes}),"
            " coalesce(bit_xor(uuid_hash_extended(p.id, 0)), 0)"
            f" FROM {found.source} WHERE {found.where}",
            {**found.params, **params},
        )
        selected, changed, mark = cursor.fetchone()
    return selected, changed, f"{selected}-{mark & (2**64 - 1):x}"


def _samples(
    found: FoundSql,
    changes: str,
    params: Mapping[str, Any],
    action: Action,
    patch: Patch,
    vocabulary: PartyVocabulary,
) -> list[dict[str, Any]]:
    fields = vocabulary.catalogue.fields
    codes = [*action.values]
    codes += [TAGS] if action.add_tags or action.remove_tags else []
    codes += [OWNER] if action.owner_ids else []
    shown = ["p.id", "p.number", "p.display_name", "p.kind"]
    shown += [column_sql(fields, code) for code in codes]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(shown)} FROM {found.source} WHERE {found.where} AND {changes}"
            f" ORDER BY p.id LIMIT {SAMPLES}",
            {**found.params, **params},
        )
        rows = [party_row(row, codes, fields) for row in cursor.fetchall()]
    for row in rows:
        old = row.pop("values")
        new = {code: _new_value(code, old[code], action, patch) for code in codes}
        row["changes"] = [
            {"field": code, "old": old[code], "new": new[code]}
            for code in codes
            if old[code] != new[code]
        ]
    return rows


def _new_value(code: str, old: Any, action: Action, patch: Patch) -> Any:
    if code == TAGS:
        kept = [tag_id for tag_id in old if tag_id not in action.remove_tags]
        return kept + [tag_id for tag_id in action.add_tags if tag_id not in kept]
    if code == OWNER:
        one: UUID | None = action.owner_ids[0] if len(action.owner_ids) == 1 else None
        return None if one == NOBODY_ID else one
    if code.startswith("attr."):
        return patch.attrs.get(code.removeprefix("attr."))
    return patch.columns.get(code.removeprefix("party.")) or None
