"""A list divided by the values of one field, with how many there are of each."""

from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.types import Kind
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.fields import text
from kurator.parties.selectors.listing import ListQuery, list_base
from kurator.parties.selectors.timed import within_time
from kurator.parties.selectors.view_queries import MONTH
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.catalogue import Field

MAX_GROUPS: Final = 200
BY_VALUE: Final = (Kind.CHOICE, Kind.BOOL, Kind.USER, Kind.TEXT)
BY_MONTH: Final = (Kind.DATE, Kind.INSTANT)
_NOT_GROUPED: Final = text(
    "Lists are not grouped by this field.",
    "По этому полю список не группируется.",
    "За цим полем список не групується.",
)


def list_groups(
    viewer: Viewer, query: ListQuery, group: str, *, now: datetime, vocabulary: PartyVocabulary
) -> tuple[list[dict[str, Any]], bool]:
    """
    Return the groups, the empty one last, and whether these are all of them.

    Raises InvalidInput, TooManyToReckon.
    """
    field, is_by_month = _read(group, vocabulary)
    base = list_base(viewer, query, now, vocabulary)
    key = _key_sql(field, is_by_month)
    base.params["company_zone"] = settings.COMPANY_TIME_ZONE
    with within_time(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key} AS key, count(*) FROM {base.source} WHERE {base.where()}"
            f" GROUP BY 1 ORDER BY 1 LIMIT {MAX_GROUPS + 1}",
            base.params,
        )
        rows = cursor.fetchall()
    shown = [_group(field, is_by_month, key, count) for key, count in rows[:MAX_GROUPS]]
    return _ordered(field, shown), len(rows) <= MAX_GROUPS


def _read(group: str, vocabulary: PartyVocabulary) -> tuple[Field, bool]:
    code = group.removesuffix(MONTH)
    field, is_by_month = vocabulary.catalogue.fields.get(code), group != code
    kinds = BY_MONTH if is_by_month else BY_VALUE
    is_one_value = field is not None and field.spec.exists_sql is None
    if field is None or not is_one_value or not field.can_filter or field.spec.kind not in kinds:
        problem = FieldProblem(("group",), "parties.not_grouped", _NOT_GROUPED)
        raise InvalidInput(problems=[problem])
    return field, is_by_month


def _key_sql(field: Field, is_by_month: bool) -> str:
    sql = field.spec.sql
    if not is_by_month:
        return f"nullif({sql}, '')" if field.spec.kind in (Kind.TEXT, Kind.CHOICE) else sql
    moment = f"({sql} AT TIME ZONE %(company_zone)s)" if field.spec.kind is Kind.INSTANT else sql
    return f"date_trunc('month', {moment})::date"


def _group(field: Field, is_by_month: bool, key: Any, count: int) -> dict[str, Any]:
    code = field.code
    if key is None:
        return {"value": None, "count": count, "filter": {"op": "is_empty", "field": code}}
    if is_by_month:
        return {"value": str(key), "count": count, "filter": _month(field, key)}
    value = str(key) if isinstance(key, UUID) else key
    condition = {"op": "eq", "field": code, "value": value}
    return {"value": value, "count": count, "filter": condition}


def _month(field: Field, first: date) -> dict[str, Any]:
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (_instant(day) if field.spec.kind is Kind.INSTANT else str(day)
                  for day in (first, after))  # fmt: skip
    return {
        "op": "and",
        "of": [
            {"op": "ge", "field": field.code, "value": begin},
            {"op": "lt", "field": field.code, "value": end},
        ],
    }


def _instant(day: date) -> str:
    zone = ZoneInfo(settings.COMPANY_TIME_ZONE)
    return datetime.combine(day, time.min, tzinfo=zone).isoformat()


def _ordered(field: Field, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choices in the order of their definition, all else as it was sorted."""
    places = {choice.value: place for place, choice in enumerate(field.spec.choices)}
    if not places:
        return groups
    return sorted(groups, key=lambda one: places.get(one["value"], len(places)))
