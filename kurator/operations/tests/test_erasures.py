"""Erased stays erased: a restored database is cleared of those who were removed for good."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kurator.activities.models import Notification
from kurator.kernel.ids import new_id
from kurator.operations.backups import erasures
from kurator.operations.tasks import LATE, ErasureKeeper
from kurator.operations.tests.installation import Installation, new_installation
from kurator.parties.services.erasing import erase_again
from kurator.parties.tests.builders import make_party
from kurator.tracking.models import Erasure
from tests.cast import Cast

EMAIL = "ostap@example.com"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with new_installation(Installation, KURATOR_ARCHIVE_SECONDS="1") as made:
        (made.home / "files").mkdir()
        yield made


def add_customer(installation: Installation, name: str) -> UUID:
    party_id = new_id()
    installation.query(
        "INSERT INTO parties_party (id, number, name)"
        " SELECT %s, coalesce(max(number), 0) + 1, jsonb_build_object('en', %s::text)"
        " FROM parties_party",
        party_id,
        name,
    )
    installation.query(
        "INSERT INTO parties_contactpoint (id, party_id, kind, value, norm)"
        " VALUES (gen_random_uuid(), %s, 'EMAIL', %s, %s)",
        party_id,
        EMAIL,
        EMAIL,
    )
    return party_id


def instant(installation: Installation) -> datetime:
    at: datetime = installation.query("SELECT clock_timestamp()")[0][0]
    return at


def names(installation: Installation) -> set[str]:
    return {row[0] for row in installation.query("SELECT name ->> 'en' FROM parties_party")}


def traces(installation: Installation) -> int:
    """How often the address stands anywhere in the history."""
    found = installation.query(
        "SELECT count(*) FROM tracking_change t WHERE strpos(t::text, %s) > 0", EMAIL
    )
    return int(found[0][0])


@pytest.mark.fault
@pytest.mark.requirement("R001-63")
def test_erased_customer_does_not_come_back_with_an_earlier_instant(
    installation: Installation,
) -> None:
    gone, stays = add_customer(installation, "Gone"), add_customer(installation, "Stays")
    installation.run("backup")
    before = instant(installation)
    assert traces(installation) == 2
    installation.query("SELECT k.erase_parties(ARRAY[%s::uuid], 'hand')", gone)
    assert names(installation) == {"Stays"}

    # The list beside the backups does not know of him yet: the present database does.
    said = installation.run("restore", "--at", before.isoformat(), "--replace")
    assert "had come back and are removed again: 1." in said
    installation.run("db", "start")
    assert names(installation) == {"Stays"}
    assert traces(installation) == 1
    assert installation.query("SELECT party_id FROM tracking_erasure") == [(gone,)]
    assert "is good" in installation.run("backup") + installation.run("backup", "verify")

    # The disk with the database is lost; only what lies beside the backups is left.
    second = instant(installation)
    installation.query("SELECT k.erase_parties(ARRAY[%s::uuid], 'hand')", stays)
    installation.run("backup")
    installation.run("db", "stop")
    shutil.rmtree(installation.home / "postgres" / "data")
    said = installation.run("restore", "--at", second.isoformat())
    assert "had come back and are removed again: 1." in said
    installation.run("db", "start")
    assert names(installation) == set()
    assert traces(installation) == 0


@pytest.mark.fault
def test_list_holds_ids_and_goes_along_with_sealed_copies(
    installation: Installation, tmp_path: Path
) -> None:
    entries = [json.loads(line) for line in _lines(installation)]
    assert entries
    assert all(entry.keys() == {"party", "at"} for entry in entries)
    copy, key = tmp_path / "copy", tmp_path / "key"
    installation.run("backup", "key", "--key-file", str(key))
    installation.run("backup", "copy", "--to", str(copy), "--key-file", str(key))
    assert (copy / f"{erasures.NAME}.sealed").exists()


def _lines(installation: Installation) -> list[str]:
    text = (installation.home / "backups" / erasures.NAME).read_text()
    return [line for line in text.splitlines() if line]


def test_a_line_that_was_cut_off_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURATOR_BACKUP_DIR", str(tmp_path))
    one, two = str(new_id()), str(new_id())
    assert erasures.keep({one: "2026-11-01T00:00:00+00:00"}) == 1
    with open(tmp_path / erasures.NAME, "a") as file:
        file.write('{"party": "0192')
    both = {one: "2026-11-01T00:00:00+00:00", two: "2026-11-02T00:00:00+00:00"}
    assert erasures.keep(both) == 1
    assert erasures.kept() == both
    assert erasures.keep(both) == 0
    assert (tmp_path / erasures.NAME).stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_worker_keeps_the_list_and_clears_what_was_written_late(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view noted in memory, a placement under way: they may come after the removal."""
    monkeypatch.setenv("KURATOR_BACKUP_DIR", str(tmp_path))
    now = datetime.now(UTC)
    party = make_party(owner=cast.anna)
    erased_at = now - 2 * LATE
    assert erase_again(erased=[(party.id, erased_at)]) == 1
    keeper = ErasureKeeper(now - 2 * LATE)
    Notification.objects.create(
        user_id=cast.anna.id,
        kind="test",
        texts={"en": "late"},
        party_id=party.id,
        source_key="late",
        created_at=now,
    )
    keeper.look(now - LATE - timedelta(seconds=1))
    assert Notification.objects.exists()
    assert erasures.kept() == {str(party.id): erased_at.isoformat()}
    keeper.look(now)
    assert not Notification.objects.exists()
    assert Erasure.objects.get().party_id == party.id
