"""What needs no server: sizes, addresses, places, secrets."""

import json
import stat
from pathlib import Path

import pytest

from kurator.platform.database import connections, home
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import write_private
from kurator.platform.database.machine import server_settings


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KURATOR_DATABASE_URL", raising=False)
    monkeypatch.delenv("KURATOR_DATABASE_NAME", raising=False)
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("memory", "shared", "work"),
    [(512, "76MB", "4MB"), (4096, "614MB", "8MB"), (24000, "1024MB", "32MB")],
)
def test_memory_is_sized_to_the_machine(memory: int, shared: str, work: str) -> None:
    settings = server_settings(memory=memory, processors=2)

    assert settings["shared_buffers"] == shared
    assert settings["work_mem"] == work


def test_durability_is_never_traded_for_speed() -> None:
    settings = server_settings(memory=512, processors=1)

    assert {settings[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {
        "on"
    }


def test_secrets_are_private_and_stay(own_home: Path) -> None:
    first = home.ensure_secrets()
    path = own_home / "secrets.json"

    assert home.ensure_secrets() == first
    assert set(first) == {"admin", "owner", "web", "worker", "session", "sealing"}
    assert len(set(first.values())) == len(first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_secret_is_added_and_the_others_are_kept(own_home: Path) -> None:
    first = home.ensure_secrets()
    write_private(own_home / "secrets.json", json.dumps({"owner": first["owner"]}))

    second = home.ensure_secrets()

    assert second["owner"] == first["owner"]
    assert second["web"] != first["web"]


def test_damaged_secrets_are_named(own_home: Path) -> None:
    own_home.mkdir()
    write_private(own_home / "secrets.json", "{")

    with pytest.raises(DatabaseError, match=r"secrets\.json is damaged"):
        home.read_secrets()


def test_the_address_of_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "KURATOR_DATABASE_URL", "postgresql://boss:p%40ss@db.example:6432/crm?sslmode=require"
    )
    secrets = home.ensure_secrets()

    admin = connections.dsn_for("admin")
    web = connections.dsn_for("web")

    assert (admin["USER"], admin["PASSWORD"], admin["HOST"]) == ("boss", "p@ss", "db.example")
    assert (web["USER"], web["PASSWORD"]) == ("kurator_web", secrets["web"])
    assert (web["NAME"], web["PORT"], web["OPTIONS"]["sslmode"]) == ("crm", "6432", "require")


def test_a_server_that_is_gone_without_a_word_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "KURATOR_DATABASE_URL", "postgresql://boss@db.example/crm?keepalives_count=9"
    )

    options = connections.dsn_for("web")["OPTIONS"]

    assert options["tcp_user_timeout"] <= 10_000
    assert options["keepalives_idle"] <= 5
    assert options["keepalives_count"] == "9"


@pytest.mark.parametrize("path", ["", "/", "/postgres"])
def test_a_maintenance_database_is_never_filled(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURATOR_DATABASE_URL", f"postgresql://boss@db.example{path}")

    assert connections.dsn_for("owner")["NAME"] == "kurator"


def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURATOR_DATABASE_URL", "mysql://db.example/crm")

    with pytest.raises(DatabaseError, match="must look like postgresql://"):
        connections.dsn_for("owner")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_secrets_that_others_may_read_are_refused(own_home: Path, mode: int) -> None:
    home.ensure_secrets()
    path = own_home / "secrets.json"
    path.chmod(mode)

    with pytest.raises(DatabaseError, match="chmod 600"):
        home.ensure_secrets()

    path.chmod(0o600)
    assert home.ensure_secrets()
