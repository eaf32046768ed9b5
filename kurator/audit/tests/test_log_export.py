"""The security log as a file: the same filter, nothing that a spreadsheet would run, and noted itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kurator.audit.tests.builders import without
from kurator.exports.tests.builders import csv_rows, fetched, made
from kurator.parties.tests.builders import make_party
from kurator.platform.context import Context, open_scope
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


def happened(kind: str, *, who: str = "Somebody", subject: str = "", **details: Any) -> None:
    with open_scope(Context(actor_kind="user", actor_id="1", actor_name=who, channel="web")):
        note_security_event(kind, subject=subject, details=details)


def test_the_log_becomes_a_file_in_the_readers_language(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="Iryna")
    happened("access.logged_in", who='=HYPERLINK("http://x")', subject=str(cast.boris.id))
    happened("parties.shared", subject=str(party.id), can_edit=True)
    happened("files.downloaded")
    done = made(
        api("arkady"),
        subject="security_event",
        query={"kind": ["access.logged_in", "parties.shared"]},
    )
    head, *rows = csv_rows(fetched(api("arkady"), done["id"]))
    assert len(rows) == 2
    shared, entered = (dict(zip(head, row, strict=True)) for row in rows)
    assert [shared[code] for code in head[1:6]] == [
        "Customer shared", "parties.shared", "Somebody", "Iryna", str(party.id),
    ]  # fmt: skip
    assert shared["Details"] == '{"can_edit": true}'
    assert (entered["About"], entered["Way"]) == ("Boris Test", "in the browser")
    assert entered["Who"].startswith("'=")
    noted = SecurityEvent.objects.get(kind="exports.made")
    assert (noted.details["list"], noted.actor_name) == ("security_event", "Arkady Test")


def test_only_who_may_see_the_log_takes_it_out(api: Api, cast: Cast) -> None:
    without(cast.anna, "audit.security")
    answer = api("anna").post("/exports", {"subject": "security_event", "format": "CSV"})
    assert (answer.status, answer.json["code"]) == (403, "kurator.permission_missing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "access.logged_in"),
        ("kind", ["access.logged_in", 5]),
        ("actor_id", "anna"),
        ("since", "yesterday"),
        ("until", "2026-01-01T00:00:00"),
        ("sort", "at"),
    ],
)
def test_a_filter_that_is_none_is_refused_by_its_name(api: Api, name: str, value: Any) -> None:
    body = {"subject": "security_event", "format": "CSV", "query": {name: value}}
    answer = api("arkady").post("/exports", body)
    assert answer.status == 422, answer.content
    assert answer.json["errors"][0]["loc"] == ["query", name]
