"""Files that may hold a customer who was removed for good go, and their owners are told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kurator.exports.models import Export
from kurator.exports.services.files import file_path, folder
from kurator.exports.services.running import run_export
from kurator.exports.services.sweeping import drop_withdrawn
from kurator.exports.tests.builders import csv_rows, fetched, made, now
from kurator.parties.models import Party
from kurator.parties.services.erasing import erase_again
from kurator.parties.tests.builders import make_party
from kurator.platform.dispatcher import dispatch_once
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R001-63")]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


def _recycle(client: ApiClient, party: Party) -> None:
    assert client.call("DELETE", f"/parties/{party.id}").status == 204


def _erase(client: ApiClient, party: Party) -> None:
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert client.post("/recycle-bin/erase", body).json == {"changed": 1}


def test_a_file_that_may_hold_him_is_out_of_reach_at_once_and_its_owner_is_told(
    api: Api, cast: Cast
) -> None:
    party, _ = make_party(owner=cast.anna, name="Zebulon"), make_party(owner=cast.anna)
    of_boris = made(api("boris"), name="Boris's list")
    assert "Zebulon" in fetched(api("boris"), of_boris["id"]).decode("utf-8-sig")
    path = file_path(Export.objects.get().file_key)
    _recycle(api("anna"), party)
    _erase(api("anna"), party)
    assert api("boris").get(f"/exports/{of_boris['id']}/file").status == 409
    assert drop_withdrawn() == 1
    assert not path.exists()
    seen = api("boris").get(f"/exports/{of_boris['id']}").json
    assert (seen["status"], seen["failure"]["code"]) == ("EXPIRED", "exports.withdrawn")
    while dispatch_once():
        pass
    told = [one["text"] for one in api("boris").get("/notifications").json["items"]]
    assert any("withdrawn" in text and "Boris's list" in text for text in told)
    assert drop_withdrawn() == 0
    assert len(csv_rows(fetched(api("boris"), made(api("boris"))["id"]))) == 2


def test_a_file_made_while_he_lay_in_the_bin_stays(api: Api, cast: Cast) -> None:
    party, _ = make_party(owner=cast.anna, name="Zebulon"), make_party(owner=cast.anna)
    _recycle(api("anna"), party)
    one = made(api("anna"))
    _erase(api("anna"), party)
    assert drop_withdrawn() == 0
    assert b"Zebulon" not in fetched(api("anna"), one["id"])


def test_a_run_under_way_begins_anew(api: Api, cast: Cast) -> None:
    party, _ = make_party(owner=cast.anna, name="Zebulon"), make_party(owner=cast.anna)
    anna = api("anna")
    export_id = anna.post("/exports", {"format": "CSV"}).json["id"]

    def erase() -> None:
        _recycle(api("anna"), party)
        _erase(api("anna"), party)
        connection.close()

    meanwhile = Thread(target=erase)

    def erase_meanwhile(*_: Any) -> None:
        if meanwhile.ident is None:  # told of rows more than once
            meanwhile.start()
        meanwhile.join()

    run_export(UUID(export_id), clock=now, on_rows=erase_meanwhile)
    waiting = Export.objects.get()
    assert (waiting.status, waiting.file_key) == ("QUEUED", "")
    assert list(folder().iterdir()) == []
    run_export(UUID(export_id), clock=now)
    assert b"Zebulon" not in fetched(anna, export_id)


def test_a_restored_database_withdraws_what_it_brought_back(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna, name="Zebulon")
    one = made(api("anna"))
    assert erase_again(erased=[(party.id, now() - timedelta(days=1))]) == 1
    assert api("anna").get(f"/exports/{one['id']}/file").status == 409


@pytest.mark.parametrize("is_known", [False, True])
def test_files_stay_when_nobody_is_left_to_be_removed(api: Api, cast: Cast, is_known: bool) -> None:
    """The worker looks every few seconds, and once more a minute after each removal."""
    party, _ = make_party(owner=cast.anna, name="Zebulon"), make_party(owner=cast.anna)
    _recycle(api("anna"), party)
    _erase(api("anna"), party)
    one = made(api("anna"))
    erase_again(erased=[(party.id, now())] if is_known else [])
    assert api("anna").get(f"/exports/{one['id']}").json["status"] == "DONE"
    fetched(api("anna"), one["id"])
