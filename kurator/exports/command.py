"""`kurator export`: a list as a file, from a terminal."""

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.services import requesting
from kurator.exports.services.files import file_path
from kurator.exports.services.running import context_for, run_export
from kurator.exports.types import FileFormat
from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import text_in
from kurator.platform.context import WEB_ROLE, open_scope

NAME = "export"
HELP = "write a list into a CSV or XLSX file"
LOGIN = "worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write; its ending says CSV or XLSX")
    parser.add_argument(
        "--as", dest="email", required=True, help="e-mail of the person who exports"
    )
    parser.add_argument("--list", dest="subject", default="party", help="which list (party)")
    parser.add_argument("--query", type=Path, help="JSON with filter, q, sort, columns, ids")
    parser.add_argument("--columns", help="codes of columns, by commas")
    parser.add_argument("--raw", action="store_true", help="CSV for programs, formulas not defused")


def run(arguments: argparse.Namespace) -> int:
    ending = arguments.file.suffix.lower().removeprefix(".")
    if ending not in ("csv", "xlsx"):
        print("Name a file that ends in .csv or .xlsx.", file=sys.stderr)
        return 2
    viewer = _viewer(arguments.email)
    if viewer is None:
        print(f"Nobody with the e-mail {arguments.email} may log in.", file=sys.stderr)
        return 2
    try:
        one = _make(viewer, arguments, FileFormat(ending.upper()))
    except KuratorError as error:
        print(error.detail(viewer.language), file=sys.stderr)
        for problem in error.problems:
            place = " / ".join(map(str, problem.loc))
            print(f"  {place}: {problem.message(viewer.language)}", file=sys.stderr)
        return 1
    return _hand_out(viewer, one, arguments.file)


def _viewer(email: str) -> Viewer | None:
    with open_scope():
        user_id = selectors.find_colleague(email)
        return find_viewer(user_id) if user_id else None


def _query(arguments: argparse.Namespace) -> dict[str, Any]:
    query: dict[str, Any] = json.loads(arguments.query.read_bytes()) if arguments.query else {}
    if arguments.columns:
        query["columns"] = [code.strip() for code in arguments.columns.split(",")]
    return query


def _make(viewer: Viewer, arguments: argparse.Namespace, file_format: FileFormat) -> Export:
    with open_scope(context_for(viewer), role=WEB_ROLE):
        one = requesting.request_export(
            viewer=viewer,
            subject=arguments.subject,
            query=_query(arguments),
            file_format=file_format,
            is_raw=arguments.raw,
            name=arguments.file.stem,
            now=datetime.now(UTC),
            is_queued=False,
        )
    run_export(one.id, clock=lambda: datetime.now(UTC), on_rows=_show_progress)
    return _state(viewer, one.id)


def _state(viewer: Viewer, export_id: UUID) -> Export:
    with open_scope(context_for(viewer), role=WEB_ROLE):
        return selectors.get_export(viewer, export_id)


def _hand_out(viewer: Viewer, one: Export, target: Path) -> int:
    if sys.stdout.isatty():
        print()
    if one.status != Export.Status.DONE:
        texts = (one.failure or {}).get("texts", {})
        print(text_in(texts, viewer.language) or one.status, file=sys.stderr)
        return 1
    shutil.copyfile(file_path(one.file_key), target)
    print(f"{target}: {one.rows_done:,} rows, {one.size:,} bytes.")
    return 0


def _show_progress(rows: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{rows:,} rows", end="", flush=True)
