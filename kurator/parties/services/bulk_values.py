"""The same change for many customers in one statement each; used by scenarios and bulk edits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.kernel.ids import new_id
from kurator.parties.catalogue import current_catalogue
from kurator.parties.values import Patch, read_patch

_LOCK: Final = (
    "SELECT id FROM parties_party WHERE id = ANY(%s) AND deleted_at IS NULL"
    " AND (%s::uuid[] IS NULL OR owner_id = ANY(%s) OR id = ANY(%s))"
    " ORDER BY id FOR NO KEY UPDATE"
)


def lock_parties(
    party_ids: Sequence[UUID],
    owner_ids: Sequence[UUID] | None = None,
    *,
    shared: Iterable[UUID] = (),
) -> list[UUID]:
    """
    Lock customers in the order of ids, so that two bulk changes never wait for each other: those of
    the owners, and those shared to be changed.
    """
    owners = None if owner_ids is None else list(owner_ids)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(party_ids), owners, owners, list(shared)])
        return [row[0] for row in cursor.fetchall()]


def set_values_bulk(
    *,
    party_ids: Sequence[UUID],
    values: Mapping[str, object],
    owner_ids: Sequence[UUID] | None = None,
) -> int:
    """
    Set the values of many customers and return how many really changed.

    `owner_ids` limits the change to these owners' customers; raises InvalidInput.
    """
    patch = read_patch(values, current_catalogue())
    locked = lock_parties(party_ids, owner_ids)
    return len(change_locked(party_ids=locked, patch=patch))


def change_locked(*, party_ids: Sequence[UUID], patch: Patch) -> set[UUID]:
    """Set the values of customers that are locked already; returns who really changed."""
    assignments, changed, params = patch_sql(patch)
    if not party_ids or not assignments:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE parties_party SET {', '.join(assignments)}"
            f" WHERE id = ANY(%(ids)s) AND ({' OR '.join(changed)}) RETURNING id",
            {**params, "ids": list(party_ids)},
        )
        return {row[0] for row in cursor.fetchall()}


def patch_sql(patch: Patch) -> tuple[list[str], list[str], dict[str, Any]]:
    """Return assignments, conditions "this really changes" and parameters of an UPDATE."""
    targets: dict[str, str] = {}
    params: dict[str, Any] = {}
    for column, value in patch.columns.items():
        targets[column] = f"%({column})s"
        params[column] = value
    if patch.attrs:
        targets["attrs"] = "(attrs || %(set_attrs)s::jsonb) - %(dropped_attrs)s::text[]"
        params["set_attrs"] = orjson.dumps(patch.set_attrs()).decode()
        params["dropped_attrs"] = patch.dropped_attrs()
    if patch.names or patch.own_name is not None:
        targets["name"] = _name_sql(patch, params)
    casts = {"owner_id": "::uuid", "birth_date": "::date"}
    assignments = [f"{name} = {sql}{casts.get(name, '')}" for name, sql in targets.items()]
    changed = [
        f"{name} IS DISTINCT FROM {sql}{casts.get(name, '')}" for name, sql in targets.items()
    ]
    return assignments, changed, params


def _name_sql(patch: Patch, params: dict[str, Any]) -> str:
    params["names"] = orjson.dumps({k: v for k, v in patch.names.items() if v}).decode()
    params["dropped_names"] = [k for k, v in patch.names.items() if not v]
    sql = "(name || %(names)s::jsonb) - %(dropped_names)s::text[]"
    if patch.own_name is None:
        return sql
    params["own_name"] = patch.own_name
    return f"(({sql}) || jsonb_build_object(lang, %(own_name)s::text))"


_ADD_TAG: Final = """
INSERT INTO parties_partytag (id, party_id, tag_id)
SELECT n.id, p.id, %(tag)s FROM unnest(%(new_ids)s::uuid[], %(ids)s::uuid[]) AS n(id, party_id)
  JOIN parties_party p ON p.id = n.party_id AND p.deleted_at IS NULL
ON CONFLICT (party_id, tag_id) DO NOTHING RETURNING party_id
"""


def add_tag_bulk(*, party_ids: Sequence[UUID], tag_id: UUID) -> set[UUID]:
    """Add the tag where it is missing; returns who got it."""
    ids = sorted(set(party_ids))
    params: dict[str, Any] = {"tag": tag_id, "ids": ids, "new_ids": [new_id() for _ in ids]}
    with connection.cursor() as cursor:
        cursor.execute(_ADD_TAG, params)
        return {row[0] for row in cursor.fetchall()}


def keep_tags_bulk(*, party_ids: Sequence[UUID], tag_ids: Sequence[UUID]) -> set[UUID]:
    """Take all other tags off; returns who had one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM parties_partytag WHERE party_id = ANY(%s) AND NOT tag_id = ANY(%s)"
            " RETURNING party_id",
            [list(party_ids), list(tag_ids)],
        )
        return {row[0] for row in cursor.fetchall()}


def remove_tag_bulk(*, party_ids: Sequence[UUID], tag_id: UUID) -> set[UUID]:
    """Take the tag off; returns who had it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM parties_partytag WHERE party_id = ANY(%s) AND tag_id = %s"
            " RETURNING party_id",
            [list(party_ids), tag_id],
        )
        return {row[0] for row in cursor.fetchall()}
