"""Backups on a real embedded server: taken, proven, restored to an instant, carried away sealed."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kurator.operations.backups.place import segment_name
from kurator.operations.tests.installation import Installation, new_installation, wait_until

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with new_installation(Installation, KURATOR_ARCHIVE_SECONDS="1") as made:
        (made.home / "files").mkdir()
        yield made


def add_tag(installation: Installation, name: str) -> datetime:
    """Return the instant after the commit, by the database's clock."""
    installation.query(
        "INSERT INTO parties_tag (id, code, name, is_active)"
        " VALUES (gen_random_uuid(), %s, jsonb_build_object('en', %s::text), true)",
        name,
        name,
    )
    at: datetime = installation.query("SELECT clock_timestamp()")[0][0]
    return at


def tags(installation: Installation) -> set[str]:
    return {row[0] for row in installation.query("SELECT name ->> 'en' FROM parties_tag")}


def archived(installation: Installation) -> set[str]:
    return {path.name for path in (installation.home / "backups" / "log").glob("*.gz")}


def test_an_earlier_instant_comes_back_with_everything_outgoing_held(
    installation: Installation,
) -> None:
    home = installation.home
    assert "There is no backup" in installation.run("doctor", expected=5)
    (home / "files" / "letter").write_text("first")
    add_tag(installation, "before the backup")
    installation.run("backup")
    assert "is good" in installation.run("backup", "verify")
    told = installation.run("doctor", expected=6)
    assert "Nothing is broken. Left for you to decide (!): 1." in told  # backups on the same disk
    assert "All is well" not in told

    (home / "files" / "photo").write_text("second")
    add_tag(installation, "before the addition")
    assert "incremental" in installation.run("backup")
    kept = add_tag(installation, "after the addition")
    add_tag(installation, "a mistake")

    refusal = installation.run("restore", "--at", kept.isoformat(), expected=1)
    assert "Nothing was changed" in refusal
    assert "a mistake" in tags(installation)

    (home / "files" / "photo").unlink()
    said = installation.run("restore", "--at", kept.isoformat(), "--replace")
    assert "kept in" in said
    installation.run("db", "start")

    assert tags(installation) == {
        "before the backup",
        "before the addition",
        "after the addition",
    }
    assert (home / "files" / "photo").read_text() == "second"
    held: list[tuple[Any, ...]] = installation.query(
        "SELECT reason, restored_to FROM platform_outboundpause"
    )
    assert held == [("restored", kept)]
    assert "Released" in installation.run("resume-outbound")
    assert installation.query("SELECT count(*) FROM platform_outboundpause") == [(0,)]


def test_the_latest_commit_comes_back_though_the_log_was_not_handed_over(
    installation: Installation,
) -> None:
    """After a restore the next backup is a full one of the new history."""
    assert "-full" in installation.run("backup")
    add_tag(installation, "a moment ago")
    installation.run("restore", "--replace")
    installation.run("db", "start")
    assert "a moment ago" in tags(installation)


def test_rows_that_were_changed_between_backups_are_there_once(
    installation: Installation,
) -> None:
    """The map of visible pages in an incremental backup cannot be trusted: see forget_visibility."""
    installation.query(
        "CREATE TABLE wide (id int PRIMARY KEY, body text) WITH (autovacuum_enabled = off)"
    )
    installation.query(
        "INSERT INTO wide SELECT n, repeat('x', 400) FROM generate_series(1, 20000) AS n(n)"
    )
    installation.query("VACUUM (FREEZE, ANALYZE) wide")
    installation.run("backup", "--full")
    installation.query("UPDATE wide SET body = reverse(body) || 'y' WHERE id <= 5000")
    installation.query("DELETE FROM wide WHERE id > 19000")
    assert "incremental" in installation.run("backup")
    assert "is good" in installation.run("backup", "verify")

    installation.run("restore", "--replace")
    installation.run("db", "start")
    counting = "SELECT count(*) FROM wide"
    plan = " ".join(row[0] for row in installation.query(f"EXPLAIN {counting}"))
    assert "Index Only Scan" in plan
    assert installation.query(counting) == [(19_000,)]
    seen = "SELECT relallvisible > relpages * 0.5 FROM pg_class WHERE relname = 'wide'"
    assert installation.query(seen) == [(True,)]
    installation.query("DROP TABLE wide")


def test_the_log_is_handed_over_while_work_goes_on(installation: Installation) -> None:
    """What a lost disk costs at most: here the interval is a second instead of thirty."""
    installation.run("backup")
    before = archived(installation)
    add_tag(installation, "worth keeping")
    wait_until(lambda: archived(installation) - before)


def test_a_sealed_copy_opens_with_its_key_only(installation: Installation, tmp_path: Path) -> None:
    installation.run("backup")
    copy, key, other = tmp_path / "copy", tmp_path / "key", tmp_path / "other"
    for path in (key, other):
        installation.run("backup", "key", "--key-file", str(path))
    installation.run("backup", "copy", "--to", str(copy), "--key-file", str(key))
    again = installation.run("backup", "copy", "--to", str(copy), "--key-file", str(key))
    # Only what the server has handed over meanwhile.
    assert int(re.findall(r"\d+", again)[-1]) <= 3
    assert not [p for p in copy.rglob("*.sealed") if b"worth keeping" in p.read_bytes()]

    opened = {"KURATOR_BACKUP_DIR": str(_reachable(installation, "opened"))}
    elsewhere = Installation(_reachable(installation, "second-home"), opened)
    refusal = elsewhere.run(
        "backup", "open", "--from", str(copy), "--key-file", str(other), expected=1
    )
    assert "cannot be opened" in refusal
    elsewhere.run("backup", "open", "--from", str(copy), "--key-file", str(key))
    elsewhere.run("restore")
    elsewhere.run("db", "start")
    try:
        assert tags(elsewhere) == tags(installation)
    finally:
        elsewhere.run("db", "stop")


def test_a_piece_that_was_tampered_with_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    copy, key = tmp_path / "copy", tmp_path / "key"
    installation.run("backup", "key", "--key-file", str(key))
    installation.run("backup", "copy", "--to", str(copy), "--key-file", str(key))
    piece = max(copy.rglob("*.sealed"), key=lambda path: path.stat().st_size)
    with open(piece, "r+b") as file:
        file.truncate(piece.stat().st_size // 2)
    target = {"KURATOR_BACKUP_DIR": str(_reachable(installation, "tampered"))}
    elsewhere = Installation(_reachable(installation, "third-home"), target)
    said = elsewhere.run("backup", "open", "--from", str(copy), "--key-file", str(key), expected=1)
    assert "cannot be opened" in said


def test_a_damaged_backup_is_found_out(installation: Installation) -> None:
    installation.run("backup", "--full")
    newest = max((installation.home / "backups").glob("*-full"))
    victim = max((newest / "data" / "base").rglob("*"), key=lambda path: path.stat().st_size)
    with open(victim, "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(64))
    assert "checksum mismatch" in installation.run("backup", "verify", expected=1)


def test_a_server_of_ones_own_is_refused_with_advice(tmp_path: Path) -> None:
    foreign = Installation(tmp_path, {"KURATOR_DATABASE_URL": "postgresql://127.0.0.1:1/x"})
    assert "pgBackRest" in foreign.run("backup", expected=1)
    assert "WAL-G" in foreign.run("restore", expected=1)


def test_the_piece_of_the_log_follows_from_the_position() -> None:
    assert segment_name(1, "0/2000028") == "000000010000000000000002"
    assert segment_name(2, "1A/FF000000") == "000000020000001A000000FF"


def _reachable(installation: Installation, name: str) -> Path:
    """Beside the installation, where the server's account may enter."""
    return installation.home.parent / name
