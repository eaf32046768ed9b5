"""What an import keeps of its file goes when a customer who may stand in it is removed for good."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kurator.audit.services import retention
from kurator.imports.models import Import, ImportProblem
from kurator.imports.tests.builders import imported, now, upload
from kurator.parties.models import Party
from kurator.parties.services.erasing import erase_again
from kurator.parties.tests.test_erasing import holders
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
FILE = "".join(
    ["id,name,phone,born\n"]
    + ["1,Zebulon Canary,+380671110099,03.02.1999\n", "2,Zebulon Canary,+380671110099,99.99.9999\n"]
    + [f"{number},Good {number},+3806712345{number},03.02.1999\n" for number in range(10, 40)]
)


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


def _recycle(client: ApiClient, party: Party) -> None:
    assert client.call("DELETE", f"/parties/{party.id}").status == 204


def _erase(client: ApiClient, party: Party) -> None:
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert client.post("/recycle-bin/erase", body).json == {"changed": 1}


def _zebulon() -> Party:
    return Party.objects.get(external_id="1")


def test_refused_rows_and_samples_hold_him_no_more(api: Api, cast: Cast) -> None:
    anna = api("anna")
    one = imported(anna, FILE)
    assert (one["counts"]["created"], one["counts"]["refused"]) == (31, 1)
    assert holders("Zebulon") >= {"imports_import", "imports_importproblem"}
    party = _zebulon()
    _recycle(anna, party)
    _erase(anna, party)
    assert holders("Zebulon") & {"imports_import", "imports_importproblem"} == set()
    seen = anna.get(f"/imports/{one['id']}").json
    assert (seen["problems"], seen["problems_total"] > 0, seen["sample"]) == ([], True, [])
    assert [column["header"] for column in seen["columns"]] == ["id", "name", "phone", "born"]
    assert anna.get(f"/imports/{one['id']}/errors.csv").status == 200


def test_rows_that_came_when_he_lay_in_the_bin_stay(api: Api, cast: Cast) -> None:
    anna = api("anna")
    imported(anna, FILE)
    party = _zebulon()
    _recycle(anna, party)
    later = imported(anna, FILE.replace("Zebulon Canary", "Somebody").replace("1,S", "7,S"))
    _erase(anna, party)
    assert ImportProblem.objects.filter(of_import_id=later["id"]).exists()
    assert anna.get(f"/imports/{later['id']}").json["sample"] != []


def test_refused_rows_stay_when_nobody_is_left_to_be_removed(api: Api, cast: Cast) -> None:
    """The worker looks every few seconds."""
    one = imported(api("anna"), FILE)
    erase_again(erased=[])
    assert ImportProblem.objects.filter(of_import_id=one["id"]).exists()
    assert api("anna").get(f"/imports/{one['id']}").json["sample"] != []


def test_a_file_that_still_waits_keeps_what_its_mapping_needs(api: Api, cast: Cast) -> None:
    anna = api("anna")
    imported(anna, FILE)
    waiting = upload(anna, FILE).json
    party = _zebulon()
    _recycle(anna, party)
    _erase(anna, party)
    assert anna.get(f"/imports/{waiting['id']}").json["sample"] != []


def test_samples_go_with_the_days_of_the_file(api: Api, cast: Cast) -> None:
    one = imported(api("anna"), FILE)
    Import.objects.update(created_at=now() - timedelta(days=8))
    retention.drop_old(now=now())
    assert api("anna").get(f"/imports/{one['id']}").json["sample"] == []
