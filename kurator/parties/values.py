"""
The one reader of values that are to be written: from the wire to what is stored, by kind.

Law: what it lets through, the table and every field's SQL accept; the rest is a problem at its
place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from kurator.expressions.types import FieldSpec, Kind, Lang
from kurator.expressions.values import concrete
from kurator.expressions.wording import plain_text
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.ids import NOBODY_ID
from kurator.kernel.localized import LANGUAGES, LocalizedText, text_in
from kurator.kernel.visible import is_visible
from kurator.parties.attribute_fields import PREFIX
from kurator.parties.catalogue import Catalogue
from kurator.parties.value_texts import TEXTS

Loc = tuple[str | int, ...]
Stored = str | int | float | bool | UUID | None

MAX_NAME: Final = 500
MAX_TEXT: Final = 2000
_LENGTHS: Final[Mapping[str, int]] = {"party.external_id": 200, "party.tax_id": 50}
_REQUIRED: Final = frozenset({"party.kind", "party.status", "party.lang", "party.time_zone"})
_BLANK: Final[Mapping[str, Stored]] = {"party.tax_id": "", "party.owner": NOBODY_ID}
_COLUMNS: Final[Mapping[str, str]] = {
    "party.kind": "kind",
    "party.status": "status",
    "party.owner": "owner_id",
    "party.lang": "lang",
    "party.time_zone": "time_zone",
    "party.external_id": "external_id",
    "party.tax_id": "tax_id",
    "party.birth_date": "birth_date",
}
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")
_MAX_BIGINT: Final = 2**63 - 1
_MAX_NUMBER: Final = 10**30
MAX_REMEMBERED: Final = 20_000


@dataclass
class Patch:
    """
    What is to be written of one customer. `names` are per language, None takes a language away;
    `own_name` is for the customer's own language; an attribute of None is taken away.
    """

    columns: dict[str, Stored] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    own_name: str | None = None
    attrs: dict[str, Stored] = field(default_factory=dict)

    def set_attrs(self) -> dict[str, Stored]:
        return {code: value for code, value in self.attrs.items() if value is not None}

    def dropped_attrs(self) -> list[str]:
        return [code for code, value in self.attrs.items() if value is None]


class ValueRefused(Exception):
    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data = data
        super().__init__(code)

    def problem(self, loc: Loc) -> FieldProblem:
        return FieldProblem(loc, self.code, TEXTS[self.code], self.data)


def read_patch(values: Mapping[str, object], catalogue: Catalogue, *, loc: Loc = ("set",)) -> Patch:
    """Read values by field code; raises InvalidInput with all problems at once."""
    patch, problems = Patch(), []
    for code, value in values.items():
        try:
            put_value(patch, code, value, catalogue)
        except ValueRefused as refusal:
            problems.append(refusal.problem((*loc, printable(code))))
    if problems:
        raise InvalidInput(problems=problems)
    return patch


def printable(text: str) -> str:
    """The text without what no answer can carry either."""
    return _BROKEN.sub("?", text)


def put_value(patch: Patch, code: str, value: object, catalogue: Catalogue) -> None:
    """Add one value to the patch; raises ValueRefused."""
    target_of(code, catalogue).put(patch, value)


class ValueTarget:
    """Where the values of one field go; what was read of a value is remembered."""

    def __init__(self, read: Callable[[Any], Stored], key: str, *, is_attribute: bool) -> None:
        self._read, self._key, self._is_attribute = read, key, is_attribute
        self._known: dict[tuple[type, Any], Stored] = {}

    def put(self, patch: Patch, value: Any) -> None:
        """Raises ValueRefused."""
        try:
            stored = self._known[value.__class__, value]
        except (KeyError, TypeError):  # a value that cannot be a key is none of any field
            stored = self._read(value)
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[value.__class__, value] = stored
        (patch.attrs if self._is_attribute else patch.columns)[self._key] = stored


class _NameTarget(ValueTarget):
    def put(self, patch: Patch, value: Any) -> None:
        _put_name(patch, value)


def target_of(code: str, catalogue: Catalogue) -> ValueTarget:
    """Raises ValueRefused for a field that is not there or not written here."""
    if code == "party.name":
        return _NAMES
    found = catalogue.fields.get(code)
    if found is None:
        raise ValueRefused("parties.unknown_field")
    if not found.can_edit:
        raise ValueRefused("parties.read_only")
    spec, blank = found.spec, _BLANK.get(code)

    def read(value: object) -> Stored:
        stored = read_value(spec, value)
        return blank if stored is None else stored

    if code.startswith(PREFIX):
        return ValueTarget(read, code.removeprefix(PREFIX), is_attribute=True)
    return ValueTarget(read, _COLUMNS[code], is_attribute=False)


def _put_name(patch: Patch, value: object) -> None:
    if isinstance(value, str):
        patch.own_name = read_name(value)
        return
    if not isinstance(value, Mapping) or not value:
        raise ValueRefused("parties.expected_name")
    for language, text in value.items():
        if language not in LANGUAGES:
            raise ValueRefused("parties.unknown_language")
        patch.names[language] = None if text in (None, "") else read_name(text)


_NAMES: Final = _NameTarget(lambda _: None, "", is_attribute=False)


def read_name(value: object) -> str:
    text = read_text(value, limit=MAX_NAME)
    if text is None:
        raise ValueRefused("parties.required")
    return text


def read_text(value: object, *, limit: int) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueRefused("parties.expected_text")
    text = value.strip()
    if len(text) > limit:
        raise ValueRefused("parties.too_long", limit=limit, length=len(text))
    if _BROKEN.search(text):
        raise ValueRefused("parties.broken_text")
    return text if is_visible(text) else None


def read_value(spec: FieldSpec, value: object) -> Stored:
    """Return what is stored for a wire value of this field, None for an empty one."""
    if value is None or value == "":
        if spec.code in _REQUIRED:
            raise ValueRefused("parties.required")
        return None
    return _READERS[spec.kind](spec, value)


def _read_text(spec: FieldSpec, value: object) -> Stored:
    text = read_text(value, limit=_LENGTHS.get(spec.code, MAX_TEXT))
    if spec.code == "party.time_zone":
        _require_zone(text or "")
    return text


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ValueRefused("parties.unknown_time_zone") from None


def _read_number(spec: FieldSpec, value: object) -> Stored:
    number = concrete(spec.kind, value)
    if number is None or not isinstance(number, Decimal) or abs(number) > _MAX_NUMBER:
        raise ValueRefused("parties.expected_number")
    return value if isinstance(value, int) and abs(value) <= _MAX_BIGINT else float(number)


def _read_money(spec: FieldSpec, value: object) -> Stored:
    amount = concrete(spec.kind, value)
    if not isinstance(amount, int) or abs(amount) > _MAX_BIGINT:
        raise ValueRefused("parties.expected_money")
    return amount


def _read_bool(_: FieldSpec, value: object) -> Stored:
    if not isinstance(value, bool):
        raise ValueRefused("parties.expected_bool")
    return value


def _read_date(spec: FieldSpec, value: object) -> Stored:
    day = concrete(spec.kind, value)
    if day is None:
        raise ValueRefused("parties.expected_date")
    return str(day)


def _read_choice(spec: FieldSpec, value: object) -> Stored:
    for choice in spec.choices:
        if choice.value == value:
            return choice.value
    raise ValueRefused("parties.unknown_choice", choices=_known_choices(spec))


def _known_choices(spec: FieldSpec) -> str:
    names = [choice.value for choice in spec.choices[:12]]
    return ", ".join(names) + (", …" if len(spec.choices) > len(names) else "")


def _read_user(spec: FieldSpec, value: object) -> Stored:
    user = concrete(spec.kind, value)
    if not isinstance(user, UUID):
        raise ValueRefused("parties.expected_user")
    return user


_READERS: Final[Mapping[Kind, Callable[[FieldSpec, object], Stored]]] = {
    Kind.TEXT: _read_text,
    Kind.NUMBER: _read_number,
    Kind.MONEY: _read_money,
    Kind.BOOL: _read_bool,
    Kind.DATE: _read_date,
    Kind.CHOICE: _read_choice,
    Kind.USER: _read_user,
}


def shown_value(spec: FieldSpec, value: object, language: str) -> str:
    """Return the value as a person reads it, for sentences of steps."""
    named = (*spec.choices, *spec.value_names)
    labels: dict[object, LocalizedText] = {one.value: one.labels for one in named}
    if value in labels:
        return text_in(labels[value], language)
    return plain_text(spec, value, cast(Lang, language)) or str(value)
