"""
What went wrong in other CRMs with texts and files, by the names of their advisories. What a person
typed or sent comes back as data: never as a page, a script, a formula or a place on the disk.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from kurator.exports.tests.builders import csv_rows, fetched, made
from kurator.files.tests.builders import add, address, place
from kurator.imports.tests.builders import upload
from kurator.imports.tests.workbooks import sheet, workbook
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient
from tools.linters.source import ROOT

Api = Callable[[str], ApiClient]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'
PAGE = b"<html><script>alert(document.domain)</script></html>"


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name="Iryna")


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


# Formulas


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "\t=1+1", "@SUM(1)", "-2+3", "＝1"])
def test_suite_cve_2021_25960_and_espo_2052_formulas_in_exported_files(
    api: Api, cast: Cast, text: str
) -> None:
    """A name that a spreadsheet ran on the machine of whoever opened the export."""
    make_party(owner=cast.anna, name=text)
    done = made(api("anna"), query={"columns": ["party.name"]})
    rows = csv_rows(fetched(api("anna"), done["id"]))
    assert all(cell.startswith("'") for cell in rows[1])


# Markup


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.txt", '"><script>1</script>.txt'])
def test_espo_1358_markup_in_the_name_of_a_file(api: Api, party: Party, name: str) -> None:
    anna = api("anna")
    file = add(anna, party, b"text\n", name)
    got = anna.get(address(anna, file["id"]))
    assert "<" not in got.headers["Content-Disposition"]
    for path in (f"/parties/{party.id}/files", f"/parties/{party.id}/feed", "/files"):
        assert_is_data(anna.get(path))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:1",
        "data:text/html,1",
        "vbscript:1",
    ],
)
def test_espo_1349_an_address_that_runs_when_it_is_followed(
    api: Api, party: Party, address: str
) -> None:
    """A link in the stream whose address was a script."""
    body = {"kind": "WEBSITE", "value": address}
    answer = api("anna").post(f"/parties/{party.id}/contact-points", body)
    assert answer.status == 422, answer.content
    assert answer.json["errors"][0]["loc"] == ["value"]


def test_espo_1349_ordinary_addresses_are_kept(api: Api, party: Party) -> None:
    for value in ("example.com", "example.com:8080/a", "https://example.com/a:b", "приклад.укр"):
        body = {"kind": "WEBSITE", "value": value}
        answer = api("anna").post(f"/parties/{party.id}/contact-points", body)
        assert (answer.status, answer.json["value"]) == (201, value)


@pytest.mark.parametrize("text", ["<script>1</script>", "<svg onload=1>", "<base href=//evil>"])
def test_espo_1039_and_1356_markup_in_long_texts(api: Api, party: Party, text: str) -> None:
    """Drafts of mail and articles were shown as HTML. Here notes are what is written at length."""
    anna = api("anna")
    assert anna.post("/notes", {"party_id": str(party.id), "text": text}).status == 201
    answer = anna.get(f"/parties/{party.id}/feed")
    assert_is_data(answer)
    assert text in orjson.dumps(answer.json).decode()


def test_espo_cve_2026_55184_no_page_is_made_of_texts_of_users() -> None:
    """Templates of users became HTML. The pages here have no way to turn a text into markup."""
    ways = ("dangerouslySetInnerHTML", ".innerHTML", ".outerHTML", "insertAdjacentHTML", "srcDoc")
    pages = [path for path in (ROOT / "web" / "src").rglob("*.ts*") if ".test." not in path.name]
    assert len(pages) > 100
    found = {str(path) for path in pages for way in ways if way in path.read_text()}
    assert found == set()


def test_suite_cve_2024_36417_nothing_is_framed_and_nobody_frames(api: Api, party: Party) -> None:
    """A frame in a text showed a page of the attacker inside of the CRM."""
    anna = api("anna")
    file = address(anna, add(anna, party, PAGE, "page.html")["id"])
    for path in ("/session", f"/parties/{party.id}/card", "/nowhere"):
        policy = anna.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "frame-src" not in policy or "frame-src 'self'" in policy
    assert anna.get(file).headers["Content-Security-Policy"].startswith("sandbox;")


# Files


@pytest.mark.parametrize(
    ("content", "name"),
    [(SVG, "logo.svg"), (SVG, "logo.png"), (PAGE, "page.html"), (PAGE, "page.jpg")],
)
def test_twenty_ghsa_x7hp_suite_cve_2021_45903_and_espo_cve_2021_3539_files_that_run(
    api: Api, party: Party, content: bytes, name: str
) -> None:
    """Uploaded pictures and pages ran in the origin of the CRM."""
    anna = api("anna")
    file = add(anna, party, content, name)
    got = anna.get(address(anna, file["id"]))
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["version"]["thumbnail_url"] is None


def test_mautic_path_traversal_of_an_imported_archive(api: Api, tmp_path: Path) -> None:
    """Entries of an archive were unpacked by their names, out of the folder."""
    target = io.BytesIO(workbook({"C": sheet([["id", "name"], ["1", "One"]])}))
    with zipfile.ZipFile(target, "a") as archive:
        for name in ("../../../evil.txt", "/etc/evil.txt", "xl/../../evil.txt"):
            archive.writestr(name, b"evil")
    answer = upload(api("anna"), target.getvalue(), "../../book.xlsx")
    assert answer.status in (200, 201, 422), answer.content
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if "evil" in path.name or "book" in path.name] == []


def test_mautic_theme_ssti_an_archive_brings_no_templates(api: Api, party: Party) -> None:
    """A theme that was uploaded was run. An archive on a record is kept as it came, and not opened."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("theme/html/base.html.twig", "{{ ['id']|filter('system') }}")
        archive.writestr("theme/config.json", '{"name": "{{7*7}}"}')
    anna = api("anna")
    answer = anna.send(place(party), target.getvalue(), "theme.zip")
    assert answer.status == 201, answer.content
    got = anna.get(address(anna, answer.json["id"]))
    assert got.content == target.getvalue()


def assert_is_data(answer: Any) -> None:
    assert answer.status == 200, answer.content
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
