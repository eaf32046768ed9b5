"""`kurator import`: the same services from a terminal."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kurator.imports import command
from kurator.imports.models import Import
from kurator.parties.models import Party
from tests.cast import Cast

Run = Callable[..., int]


@pytest.fixture
def run(cast: Cast, tmp_path: Path, settings: object) -> Run:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django's wrapper

    def call(content: str, *arguments: str, mapping: object = None) -> int:
        file = tmp_path / "customers.csv"
        file.write_text(content, encoding="utf-8")
        given = [str(file), *arguments]
        if mapping is not None:
            (tmp_path / "mapping.json").write_text(json.dumps(mapping))
            given += ["--mapping", str(tmp_path / "mapping.json")]
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args(given))

    return call


def test_a_file_is_imported(run: Run, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("id,name\n1,Ann\n2,Bob\n", "--yes", "--as", "boris@example.com") == 0
    assert "DONE: 2 created" in capsys.readouterr().out
    assert set(Party.objects.values_list("owner_id", flat=True)) == {cast.boris.id}


def test_without_a_person_it_is_one_who_sees_all(run: Run, cast: Cast) -> None:
    assert run("id,name\n1,Ann\n", "--yes") == 0
    assert Import.objects.get().user_id == cast.arkady.id


def test_who_may_not_import_is_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("id,name\n1,Ann\n", "--yes", "--as", "nina@example.com") == 2
    assert "may not import" in capsys.readouterr().err


def test_questions_are_answered_by_the_mapping(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "id,signed\n1,03/04/2025\n"
    assert run(text, "--yes") == 2
    assert "03/04/2025" in capsys.readouterr().out
    assert not Import.objects.exists()
    mapping = {"columns": [{"index": 1, "options": {"date_order": "day"}}]}
    assert run(text, "--yes", mapping=mapping) == 0
    assert Party.objects.get().attrs == {"signed": "2025-04-03"}


def test_the_key_is_named_by_head_or_number(run: Run) -> None:
    assert run("name,city\nAnn,Kyiv\nBob,Odesa\n", "--yes", "--key", "name") == 0
    assert run("name,city\nAnn,Kyiv\nBob,Lviv\n", "--yes", "--key", "1") == 0
    assert dict(Party.objects.values_list("external_id", "attrs__city")) == {
        "Ann": "Kyiv",
        "Bob": "Lviv",
    }


def test_before_writing_it_shows_and_asks(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert run("id,born\n1,31.02.2025\n2,01.02.2025\n") == 1
    shown = capsys.readouterr().out
    assert "Dry run: 1 created, 1 refused" in shown
    assert "row 2, born: '31.02.2025': There is no such day in the calendar." in shown
    assert not Party.objects.exists()
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_is_explained(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("id,name\n", "--yes") == 1
    assert "not one customer" in capsys.readouterr().err
