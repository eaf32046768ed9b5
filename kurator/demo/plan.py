"""Segments, strategies and saved views of the demo company, made through the public services."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Scope, Viewer
from kurator.demo.company import Colleague
from kurator.demo.ids import seeded_id
from kurator.demo.plan_texts import (
    COLLECTION,
    NOTICE,
    RETENTION,
    SEGMENTS,
    STAGES,
    TASKS,
    VIEWS,
)
from kurator.kernel.localized import LocalizedText, language_of
from kurator.parties.models import View
from kurator.platform.features import permissions
from kurator.segments.models import Segment
from kurator.segments.services import create_segment
from kurator.strategies.models import Strategy
from kurator.strategies.services.lifecycle import activate_strategy, create_strategy

Json = dict[str, Any]
MANY_CALLS: Final = 4
SOME_DEBT: Final = 50_000
LARGE_DEBT: Final = 100_000


def days(n: int) -> Json:
    return {"now": {"n": n, "unit": "day"}}


def compare(op: str, field: str, value: Any) -> Json:
    return {"op": op, "field": field, "value": value}


def both(*of: Json) -> Json:
    return {"op": "and", "of": list(of)}


def either(*of: Json) -> Json:
    return {"op": "or", "of": list(of)}


IS_SERVED: Final = compare("in", "party.status", ["ACTIVE", "LEAVING"])
ENDS_SOON: Final = compare("between", "attr.contract_until", [days(0), days(60)])
HAS_DEBT: Final = compare("gt", "attr.debt", 0)
CALLS_OFTEN: Final = compare("ge", "attr.support_calls", MANY_CALLS)


def segment_expressions(tag_ids: Mapping[str, UUID]) -> dict[str, Json]:
    is_quiet = {"op": "not", "of": [compare("has_any", "party.tags", [str(tag_ids["complained"])])]}
    return {
        "at_risk": both(
            IS_SERVED,
            either(
                ENDS_SOON,
                CALLS_OFTEN,
                compare("eq", "party.status", "LEAVING"),
                compare("ge", "attr.debt", LARGE_DEBT),
            ),
        ),
        "ending": both(IS_SERVED, ENDS_SOON),
        "debtors": HAS_DEBT,
        "vip": both(compare("has_any", "party.tags", [str(tag_ids["vip"])]), is_quiet),
        "newcomers": compare("ge", "party.created_at", days(-30)),
        "unserved": both(
            compare("eq", "party.kind", "ORGANIZATION"),
            {"op": "is_empty", "field": "party.owner"},
        ),
    }


class Author:
    """Makes ids that follow from the seed and the place."""

    def __init__(self, seed: int, prefix: str) -> None:
        self.seed, self.prefix = seed, prefix

    def id(self, place: str) -> UUID:
        return seeded_id(f"{self.seed}:{self.prefix}:{place}")

    def step(self, stage: str, step: str, **parameters: Any) -> Json:
        return {
            "uid": str(self.id(f"{stage}:{step}")),
            "step": step,
            "parameters": parameters,
        }

    def task(self, stage: str, n: int, fallback: UUID) -> Json:
        return self.step(
            stage,
            "create_task",
            title=dict(TASKS[stage]),
            due_in={"n": n, "unit": "day"},
            assignee="owner",
            fallback=str(fallback),
        )

    def stage(self, code: str, entry: Json, *steps: Json) -> Json:
        return {
            "uid": str(self.id(code)),
            "name": dict(STAGES[code]),
            "entry": entry,
            "steps": list(steps),
        }


def retention_draft(
    author: Author, segment_id: UUID, tag_ids: Mapping[str, UUID], fallback: UUID
) -> Json:
    """Renewal, then complaints, then rescue; whoever fits several stands in the furthest."""
    return {
        "segment_id": str(segment_id),
        "stages": [
            author.stage(
                "renew",
                ENDS_SOON,
                author.step("renew", "wait", n=3, unit="day"),
                author.task("renew", 5, fallback),
            ),
            author.stage(
                "listen",
                CALLS_OFTEN,
                author.step("listen", "add_tag", tag=str(tag_ids["complained"])),
                author.step("listen", "wait", n=1, unit="day"),
                author.task("listen", 2, fallback),
            ),
            author.stage(
                "rescue",
                both(
                    compare("eq", "party.status", "LEAVING"),
                    compare("ge", "attr.debt", SOME_DEBT),
                ),
                author.task("rescue", 1, fallback),
                author.step(
                    "rescue",
                    "notify",
                    text=dict(NOTICE),
                    recipient="owner",
                    fallback=str(fallback),
                ),
            ),
        ],
    }


def collection_draft(author: Author, segment_id: UUID, fallback: UUID) -> Json:
    stages = (("remind", 1, 3), ("call", 50_000, 2), ("letter", 200_000, 5))
    return {
        "segment_id": str(segment_id),
        "stages": [
            author.stage(code, compare("ge", "attr.debt", debt), author.task(code, term, fallback))
            for code, debt, term in stages
        ],
    }


def administrator(people: list[Colleague]) -> Viewer:
    found = next(one for one in people if one.role == "administrator")
    return Viewer(
        user_id=found.id,
        name=found.name,
        language=language_of(found.language),
        permissions=frozenset(permissions()),
        scope=Scope.ALL,
        owner_ids=None,
    )


def make_plan(
    *, seed: int, people: list[Colleague], tag_ids: Mapping[str, UUID], now: datetime
) -> None:
    """Make what is not there yet: six segments, an active strategy, a draft, views."""
    viewer = administrator(people)
    segment_ids = _make_segments(seed, viewer, tag_ids)
    supervisor = next(one for one in people if one.role == "supervisor")
    retention = Author(seed, "retention")
    if _make_strategy(
        retention,
        viewer,
        RETENTION,
        retention_draft(retention, segment_ids["at_risk"], tag_ids, supervisor.id),
    ):
        activate_strategy(strategy_id=retention.id(""), viewer=viewer, now=now)
    collection = Author(seed, "collection")
    draft = collection_draft(collection, segment_ids["debtors"], supervisor.id)
    _make_strategy(collection, viewer, COLLECTION, draft)
    _make_views(seed, people)


def _make_segments(seed: int, viewer: Viewer, tag_ids: Mapping[str, UUID]) -> dict[str, UUID]:
    ids = {code: seeded_id(f"{seed}:segment:{code}") for code in SEGMENTS}
    known = set(Segment.objects.values_list("id", flat=True))
    for code, expression in segment_expressions(tag_ids).items():
        if ids[code] not in known:
            create_segment(
                name=SEGMENTS[code],
                expression=expression,
                viewer=viewer,
                segment_id=ids[code],
            )
    return ids


def _make_strategy(author: Author, viewer: Viewer, name: LocalizedText, draft: Json) -> bool:
    strategy_id = author.id("")
    if Strategy.objects.filter(id=strategy_id).exists():
        return False
    create_strategy(name=name, draft=draft, viewer=viewer, strategy_id=strategy_id)
    return True


_VIEW_QUERIES: Final[Mapping[str, tuple[Json, list[str], Json]]] = {
    "ending": (
        both(IS_SERVED, ENDS_SOON),
        ["party.status", "attr.tariff", "attr.contract_until", "party.owner"],
        {"field": "attr.contract_until", "desc": False},
    ),
    "debtors": (
        HAS_DEBT,
        ["party.status", "attr.debt", "attr.paid_on", "party.phone", "party.owner"],
        {"field": "attr.debt", "desc": True},
    ),
    "complaining": (
        CALLS_OFTEN,
        ["party.status", "attr.support_calls", "attr.satisfaction", "party.phone"],
        {"field": "attr.support_calls", "desc": True},
    ),
}


def _make_views(seed: int, people: list[Colleague]) -> None:
    View.objects.bulk_create(
        (
            View(
                id=seeded_id(f"{seed}:view:{person.email}:{code}"),
                user_id=person.id,
                name=VIEWS[code][person.language],
                query={"filter": condition, "columns": columns, "sort": [sort]},
                position=position,
            )
            for person in people
            for position, (code, (condition, columns, sort)) in enumerate(_VIEW_QUERIES.items())
        ),
        ignore_conflicts=True,
    )
