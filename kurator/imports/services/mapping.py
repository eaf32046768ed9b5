"""What each column fills: suggested, remembered from the same head, changed by the person."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules import suggestions, targets
from kurator.imports.rules.questions import TEXTS as QUESTION_TEXTS
from kurator.imports.rules.questions import Question, open_questions
from kurator.imports.rules.suggestions import Known
from kurator.imports.services.analyzing import analysis_from_json
from kurator.imports.services.choices import ADD, LEAVE_OUT, can_add, unknown_values, with_added
from kurator.imports.services.refusals import QuestionsOpen, mapping_problem
from kurator.imports.services.rights import permitted_column, permitted_options, right_problems
from kurator.imports.types import (
    EMAIL,
    EXTERNAL_ID,
    NAME,
    NO_KEY,
    PHONE,
    TAGS,
    Analysis,
    CellOptions,
    ColumnPlan,
    TargetSpec,
)
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.ids import NOBODY_ID

_SEVERAL: Final = frozenset({NAME, PHONE, EMAIL, TAGS})
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
DEFAULT_OPTIONS: Final[Mapping[str, Any]] = {
    "key": None,
    "owner": "me",
    "status": "NEW",
    "kind": "PERSON",
    "on_duplicate_in_file": "refuse",
    "blank_cells": "keep",
    "bad_cells": "refuse",
    "tags": [],
    "phone_country": "UA",
}


def suggest_mapping(*, viewer: Viewer, one: Import, analysis: Analysis) -> None:
    """Fill the mapping of a fresh import: as an earlier file of this head, else as it looks."""
    known = selectors.read_known(viewer)
    columns = suggestions.suggest_columns(analysis.columns, known)
    options = dict(DEFAULT_OPTIONS)
    earlier = selectors.find_remembered(
        viewer, analysis.head_hash, other_than=one.id, is_over=not analysis.is_mended
    )
    if earlier is not None and len(earlier.columns) == len(columns):
        columns = [
            _recalled(column, old, known, is_mended=analysis.is_mended)
            for column, old in zip(columns, earlier.columns, strict=True)
        ]
        kept = {k: v for k, v in earlier.options.items() if k in DEFAULT_OPTIONS}
        options.update(permitted_options(viewer, kept))
        options["recalled_from"] = str(earlier.id)
    one.columns = [
        _with_kind(permitted_column(viewer, column), known, analysis) for column in columns
    ]
    one.options = _with_key({**one.options, **options}, one.columns)


def _recalled(
    column: Mapping[str, Any], old: Mapping[str, Any], known: Known, *, is_mended: bool
) -> dict[str, Any]:
    """
    The earlier target if it still exists; what this file itself proves goes before memory. Refused
    rows prove nothing: they are those that did not fit.
    """
    target = old["target"]
    if isinstance(target, str) and target not in known.targets:
        target = column["target"]
    proven = {name: value for name, value in column["options"].items() if value is not None}
    kept = {name: value for name, value in old["options"].items() if value is not None}
    options = {**proven, **kept} if is_mended else {**old["options"], **proven}
    return {**column, "target": target, "options": options}


def _with_kind(column: Mapping[str, Any], known: Known, analysis: Analysis) -> dict[str, Any]:
    target = column["target"]
    if isinstance(target, str) and target not in known.targets:  # no longer seen by this person
        target = None
    kind = ""
    if isinstance(target, str):
        kind = known.targets[target].kind
    elif target is not None:
        kind = target["new_attribute"]["kind"]
    unknown = unknown_values(target, column["index"], analysis, known)
    is_addable = can_add(target, unknown, known)
    options = column["options"]
    if options.get("new_choices") == ADD and not is_addable:
        options = {**options, "new_choices": None}
    return {
        **column,
        "target": target,
        "kind": kind,
        "options": options,
        "unknown": list(unknown),
        "unknown_rows": list(unknown.values()),
        "can_add": is_addable,
    }


def _with_key(options: dict[str, Any], columns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`key` says what the columns say; "none" stays until a column is chosen."""
    chosen = next((c["index"] for c in columns if c["target"] == EXTERNAL_ID), None)
    if chosen is not None:
        return {**options, "key": chosen}
    return {**options, "key": NO_KEY if options.get("key") == NO_KEY else None}


def change_mapping(
    *,
    viewer: Viewer,
    one: Import,
    columns: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
) -> None:
    """Take over the given columns and options; raises InvalidInput naming each place."""
    known = selectors.read_known(viewer)
    analysis = analysis_from_json(one.analysis)
    problems: list[FieldProblem] = []
    merged = {column["index"]: dict(column) for column in one.columns}
    for place, column in enumerate(columns):
        if column["index"] not in merged:
            problems.append(mapping_problem("imports.no_column", "columns", place, "index"))
            continue
        problems += _merge_column(merged[column["index"]], column, place, known, analysis)
    problems += _move_key(merged, options, known)
    changed = [merged[index] for index in sorted(merged)]
    problems += _doubles(changed, columns)
    asked = [merged.get(column["index"], column) for column in columns]
    problems += right_problems(viewer=viewer, columns=asked, options=options)
    problems += _option_problems(options)
    if problems:
        raise InvalidInput(problems=problems)
    one.columns = [_with_kind(column, known, analysis) for column in changed]
    one.options = _with_key({**one.options, **options}, one.columns)
    one.check_result = None


def _merge_column(
    into: dict[str, Any], column: Mapping[str, Any], place: int, known: Known, analysis: Analysis
) -> list[FieldProblem]:
    into["options"] = {**into["options"], **column.get("options", {})}
    if "target" not in column:
        return []
    target, before_target = column["target"], into["target"]
    into["target"] = target
    if target is None:
        return []
    if isinstance(target, str):
        if target in known.targets:
            return []
        return [
            mapping_problem("imports.unknown_target", "columns", place, "target", target=target)
        ]
    definition = dict(target["new_attribute"])
    before = (
        before_target["new_attribute"]["currency"] if isinstance(before_target, Mapping) else ""
    )
    if definition["currency"] not in ("", before):
        into["options"]["is_currency_confirmed"] = True
    into["target"] = {"new_attribute": definition}
    return _definition_problems(definition, into["index"], place, known, analysis)


def _definition_problems(
    definition: dict[str, Any], index: int, place: int, known: Known, analysis: Analysis
) -> list[FieldProblem]:
    """Fill what the column itself says and name what is wrong."""
    loc = ("columns", place, "target", "new_attribute")
    found = []
    profile = analysis.columns[index]
    if definition["kind"] == "choice" and not definition["choices"]:
        definition["choices"] = suggestions.choices_of(profile.choices, known.language)
    if not suggestions.CODE_OF_ATTRIBUTE.fullmatch(definition["code"]):
        found.append(mapping_problem("imports.bad_code", *loc, "code"))
    elif definition["code"] in known.attribute_codes:
        code = definition["code"]
        found.append(mapping_problem("imports.code_taken", *loc, "code", code=code))
    if not any(text.strip() for text in definition["label"].values()):
        found.append(mapping_problem("imports.no_label", *loc, "label"))
    if definition["kind"] == "choice":
        found += _choice_problems(definition["choices"], loc)
    if definition["kind"] == "money":
        definition["currency"] = definition["currency"] or profile.currency or known.currency
        if not _CURRENCY.fullmatch(definition["currency"]):
            found.append(mapping_problem("imports.bad_currency", *loc, "currency"))
    else:
        definition["currency"] = ""
    return found


def _choice_problems(
    choices: Sequence[Mapping[str, Any]], loc: tuple[str | int, ...]
) -> list[FieldProblem]:
    if not choices:
        return [mapping_problem("imports.no_choices", *loc, "choices")]
    codes = [choice["code"] for choice in choices]
    for place, code in enumerate(codes):
        if not _is_code(code):
            return [mapping_problem("imports.bad_code", *loc, "choices", place, "code")]
        if code in codes[:place]:
            return [mapping_problem("imports.choice_twice", *loc, "choices", place, code=code)]
    return []


def _is_code(code: str) -> bool:
    return bool(suggestions.CODE_OF_ATTRIBUTE.fullmatch(code))


def _move_key(
    merged: dict[int, dict[str, Any]], options: Mapping[str, Any], known: Known
) -> list[FieldProblem]:
    """`options.key` is the short way to point a column at the external id."""
    key = options.get("key")
    if key is None:
        return []
    if key in merged and EXTERNAL_ID not in known.targets:
        return [mapping_problem("imports.unknown_target", "options", "key", target=EXTERNAL_ID)]
    for column in merged.values():
        if column["target"] == EXTERNAL_ID and column["index"] != key:
            column["target"] = None
    if key in merged:
        merged[key]["target"] = EXTERNAL_ID
    return []


def _doubles(
    columns: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]
) -> list[FieldProblem]:
    places = {column["index"]: place for place, column in enumerate(given)}
    seen: set[str] = set()
    found = []
    for column in columns:
        target = column["target"]
        code = target if isinstance(target, str) or target is None else _new_code(target)
        if code is None or code in _SEVERAL:
            continue
        if code in seen:
            place = places.get(column["index"], column["index"])
            found.append(mapping_problem("imports.target_twice", "columns", place, "target"))
        seen.add(code)
    return found


def _new_code(target: Mapping[str, Any]) -> str:
    return f"attr.{target['new_attribute']['code']}"


def _option_problems(options: Mapping[str, Any]) -> list[FieldProblem]:
    found = []
    known_tags = set(selectors.tags_by_name().values()) if options.get("tags") else set()
    for place, tag in enumerate(options.get("tags") or ()):
        if tag not in known_tags:
            found.append(mapping_problem("imports.unknown_tag", "options", "tags", place))
    country = options.get("phone_country")
    if country is not None and not _COUNTRY.fullmatch(country):
        found.append(mapping_problem("imports.bad_country", "options", "phone_country"))
    return found


def owner_of(viewer: Viewer, options: Mapping[str, Any]) -> UUID:
    """Who gets customers whose row names nobody."""
    owner = options.get("owner", "me")
    if owner in ("me", "column"):
        return viewer.user_id
    return NOBODY_ID if owner == "nobody" else UUID(owner)


def questions_of(one: Import) -> list[Question]:
    """Return what is still to be answered, in the order of the columns; nothing before the file was read."""
    if not one.analysis:
        return []
    return open_questions(analysis_from_json(one.analysis), one.columns, one.options)


def require_answers(one: Import) -> None:
    """Raise QuestionsOpen, or InvalidInput when no column goes anywhere."""
    asked = [question for question in questions_of(one) if question.is_required]
    if asked:
        raise QuestionsOpen(problems=[_asked(question) for question in asked])
    if not any(column["target"] for column in one.columns):
        raise InvalidInput(problems=[mapping_problem("imports.nothing_mapped", "columns")])


def _asked(question: Question) -> FieldProblem:
    params = {k: str(v).replace("{", "").replace("}", "") for k, v in question.params.items()}
    loc: tuple[str | int, ...] = ("options", question.code)
    if question.column is not None:
        loc = ("columns", question.column, "options", question.code)
    return FieldProblem(
        loc, f"imports.ask_{question.code}", QUESTION_TEXTS[question.text or question.code], params
    )


def plans_of(one: Import, known: Known) -> list[ColumnPlan]:
    """Return the mapped columns, ready to convert cells."""
    analysis = analysis_from_json(one.analysis)
    region = one.options.get("phone_country", "UA")
    plans = []
    for column in one.columns:
        target = _target(column["target"], known)
        if target is None:
            continue
        target = with_added(target, column, known)
        profile = analysis.columns[column["index"]]
        options = CellOptions(
            date_order=column["options"].get("date_order"),
            decimal=column["options"].get("decimal"),
            language=column["options"].get("language") or known.language,
            region=region,
            is_typed=bool(analysis.layout.sheet),
            leaves_out=column["options"].get("new_choices") == LEAVE_OUT,
        )
        plans.append(ColumnPlan(column["index"], profile.header, target, options))
    return plans


def _target(target: Any, known: Known) -> TargetSpec | None:
    """A new attribute that has been defined meanwhile is read as it is defined."""
    if target is None:
        return None
    if isinstance(target, str):
        return known.targets.get(target)
    return known.targets.get(_new_code(target)) or targets.target_of_new(target["new_attribute"])


def new_attributes_of(one: Import, known: Known) -> list[Mapping[str, Any]]:
    """Definitions that do not exist yet."""
    found = [c["target"]["new_attribute"] for c in one.columns if isinstance(c["target"], Mapping)]
    return [definition for definition in found if f"attr.{definition['code']}" not in known.targets]
