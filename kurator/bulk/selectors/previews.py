"""How a change of many would come out, before anything is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.bulk.reason_texts import reason_of
from kurator.bulk.selectors.plans import Planner
from kurator.bulk.selectors.selections import Selection, changes_sql, selection_sql
from kurator.bulk.selectors.text_plans import Refused, Turn
from kurator.bulk.selectors.wanted import (
    EXTERNAL_ID,
    NAME,
    OWNER,
    TAGS,
    Wanted,
    read_action,
    refuse_one_for_many,
)
from kurator.bulk.types import PORTION, SAMPLES, Action
from kurator.kernel.ids import NOBODY_ID
from kurator.kernel.localized import text_in
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.history import ValueNamer
from kurator.parties.selectors.listing import FoundSql
from kurator.parties.selectors.rows import party_row
from kurator.parties.values import Patch
from kurator.parties.vocabulary import PartyVocabulary

Kept = TypeVar("Kept")
WORKED_OUT: Final = 200_000
"""So many customers are worked out one by one while somebody waits; of more the figures are a part."""


@dataclass(frozen=True)
class Preview:
    """
    `fingerprint` stands for exactly these customers; the start refuses another selection.
    `out_of_sight` counts ticked customers who are gone or belong to others; `refused` those who
    would stay as they are, whole, because one of their new values cannot be.
    """

    selected: int
    changed: int
    unchanged: int
    out_of_sight: int
    fingerprint: str
    samples: list[dict[str, Any]]
    refused: int = 0
    reasons: list[dict[str, Any]] = field(default_factory=list)
    refused_samples: list[dict[str, Any]] = field(default_factory=list)
    is_exact: bool = True


@dataclass(frozen=True)
class _Asked:
    """The question of a preview, put together once."""

    viewer: Viewer
    action: Action
    wanted: Wanted
    found: FoundSql
    changes: str
    params: Mapping[str, Any]
    vocabulary: PartyVocabulary

    def read(self, columns: str, rest: str = "", **more: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM {self.found.source}"
                f" WHERE {self.found.where} AND {self.changes} {rest}",
                {**self.found.params, **self.params, **more},
            )
            return list(cursor.fetchall())


def preview_change(
    viewer: Viewer,
    selection: Selection,
    action: Action,
    *,
    now: datetime,
    vocabulary: PartyVocabulary,
) -> Preview:
    """Count who would change and show some with old and new values; raises InvalidInput, FieldClosed."""
    wanted = read_action(viewer, action, vocabulary.catalogue)
    found = selection_sql(viewer, selection, action, now=now, vocabulary=vocabulary)
    changes, params = changes_sql(action, wanted)
    selected, changed, fingerprint = measure(found, changes, params)
    refuse_one_for_many(wanted, selected)
    asked = len(set(selection.ids)) if selection.ids is not None else selected
    question = _Asked(viewer, action, wanted, found, changes, params, vocabulary)
    counts = _worked_out(question) if wanted.is_worked_out else _counted(question, changed)
    return Preview(
        selected=selected,
        unchanged=selected - counts["changed"] - counts.get("refused", 0),
        out_of_sight=asked - selected,
        fingerprint=fingerprint,
        **counts,
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


def _counted(question: _Asked, changed: int) -> dict[str, Any]:
    return {"changed": changed, "samples": _samples(question, None, {})}


def _worked_out(question: _Asked) -> dict[str, Any]:
    """Do with each candidate what the run will do, and keep the figures and the first few."""
    planner = Planner(question.viewer, question.wanted, question.vocabulary.catalogue)
    changed, is_exact = 0, True
    refused: Counter[str] = Counter()
    shown: dict[UUID, list[Turn]] = {}
    examples: dict[UUID, Refused] = {}
    for number, (ids, surely) in enumerate(_candidates(question)):
        if number * PORTION >= WORKED_OUT:
            is_exact = False
            break
        plan = planner.plan(ids)
        changing = plan.changed.union(surely).difference(plan.refused)
        changed += len(changing)
        refused.update(one.code for one in plan.refused.values())
        _keep_first(shown, {one: plan.shown(one) for one in sorted(changing)[:SAMPLES]})
        _keep_first(examples, plan.refused)
    return {
        "changed": changed,
        "samples": _samples(question, list(shown), shown) if shown else [],
        "refused": refused.total(),
        "reasons": _reasons(question, refused),
        "refused_samples": _refused_samples(question, examples),
        "is_exact": is_exact,
    }


def _keep_first(kept: dict[UUID, Kept], more: Mapping[UUID, Kept]) -> None:
    for party_id in sorted(more)[: SAMPLES - len(kept)]:
        kept[party_id] = more[party_id]


_PORTIONS: Final = """
SELECT array_agg(n.id ORDER BY n.id),
       coalesce(array_agg(n.id ORDER BY n.id) FILTER (WHERE n.is_sure), '{{}}')
  FROM (SELECT p.id, {sure} AS is_sure, (row_number() OVER (ORDER BY p.id) - 1) / {size} AS portion
          FROM {source} WHERE {where} AND {changes} ORDER BY p.id LIMIT {limit}) n
 GROUP BY n.portion ORDER BY n.portion
"""


def _candidates(question: _Asked) -> Iterator[tuple[list[UUID], list[UUID]]]:
    """Portions of whom the action may be about, and who of them surely changes."""
    rest = Wanted(question.wanted.patch, (), ())
    sure, params = changes_sql(question.action, rest)
    statement = _PORTIONS.format(
        sure=sure,
        size=PORTION,
        source=question.found.source,
        where=question.found.where,
        changes=question.changes,
        limit=WORKED_OUT + 1,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**question.found.params, **params, **question.params})
        yield from cursor.fetchall()


def _samples(
    question: _Asked, ids: Sequence[UUID] | None, turns: Mapping[UUID, Sequence[Turn]]
) -> list[dict[str, Any]]:
    fields, action = question.vocabulary.catalogue.fields, question.action
    codes = [code for code in action.values if code not in (NAME, EXTERNAL_ID)]
    codes += [TAGS] if action.is_of_tags else []
    codes += [OWNER] if action.owner_ids else []
    columns = ["p.id", "p.number", "p.display_name", "p.kind"]
    columns += [column_sql(fields, code) for code in codes]
    among = "" if ids is None else "AND p.id = ANY(%(samples)s)"
    found = question.read(", ".join(columns), f"{among} ORDER BY p.id LIMIT {SAMPLES}", samples=ids)
    rows = [party_row(row, codes, fields) for row in found]
    namer = ValueNamer(question.vocabulary.catalogue, question.viewer.language, {})
    for row in rows:
        old = row.pop("values")
        new = {code: _new_value(code, old[code], action, question.wanted.patch) for code in codes}
        row["changes"] = [
            {"field": code, "label": namer.field_label(code), "old": old[code], "new": new[code]}
            for code in codes
            if old[code] != new[code]
        ]
        row["changes"] += [_turn(one, namer) for one in turns.get(row["id"], ())]
    return rows


def _turn(turn: Turn, namer: ValueNamer) -> dict[str, Any]:
    _, _, kind = turn.field.partition(":")
    label = namer.value_label("party.contact_kind", kind) if kind else namer.field_label(turn.field)
    label = label[:1].upper() + label[1:] + (f" ({turn.language})" if turn.language else "")
    return {"field": turn.field, "label": label, "old": turn.old, "new": turn.new}


def _reasons(question: _Asked, refused: Counter[str]) -> list[dict[str, Any]]:
    language = question.viewer.language
    return [
        {"code": code, "reason": text_in(reason_of(code), language), "count": count}
        for code, count in refused.most_common()
    ]


def _refused_samples(question: _Asked, examples: Mapping[UUID, Refused]) -> list[dict[str, Any]]:
    if not examples:
        return []
    found = question.read(
        "p.id, p.number, p.display_name",
        "AND p.id = ANY(%(samples)s) ORDER BY p.id",
        samples=list(examples),
    )
    return [
        {
            "party_id": party_id,
            "number": number,
            "display_name": name,
            "code": examples[party_id].code,
            "fields": [examples[party_id].field],
            "reason": text_in(reason_of(examples[party_id].code), question.viewer.language),
        }
        for party_id, number, name in found
    ]


def _new_value(code: str, old: Any, action: Action, patch: Patch) -> Any:
    if code == TAGS:
        if action.only_tags is not None:
            return sorted(action.only_tags, key=lambda one: (one not in old, str(one)))
        kept = [tag_id for tag_id in old if tag_id not in action.remove_tags]
        return kept + [tag_id for tag_id in action.add_tags if tag_id not in kept]
    if code == OWNER:
        one: UUID | None = action.owner_ids[0] if len(action.owner_ids) == 1 else None
        return None if one == NOBODY_ID else one
    if code.startswith("attr."):
        return patch.attrs.get(code.removeprefix("attr."))
    return patch.columns.get(code.removeprefix("party.")) or None
