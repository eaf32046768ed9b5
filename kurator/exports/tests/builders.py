"""Exports asked for and made, and their files read back."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

from kurator.exports.services.running import run_export
from tests.client import ApiClient

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def now() -> datetime:
    return datetime.now(UTC)


def made(client: ApiClient, **body: Any) -> dict[str, Any]:
    """Ask for an export, do the worker's part, return it."""
    answer = client.post("/exports", {"format": "CSV", **body})
    assert answer.status == 202, answer.json
    run_export(UUID(answer.json["id"]), clock=now)
    found: dict[str, Any] = client.get(f"/exports/{answer.json['id']}").json
    return found


def fetched(client: ApiClient, export_id: str) -> bytes:
    answer = client.get(f"/exports/{export_id}/file")
    assert answer.status == 200, answer.content
    return answer.content


def csv_rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )


def sheet_rows(content: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Rows of (type, text) as the XML holds them; empty cells are ("", "")."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ElementTree.fromstring(package.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - our own
    return [_row(row) for row in root.iter(f"{_NS}row")]


def _row(row: ElementTree.Element) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for cell in row:
        place = ord(cell.get("r", "A")[0]) - ord("A")
        cells += [("", "")] * (place - len(cells))
        cells.append((cell.get("t", "n"), "".join(cell.itertext())))
    return cells
