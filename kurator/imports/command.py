"""`kurator import`: the same import as in the browser, from a terminal."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules.messages import message
from kurator.imports.schemas import MappingIn, given_column
from kurator.imports.services import checking, course, running, uploading
from kurator.imports.services.files import read_chunks
from kurator.imports.services.mapping import questions_of
from kurator.imports.services.presenting import answer_label, import_out, question_text
from kurator.kernel.errors import KuratorError
from kurator.platform.context import open_scope

NAME = "import"
HELP = "import customers from a CSV or XLSX file"
LOGIN = "worker"
_BAR: Final = 30
_SHOWN: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the table, as CSV or XLSX")
    parser.add_argument("--mapping", type=Path, help="JSON as PATCH /imports/{id} takes it")
    parser.add_argument("--as", dest="email", help="e-mail of the person who imports")
    parser.add_argument("--key", help='head or number of the external id column, or "none"')
    parser.add_argument("--yes", action="store_true", help="do not ask, write at once")


def run(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        print(f"There is no file {arguments.file}.", file=sys.stderr)
        return 1
    viewer = _viewer(arguments.email)
    if viewer is None:
        return 2
    try:
        return _import(viewer, arguments)
    except KuratorError as error:
        print(error.detail(viewer.language), file=sys.stderr)
        for problem in error.problems:
            place = " / ".join(map(str, problem.loc))
            print(f"  {place}: {problem.message(viewer.language)}", file=sys.stderr)
        return 1


def _viewer(email: str | None) -> Viewer | None:
    """The named person; without a name the first who may import and sees all customers."""
    found = selectors.list_importers(email=email)
    if not found:
        whom = email or "Nobody"
        print(f"{whom} may not import. Name a person with --as EMAIL.", file=sys.stderr)
        return None
    return found[0]


def _import(viewer: Viewer, arguments: argparse.Namespace) -> int:
    import_id = _upload(viewer, arguments.file)
    try:
        _map(viewer, import_id, arguments)
        if not _answer(viewer, import_id, can_ask=not arguments.yes and sys.stdin.isatty()):
            _drop(viewer, import_id)
            return 2
        print(f"Importing as {viewer.name}.")
        _show_columns(viewer, import_id)
        if not arguments.yes and not _agree(viewer, import_id):
            _drop(viewer, import_id)
            return 1
    except KuratorError:
        _drop(viewer, import_id)
        raise
    return _write(viewer, import_id)


def _upload(viewer: Viewer, path: Path) -> UUID:
    with open_scope(course.context_for(viewer, path.name)):
        one = uploading.receive_file(
            viewer=viewer,
            file_name=path.name,
            source_name="",
            chunks=read_chunks(path),
            is_queued=False,
        )
        return one.id


def _drop(viewer: Viewer, import_id: UUID) -> None:
    with open_scope(course.context_for(viewer, "")):
        uploading.delete_import(viewer=viewer, import_id=import_id)


def _map(viewer: Viewer, import_id: UUID, arguments: argparse.Namespace) -> None:
    if arguments.mapping:
        try:
            given = MappingIn.model_validate_json(arguments.mapping.read_bytes())
        except ValidationError as error:
            raise SystemExit(f"{arguments.mapping}: {error}") from error
        options = given.options.model_dump(mode="json") if given.options else {}
        _change(
            viewer,
            import_id,
            columns=[given_column(column) for column in given.columns],
            options={name: value for name, value in options.items() if value is not None},
        )
    if arguments.key:
        _change(viewer, import_id, options={"key": _key(viewer, import_id, arguments.key)})


def _key(viewer: Viewer, import_id: UUID, wanted: str) -> int | str:
    if wanted == "none":
        return wanted
    columns = _state(viewer, import_id)["columns"]
    for column in columns:
        if wanted in (column["header"], str(column["index"] + 1)):
            return int(column["index"])
    heads = ", ".join(column["header"] for column in columns)
    raise SystemExit(f"No column {wanted}. There are: {heads}")


def _change(viewer: Viewer, import_id: UUID, **changes: Any) -> None:
    with open_scope(course.context_for(viewer, "")):
        uploading.change_import(
            viewer=viewer,
            import_id=import_id,
            columns=changes.get("columns", []),
            options=changes.get("options", {}),
            is_queued=False,
        )


def _state(viewer: Viewer, import_id: UUID) -> dict[str, Any]:
    with open_scope(course.context_for(viewer, "")):
        return import_out(viewer, selectors.get_import(viewer, import_id))


def _answer(viewer: Viewer, import_id: UUID, *, can_ask: bool) -> bool:
    """Ask what only a person knows; without a terminal the questions are named and it ends."""
    with open_scope(course.context_for(viewer, "")):
        asked = questions_of(selectors.get_import(viewer, import_id))
    for question in asked:
        print(question_text(question, viewer.language))
        for value, label in question.answers:
            print(f"  {value}: {answer_label(value, label, viewer.language)}")
        if not question.is_required:
            continue
        if not can_ask:
            print("Answer with --mapping FILE.json or --key COLUMN.", file=sys.stderr)
            return False
        known = [value for value, _ in question.answers]
        answer = input("> ").strip()
        while answer not in known:
            answer = input("> ").strip()
        _change(viewer, import_id, **_as_change(question.code, question.column, answer))
    return True


def _as_change(code: str, column: int | None, answer: str) -> dict[str, Any]:
    if column is None:
        return {"options": {code: int(answer) if answer.isdigit() else answer}}
    return {"columns": [{"index": column, "options": {code: answer}}]}


def _show_columns(viewer: Viewer, import_id: UUID) -> None:
    for column in _state(viewer, import_id)["columns"]:
        target = column["target"]
        if isinstance(target, dict):
            target = f"attr.{target['new_attribute']['code']} (new)"
        shown = f"{column['kind']:<8} {json.dumps(column['examples'][:2], ensure_ascii=False)}"
        print(f"  {column['header'][:28]:<28} → {target or '-':<32} {shown}")


def _agree(viewer: Viewer, import_id: UUID) -> bool:
    with open_scope(course.context_for(viewer, "")):
        checking.check_import(
            viewer=viewer, import_id=import_id, now=datetime.now(UTC), is_queued=False
        )
    state = _state(viewer, import_id)
    print("Dry run:", _counts(state["check"]))
    for problem in state["problems"][:_SHOWN]:
        place = (
            f"row {problem['row']}, {problem['header']}" if problem["header"] else problem["row"]
        )
        print(f"  {place}: {problem['value']!r}: {problem['message']}")
    return input("Write? [y/N] ").strip().casefold() in {"y", "yes", "д", "да", "так"}


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def _write(viewer: Viewer, import_id: UUID) -> int:
    with open_scope(course.context_for(viewer, "")):
        running.begin_run(viewer=viewer, import_id=import_id, now=datetime.now(UTC))
    running.run_import(import_id, clock=lambda: datetime.now(UTC), on_portion=_show_progress)
    with open_scope(course.context_for(viewer, "")):
        one = selectors.get_import(viewer, import_id)
        state = import_out(viewer, one)
    if sys.stdout.isatty():
        print(f"\r{' ' * (_BAR + 40)}", end="\r")
    print(f"{one.status}: {_counts(state['counts'])}")
    for problem in state["problems"][:_SHOWN]:
        print(f"  row {problem['row']} {problem['header']}: {problem['message']}")
    if one.failure:
        print(message(one.failure["code"], one.failure["params"], viewer.language), file=sys.stderr)
    return 0 if one.status == Import.Status.DONE else 1


def _show_progress(one: Import) -> None:
    if not sys.stdout.isatty():
        return
    done = one.rows_done / max(one.rows_total, 1)
    bar = "#" * round(done * _BAR)
    print(f"\r[{bar:<{_BAR}}] {one.rows_done:,} of {one.rows_total:,}", end="", flush=True)
