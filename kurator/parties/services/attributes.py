"""Custom attributes are defined and changed; their kind stays what it was."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError, NotFound
from kurator.kernel.localized import DEFAULT_LANGUAGE, LocalizedText
from kurator.parties.fields import text
from kurator.parties.models import Attribute
from kurator.parties.services.tags import read_texts
from kurator.parties.values import ValueRefused, read_text

MAX_LABEL: Final = 100
MAX_CHOICES: Final = 500
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_PROBLEMS: Final[Mapping[str, LocalizedText]] = {
    "parties.bad_code": text(
        "A code has small Latin letters, digits and _, and begins with a letter.",
        "Код состоит из строчных латинских букв, цифр и _ и начинается с буквы.",
        "Код складається з малих латинських літер, цифр і _ та починається з літери.",
    ),
    "parties.code_taken": text(
        "There is an attribute with this code already.",
        "Атрибут с таким кодом уже есть.",
        "Атрибут із таким кодом уже є.",
    ),
    "parties.no_choices": text(
        "A list needs at least one choice.",
        "Списку нужен хотя бы один вариант.",
        "Списку потрібен хоча б один варіант.",
    ),
    "parties.too_many_choices": text(
        "At most 500 choices.", "Не больше 500 вариантов.", "Не більше 500 варіантів."
    ),
    "parties.choice_twice": text(
        "This choice is there twice.",
        "Этот вариант указан дважды.",
        "Цей варіант указано двічі.",
    ),
    "parties.bad_currency": text(
        "Name the currency by its three letters, such as UAH.",
        "Укажите валюту тремя буквами, например UAH.",
        "Укажіть валюту трьома літерами, наприклад UAH.",
    ),
    "parties.bad_kind": text(
        "Not a kind of attribute.", "Такого вида атрибута нет.", "Такого виду атрибута немає."
    ),
}


class KindIsFixed(KuratorError):
    code = "parties.kind_is_fixed"
    status = 409
    texts = text(
        "The kind of an attribute cannot change: values of the old kind are kept. "
        "Define a new attribute.",
        "Вид атрибута не меняется: у него уже есть значения прежнего вида. Создайте новый атрибут.",
        "Вид атрибута не змінюється: він уже має значення попереднього виду. "
        "Створіть новий атрибут.",
    )


def _refuse(loc: tuple[str | int, ...], code: str) -> InvalidInput:
    return InvalidInput(problems=[FieldProblem(loc, code, _PROBLEMS[code])])


def define_attribute(
    *,
    code: str,
    kind: str,
    label: Mapping[str, object],
    choices: Sequence[Mapping[str, Any]] = (),
    currency: str = "",
    minor_units: int = 2,
    group: Mapping[str, object] | None = None,
    weight: int = 0,
) -> Attribute:
    """Define an attribute; its field is `attr.<code>` at once. Raises InvalidInput."""
    if not _CODE.fullmatch(code):
        raise _refuse(("code",), "parties.bad_code")
    if kind not in Attribute.Kind.values:
        raise _refuse(("kind",), "parties.bad_kind")
    if kind == Attribute.Kind.MONEY and not _CURRENCY.fullmatch(currency):
        raise _refuse(("currency",), "parties.bad_currency")
    if Attribute.objects.filter(code=code).exists():
        raise _refuse(("code",), "parties.code_taken")
    last = Attribute.objects.order_by("-position").values_list("position", flat=True).first()
    return Attribute.objects.create(
        code=code,
        kind=kind,
        label=read_texts(label, loc="label", limit=MAX_LABEL),
        choices=read_choices(choices) if kind == Attribute.Kind.CHOICE else [],
        currency=currency if kind == Attribute.Kind.MONEY else "",
        minor_units=minor_units,
        group=read_texts(group, loc="group", limit=MAX_LABEL) if group else {},
        position=(last or 0) + 1,
        weight=weight,
    )


def change_attribute(*, attribute_id: UUID, changes: Mapping[str, Any]) -> Attribute:
    """Change label, choices, group, position, weight or activity; raises KindIsFixed."""
    attribute = Attribute.objects.select_for_update().filter(id=attribute_id).first()
    if attribute is None:
        raise NotFound
    if changes.get("kind", attribute.kind) != attribute.kind:
        raise KindIsFixed
    if "label" in changes:
        attribute.label = read_texts(changes["label"], loc="label", limit=MAX_LABEL)
    if "choices" in changes and attribute.kind == Attribute.Kind.CHOICE:
        attribute.choices = read_choices(changes["choices"])
    if changes.get("group"):
        attribute.group = read_texts(changes["group"], loc="group", limit=MAX_LABEL)
    for name in ("position", "weight", "is_active"):
        if name in changes:
            setattr(attribute, name, changes[name])
    attribute.save()
    return attribute


def read_choices(choices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return choices as they are stored; labels may be missing, codes may be any text."""
    if not choices:
        raise _refuse(("choices",), "parties.no_choices")
    if len(choices) > MAX_CHOICES:
        raise _refuse(("choices",), "parties.too_many_choices")
    found: dict[str, dict[str, Any]] = {}
    for index, choice in enumerate(choices):
        try:
            code = read_text(choice.get("code"), limit=MAX_LABEL)
        except ValueRefused as refusal:
            raise InvalidInput(problems=[refusal.problem(("choices", index, "code"))]) from None
        if code is None:
            raise _refuse(("choices", index, "code"), "parties.no_choices")
        if code in found:
            raise _refuse(("choices", index, "code"), "parties.choice_twice")
        label = choice.get("label") or {DEFAULT_LANGUAGE: code}
        found[code] = {"code": code, "label": read_texts(label, loc="choices", limit=MAX_LABEL)}
    return list(found.values())
