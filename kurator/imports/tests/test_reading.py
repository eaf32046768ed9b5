"""Large files: read in the background, however long it takes, and read again in another way."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kurator.imports.models import Import
from kurator.imports.services import running, uploading
from kurator.imports.services.queue import IMPORTS
from kurator.imports.tests.builders import upload
from kurator.imports.tests.workbooks import sheet, workbook
from kurator.platform import runs
from kurator.platform.runs import requeue_stalled
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db(transaction=True)
CYRILLIC = "id;имя\n1;Анна\n2;Борис\n".encode("cp1251")


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MAX_ANALYZED_AT_ONCE", 1)
    monkeypatch.setattr(runs, "BEAT_SECONDS", 0.05)


def _read(client: ApiClient, import_id: str) -> dict[str, Any]:
    running.analyze_in_background(UUID(import_id), clock=lambda: datetime.now(UTC))
    found: dict[str, Any] = client.get(f"/imports/{import_id}").json
    return found


def _uploaded(client: ApiClient, content: bytes, name: str) -> dict[str, Any]:
    return _read(client, upload(client, content, name).json["id"])


def test_a_reading_that_takes_long_is_not_taken_over(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = api("anna")
    one = upload(anna, b"id,name\n1,Ann\n", "a.csv").json
    really: Any = uploading.look_through
    taken: list[UUID] = []

    def slowly(*given: Any) -> Any:
        for _ in range(8):
            time.sleep(0.1)
            taken.extend(requeue_stalled(IMPORTS, seconds=0.5))
        return really(*given)

    monkeypatch.setattr(running, "look_through", slowly)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert _read(anna, one["id"])["status"] == "DRAFT"
    assert taken == []


def test_another_sheet_of_a_large_workbook_is_read_in_the_background(api: Api) -> None:
    anna = api("anna")
    book = workbook({"A": sheet([["id"], ["1"]]), "B": sheet([["code", "name"], ["2", "Two"]])})
    one = _uploaded(anna, book, "b.xlsx")
    assert (one["status"], one["sheet"]) == ("DRAFT", "A")
    answer = anna.patch(f"/imports/{one['id']}", {"options": {"sheet": "B"}}).json
    assert answer["status"] == "ANALYZING"
    read = _read(anna, one["id"])
    assert (read["status"], read["sheet"], read["failure"]) == ("DRAFT", "B", None)
    assert [column["header"] for column in read["columns"]] == ["code", "name"]


def test_what_cannot_be_read_in_another_way_stays_as_it_was_read(api: Api) -> None:
    anna = api("anna")
    one = _uploaded(anna, CYRILLIC, "a.csv")
    assert one["encoding"] == "cp1251"
    anna.patch(f"/imports/{one['id']}", {"options": {"encoding": "utf-8"}})
    read = _read(anna, one["id"])
    assert (read["status"], read["encoding"]) == ("DRAFT", "cp1251")
    assert read["failure"]["message"]
    assert Import.objects.get().options["encoding"] == "cp1251"
    checked = anna.post(f"/imports/{one['id']}/check").json
    assert (checked["check"]["created"], checked["failure"]) == (2, None)


def test_a_mapping_is_not_lost_in_a_reading_to_come(api: Api) -> None:
    anna = api("anna")
    one = _uploaded(anna, CYRILLIC, "a.csv")
    answer = anna.patch(
        f"/imports/{one['id']}", {"options": {"has_header": False, "key": 0, "owner": "nobody"}}
    )
    assert (answer.status, answer.json["code"]) == (409, "imports.read_first")
    assert anna.get(f"/imports/{one['id']}").json["status"] == "DRAFT"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_reading_can_be_stopped(
    api: Api, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    anna = api("anna")
    one = upload(anna, CYRILLIC, "a.csv").json
    if not is_first:
        _read(anna, one["id"])
        anna.patch(f"/imports/{one['id']}", {"options": {"delimiter": ","}})
    really: Any = uploading.look_through

    def canceled_meanwhile(given: Import, on_portion: Callable[[int], None]) -> Any:
        def cancel() -> None:
            assert api("anna").post(f"/imports/{one['id']}/cancel").status == 200
            connection.close()

        canceling = Thread(target=cancel)
        canceling.start()
        canceling.join()
        time.sleep(0.5)
        found = really(given, on_portion)
        raise AssertionError(f"read to its end: {found.rows}")

    monkeypatch.setattr(running, "look_through", canceled_meanwhile)
    read = _read(anna, one["id"])
    assert (read["status"], read["delimiter"]) == (("CANCELED", "") if is_first else ("DRAFT", ";"))
    assert anna.delete(f"/imports/{one['id']}").status == 204
