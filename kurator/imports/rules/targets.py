"""Fields of the catalogue as the targets of columns."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from kurator.expressions.types import FieldSpec
from kurator.imports.rules import headers
from kurator.imports.rules.suggestions import choice_names
from kurator.imports.types import EMAIL, EXTERNAL_ID, NAME, OWNER, PHONE, TAGS, TargetSpec

LONGEST_TEXT: Final = 2_000
LONGEST: Final[Mapping[str, int]] = {NAME: 500, EXTERNAL_ID: 200, "party.tax_id": 50}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "party.kind": {
        **dict.fromkeys(
            ("contact", "individual", "контакт", "физлицо", "физ. лицо", "фізособа"), "PERSON"
        ),
        **dict.fromkeys(
            ("company", "legal entity", "компания", "компанія", "юрлицо", "юр. лицо", "юрособа"),
            "ORGANIZATION",
        ),
    },
}
"""What other programs call the choices of our fields, folded."""
_KINDS: Final[Mapping[str, str]] = {
    NAME: "name",
    PHONE: "phone",
    EMAIL: "email",
    TAGS: "tags",
    OWNER: "user",
}


def target_of(spec: FieldSpec, *, names: Mapping[str, str] | None = None) -> TargetSpec:
    """Return the target; `names` are those of people or tags, folded, with their ids."""
    ours = choice_names([{"code": one.value, "label": one.labels} for one in spec.choices])
    choices = {**WORDS.get(spec.code, {}), **ours}
    return TargetSpec(
        code=spec.code,
        kind=_KINDS.get(spec.code, str(spec.kind)),
        choices=names if names is not None else choices,
        currency=spec.currency or "",
        minor_units=spec.minor_units,
        longest=LONGEST.get(spec.code, LONGEST_TEXT),
    )


def target_of_new(definition: Mapping[str, Any]) -> TargetSpec:
    """Return the target of an attribute that the import will define."""
    return TargetSpec(
        code=f"attr.{definition['code']}",
        kind=definition["kind"],
        choices=choice_names(definition["choices"]),
        currency=definition["currency"],
        longest=LONGEST_TEXT,
    )


def names_of(fields: Iterable[tuple[FieldSpec, Iterable[str]]]) -> dict[str, str]:
    """Folded head → code for all fields; `fields` gives each with its aliases."""
    return headers.known_names(
        (spec.code, [*_labels(spec), spec.code.partition(".")[2], *aliases])
        for spec, aliases in fields
    )


def labels_of(specs: Iterable[FieldSpec]) -> frozenset[str]:
    """Folded heads under which an export tells these fields."""
    return frozenset(headers.normal_head(label) for spec in specs for label in _labels(spec))


def _labels(spec: FieldSpec) -> list[str]:
    """An export names the currency with an amount, and the code where two columns are alike."""
    labels = list(spec.labels.values())
    labels += [f"{label}, {spec.currency}" for label in labels if spec.currency]
    return [*labels, *(f"{label} ({spec.code})" for label in labels)]
