"""Steps of scenarios that change the customer himself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.expressions.scalars import is_uuid
from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import LocalizedText, text_in
from kurator.parties.catalogue import current_catalogue
from kurator.parties.fields import text
from kurator.parties.services.bulk_values import (
    add_tag_bulk,
    remove_tag_bulk,
    set_values_bulk,
)
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import Patch, ValueRefused, put_value, shown_value
from kurator.parties.vocabulary import names_of_people
from kurator.platform.steps import Step, StepParameter, StepRun

Parameters = Mapping[str, Any]


def _problem(loc: str, code: str) -> list[FieldProblem]:
    return [FieldProblem((loc,), code, TEXTS[code])]


def _ids(runs: Sequence[StepRun]) -> list[UUID]:
    return [run.party_id for run in runs]


def run_set_attribute(runs: Sequence[StepRun], parameters: Parameters, now: datetime) -> None:
    set_values_bulk(party_ids=_ids(runs), values={parameters["field"]: parameters.get("value")})


def check_set_attribute(parameters: Parameters) -> Sequence[FieldProblem]:
    code = parameters.get("field")
    if not isinstance(code, str) or not code:
        return _problem("field", "parties.required")
    if code == "party.owner":
        return _problem("field", "parties.read_only")
    try:
        put_value(Patch(), code, parameters.get("value"), current_catalogue())
    except ValueRefused as refusal:
        in_field = refusal.code in ("parties.unknown_field", "parties.read_only")
        return [refusal.problem(("field",) if in_field else ("value",))]
    return []


_SET: Final = text("Set “{field}” to “{value}”", "Установить «{field}»: {value}",
                   "Установити «{field}»: {value}")  # fmt: skip
_CLEAR: Final = text("Clear “{field}”", "Очистить «{field}»", "Очистити «{field}»")


def say_set_attribute(parameters: Parameters, language: str) -> str:
    code, value = str(parameters.get("field", "")), parameters.get("value")
    spec = current_catalogue().spec(code)
    label = text_in(spec.labels, language) if spec else code
    if value is None or value == "":
        return text_in(_CLEAR, language).format(field=label)
    shown = shown_value(spec, value, language) if spec else str(value)
    return text_in(_SET, language).format(field=label, value=shown)


def check_tag(parameters: Parameters) -> Sequence[FieldProblem]:
    tag = parameters.get("tag")
    if not isinstance(tag, str) or not tag:
        return _problem("tag", "parties.required")
    known = is_uuid(tag) and tag.lower() in current_catalogue().tags
    return [] if known else _problem("tag", "parties.unknown_tag")


def _say_tag(sentence: LocalizedText) -> Callable[[Parameters, str], str]:
    def say(parameters: Parameters, language: str) -> str:
        names = current_catalogue().tags.get(str(parameters.get("tag", "")).lower(), {})
        return text_in(sentence, language).format(tag=text_in(names, language) or "—")

    return say


def run_add_tag(runs: Sequence[StepRun], parameters: Parameters, now: datetime) -> None:
    add_tag_bulk(party_ids=_ids(runs), tag_id=UUID(parameters["tag"]))


def run_remove_tag(runs: Sequence[StepRun], parameters: Parameters, now: datetime) -> None:
    remove_tag_bulk(party_ids=_ids(runs), tag_id=UUID(parameters["tag"]))


def run_assign_owner(runs: Sequence[StepRun], parameters: Parameters, now: datetime) -> None:
    set_values_bulk(party_ids=_ids(runs), values={"party.owner": parameters["user"]})


def check_assign_owner(parameters: Parameters) -> Sequence[FieldProblem]:
    user = parameters.get("user")
    if not isinstance(user, str) or not user:
        return _problem("user", "parties.required")
    if not is_uuid(user):
        return _problem("user", "parties.expected_user")
    return [] if names_of_people([UUID(user)]) else _problem("user", "parties.unknown_user")


_ASSIGN: Final = text("Assign to {name}", "Назначить владельцем: {name}",
                      "Призначити власником: {name}")  # fmt: skip


def say_assign_owner(parameters: Parameters, language: str) -> str:
    user = str(parameters.get("user", ""))
    name = names_of_people([UUID(user)]).get(UUID(user), "—") if is_uuid(user) else "—"
    return text_in(_ASSIGN, language).format(name=name)


_TAG_PARAMETER: Final = StepParameter("tag", "tag", text("Tag", "Тег", "Тег"))

STEPS: Final = (
    Step(
        code="set_attribute",
        label=text("Set an attribute", "Установить атрибут", "Установити атрибут"),
        run=run_set_attribute,
        check=check_set_attribute,
        sentence=say_set_attribute,
        parameters=(
            StepParameter("field", "field", text("Attribute", "Атрибут", "Атрибут")),
            StepParameter("value", "value", text("Value", "Значение", "Значення"), False),
        ),
        icon="edit",
        writes=lambda parameters: frozenset({str(parameters.get("field", ""))} - {""}),
    ),
    Step(
        code="add_tag",
        label=text("Add a tag", "Добавить тег", "Додати тег"),
        run=run_add_tag,
        check=check_tag,
        sentence=_say_tag(
            text("Add the tag “{tag}”", "Добавить тег «{tag}»", "Додати тег «{tag}»")
        ),
        parameters=(_TAG_PARAMETER,),
        icon="tag",
        writes=lambda _: frozenset({"party.tags"}),
    ),
    Step(
        code="remove_tag",
        label=text("Remove a tag", "Снять тег", "Зняти тег"),
        run=run_remove_tag,
        check=check_tag,
        sentence=_say_tag(text("Remove the tag “{tag}”", "Снять тег «{tag}»", "Зняти тег «{tag}»")),
        parameters=(_TAG_PARAMETER,),
        icon="tag",
        writes=lambda _: frozenset({"party.tags"}),
    ),
    Step(
        code="assign_owner",
        label=text("Assign an owner", "Назначить владельца", "Призначити власника"),
        run=run_assign_owner,
        check=check_assign_owner,
        sentence=say_assign_owner,
        parameters=(StepParameter("user", "user", text("Person", "Сотрудник", "Співробітник")),),
        icon="user",
        writes=lambda _: frozenset({"party.owner"}),
    ),
)
