"""The copy of one customer: his data and his files, in one archive that nobody else can fetch."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from kurator.audit.models import ConsentPurpose
from kurator.audit.services import copying
from kurator.audit.services.packing import Entry, pack, unique_names
from kurator.audit.tests.builders import make_purpose
from kurator.audit.tests.test_consents import record
from kurator.files.models import FileVersion
from kurator.files.tests.builders import add
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.departures import Departure
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def party(cast: Cast) -> Party:
    return make_party(owner=cast.anna, name="Olha Copy", tax_id="77", phones=["+380671112233"])


@pytest.fixture
def purpose(db: None) -> ConsentPurpose:
    return make_purpose()


def ask(client: ApiClient, party: Party) -> Any:
    answer = client.post(f"/audit/parties/{party.id}/copy")
    assert answer.status == 200, answer.content
    return answer.json


def fetch(client: ApiClient, link: Any) -> zipfile.ZipFile:
    answer = client.get(link["url"].removeprefix("/api/v1"))
    assert answer.status == 200, answer.content
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def test_the_copy_holds_everything_and_is_kept_as_an_event(
    api: Api, cast: Cast, party: Party, purpose: ConsentPurpose
) -> None:
    Party.objects.filter(id=party.id).update(tax_id="78")
    record(api, party, purpose, evidence="signed")
    api("anna").post("/notes", {"party_id": str(party.id), "text": "prefers mornings"})
    archive = fetch(api("anna"), ask(api("anna"), party))
    document = orjson.loads(archive.read("customer.json"))
    parts = {part["code"]: part["items"] for part in document["parts"]}
    assert parts["record"][0]["tax_id"] == "78"
    assert parts["contacts"][0]["norm"] == "380671112233"
    assert parts["notes"][0]["text"] == "prefers mornings"
    assert {fact["evidence"] for fact in parts["consents"]} == {"signed"}
    assert ["77", "78"] in [change["changes"].get("party.tax_id") for change in parts["history"]]
    event = SecurityEvent.objects.get(kind="audit.person_copied")
    assert (event.subject, event.actor_id) == (str(party.id), str(cast.anna.id))
    assert (event.details["files"], event.details["records"]["notes"]) == (0, 1)


def test_the_files_of_the_customer_and_of_his_notes_are_in_it(api: Api, party: Party) -> None:
    anna = api("anna")
    contract = add(anna, party, b"first\n", "Договір.txt")
    anna.send(f"/files/{contract['id']}/versions?base=1", b"second\n")
    add(anna, party, b"other\n", "договір.txt")
    note = anna.post("/notes", {"party_id": str(party.id), "text": "see the picture"}).json
    anna.send(f"/files?record_kind=note&record_id={note['id']}", b"photo\n", "photo.txt")
    binned = add(anna, party, b"binned\n", "old.txt")
    anna.delete(f"/files/{binned['id']}")
    link = ask(anna, party)
    assert (link["files"], link["bytes"]) == (5, 32)
    archive = fetch(anna, link)
    found = {name: archive.read(name) for name in archive.namelist() if name != "customer.json"}
    assert set(found.values()) == {b"first\n", b"second\n", b"other\n", b"photo\n", b"binned\n"}
    assert found["files/earlier/1 Договір.txt"] == b"first\n"
    assert sorted(name for name in found if "оговір" in name and "earlier" not in name) == [
        "files/Договір.txt",
        "files/договір (2).txt",
    ]
    document = orjson.loads(archive.read("customer.json"))
    files = next(part["items"] for part in document["parts"] if part["code"] == "files")
    assert [len(one["versions"]) for one in files] == [2, 1, 1, 1]
    assert not any("key" in version for one in files for version in one["versions"])


def test_what_a_scanner_holds_back_is_given_to_nobody(api: Api, party: Party) -> None:
    add(api("anna"), party, b"virus\n", "bad.txt")
    FileVersion.objects.update(scan="INFECTED")
    link = ask(api("anna"), party)
    assert link["files"] == 0
    assert fetch(api("anna"), link).namelist() == ["customer.json"]


def test_the_address_is_for_one_person_and_one_minute(
    api: Api, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ask(api("anna"), party)["url"].removeprefix("/api/v1")
    assert api("boris").get(path).status == 404
    assert api("anna").get(path[:-1] + ("a" if path[-1] != "a" else "b")).status == 404
    monkeypatch.setattr(copying, "LASTS", -copying.LASTS)
    dead = ask(api("anna"), party)["url"].removeprefix("/api/v1")
    answer = api("anna").get(dead)
    assert (answer.status, answer.json["code"]) == (410, "audit.copy_link_dead")
    assert api("viktor").post(f"/audit/parties/{party.id}/copy").status == 404
    assert not SecurityEvent.objects.filter(kind="audit.person_copied").exists()


def test_a_customer_handed_over_meanwhile_is_not_copied(api: Api, cast: Cast, party: Party) -> None:
    path = ask(api("anna"), party)["url"].removeprefix("/api/v1")
    Party.objects.filter(id=party.id).update(owner_id=cast.viktor.id)
    assert api("anna").get(path).status == 404


def test_an_archive_is_made_of_places_on_the_disk(tmp_path: Path) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC)
    contents = {f"{n}.bin": random.Random(n).randbytes(n * 300_000) for n in range(3)}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    entries = [Entry(name, at, tmp_path / name) for name in contents]
    parts = pack([Entry("a.json", at, b"{}"), *entries])
    assert [type(part) is bytes for part in parts] == [True, False, True, False, True, False, True]
    joined = b"".join(part if isinstance(part, bytes) else part.path.read_bytes() for part in parts)
    with zipfile.ZipFile(io.BytesIO(joined)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in contents} == contents
    assert sum(part.length for part in parts if isinstance(part, Departure)) == 900_000


def test_names_that_differ_by_case_alone_are_told_apart() -> None:
    assert list(unique_names(["a.txt", "A.TXT", "a.txt", "b", "b"])) == [
        "a.txt", "A (2).TXT", "a (3).txt", "b", "b (2)",
    ]  # fmt: skip
