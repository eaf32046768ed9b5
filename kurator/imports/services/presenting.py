"""An import as its owner sees it, in his language."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import, SavedMapping
from kurator.imports.rules import questions
from kurator.imports.rules.encodings import NAMES
from kurator.imports.rules.messages import message
from kurator.imports.rules.presets import presets
from kurator.imports.services.analyzing import analysis_from_json
from kurator.imports.services.mapping import questions_of
from kurator.imports.services.saved_mappings import offers
from kurator.imports.types import Analysis, Counts
from kurator.kernel.localized import text_in

SHOWN_UNKNOWN: Final = 50


def import_row(viewer: Viewer, one: Import) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "file_name": one.file_name,
        "size": one.size,
        "status": one.status,
        "rows_total": one.rows_total,
        "rows_done": one.rows_done,
        "counts": asdict(
            Counts(one.created, one.updated, one.unchanged, one.refused, one.superseded)
        ),
        "problems_total": one.problems_total,
        "failure": _failure(viewer, one.failure),
        "created_at": one.created_at,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
    }


def _failure(viewer: Viewer, failure: Mapping[str, Any] | None) -> dict[str, str] | None:
    if not failure:
        return None
    code = failure["code"]
    return {
        "code": f"imports.{code}",
        "message": message(code, failure["params"], viewer.language),
    }


def import_out(viewer: Viewer, one: Import) -> dict[str, Any]:
    """Return everything the screen of one import shows."""
    one.refresh_from_db(fields=["created_at", "started_at", "finished_at"])
    analysis = analysis_from_json(one.analysis) if one.analysis else None
    layout = analysis.layout if analysis else None
    hidden = {"encoding", "delimiter", "has_header", "sheet"}
    return {
        **import_row(viewer, one),
        "encoding": layout.encoding if layout else "",
        "encodings": _encodings() if layout and not layout.sheet else [],
        "delimiter": layout.delimiter if layout else "",
        "has_header": layout.has_header if layout else True,
        "sheet": layout.sheet if layout else "",
        "sheets": list(layout.sheets) if layout else [],
        "is_mended": analysis.is_mended if analysis else False,
        "options": {k: v for k, v in one.options.items() if k not in hidden},
        "columns": _columns(one, analysis) if analysis else [],
        "sample": [list(cells) for cells in analysis.sample] if analysis else [],
        "questions": _questions(viewer, one),
        "check": one.check_result,
        "problems": _problems(viewer, one),
        "has_file": bool(one.file_key),
        "offers": offers(viewer, one) if one.status == Import.Status.DRAFT else [],
    }


def _columns(one: Import, analysis: Analysis) -> list[dict[str, Any]]:
    found = []
    for column in one.columns:
        profile = analysis.columns[column["index"]]
        found.append(
            {
                **column,
                "header": profile.header,
                "shape": profile.shape,
                "blanks": profile.blanks,
                "distinct": profile.distinct,
                "is_unique": profile.is_unique,
                "examples": list(profile.examples),
                "choices": list(profile.choices),
                "unknown": _unknown(column),
                "added": column.get("added", []),
                "can_add": column.get("can_add", False),
            }
        )
    return found


def _unknown(column: Mapping[str, Any]) -> list[dict[str, Any]]:
    values, rows = column.get("unknown", ()), column.get("unknown_rows", ())
    return [
        {"value": value, "rows": count}
        for value, count in list(zip(values, rows, strict=False))[:SHOWN_UNKNOWN]
    ]


def _questions(viewer: Viewer, one: Import) -> list[dict[str, Any]]:
    return [
        {
            "code": question.code,
            "column": question.column,
            "is_required": question.is_required,
            "text": question_text(question, viewer.language),
            "answers": [
                {"value": value, "label": answer_label(value, label, viewer.language)}
                for value, label in question.answers
            ],
        }
        for question in questions_of(one)
    ]


def question_text(question: questions.Question, language: str) -> str:
    return text_in(questions.TEXTS[question.text or question.code], language).format_map(
        question.params
    )


def answer_label(value: str, label: str, language: str) -> str:
    return label or text_in(questions.ANSWERS[value], language)


def _problems(viewer: Viewer, one: Import) -> list[dict[str, Any]]:
    found = selectors.list_problems(viewer, one.id, limit=selectors.SHOWN_PROBLEMS)
    return [
        {
            "row": problem.row,
            "column": problem.col,
            "header": problem.header,
            "value": problem.value,
            "code": f"imports.{problem.code}",
            "message": message(problem.code, problem.params, viewer.language),
        }
        for problem in found
    ]


def mapping_out(viewer: Viewer, mapping: SavedMapping) -> dict[str, Any]:
    return {
        "id": mapping.id,
        "name": mapping.name,
        "shared_with": mapping.shared_with,
        "is_mine": mapping.user_id == viewer.user_id,
        "heads": [column["head"] for column in mapping.columns],
    }


def _encodings() -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in NAMES.items()]


def presets_out(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "code": preset.code,
            "name": text_in(preset.label, viewer.language),
            "heads": [list(heads) for heads in preset.heads],
        }
        for preset in presets()
    ]
