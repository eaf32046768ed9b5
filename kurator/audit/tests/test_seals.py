"""An altered past is found, even when who altered it owns the database; erasing and dropping are not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kurator.audit.models import Seal
from kurator.audit.services.seals import seal_closed_days
from kurator.audit.services.verifying import verify_seals
from kurator.parties.models import Party
from kurator.parties.services.erasing import erase_again
from kurator.parties.tests.builders import make_party
from kurator.platform.context import Context, open_scope
from kurator.platform.database.connections import conninfo_for
from kurator.tracking.models import Change, SecurityEvent
from kurator.tracking.security import note_security_event

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.now(UTC)
DAYS = timedelta(days=1)
FIRST_DAY = (TODAY - 3 * DAYS).date()


# The same id, three days younger: its first 48 bits are milliseconds.
MOVED = """(lpad(to_hex(('x' || left(replace({0}::text, '-', ''), 12))::bit(48)::bigint - 259200000),
  12, '0') || substr(replace({0}::text, '-', ''), 13))::uuid"""


@pytest.fixture
def sealed() -> Party:
    """A changed customer and an event of three days ago, sealed the day before yesterday."""
    with transaction.atomic():
        party = make_party(status="NEW", tax_id="1")
        Party.objects.filter(id=party.id).update(status="ACTIVE", tax_id="2")
        note_security_event("access.logged_in", subject="anna")
    id_, of_transaction = MOVED.format("id"), MOVED.format("transaction_id")
    tamper(f"UPDATE tracking_change SET id = {id_}, transaction_id = {of_transaction}")
    tamper(f"UPDATE tracking_changetransaction SET id = {id_}, at = at - interval '3 days'")
    tamper(f"UPDATE tracking_securityevent SET id = {id_}, at = at - interval '3 days'")
    assert len(seal_closed_days(now=TODAY - DAYS)) == 6
    assert verify_seals() == []
    return party


def tamper(statement: str, *parameters: Any) -> None:
    """As the one who may do everything to the database, with its triggers switched off."""
    with psycopg.connect(**conninfo_for("admin")) as admin:
        admin.execute("SET session_replication_role = replica")
        changed = admin.execute(statement.encode(), parameters)
        assert changed.rowcount > 0


def faults() -> list[tuple[str, int, str]]:
    """Stream, days since the first sealed one, reason."""
    return [(f.stream, (f.day - FIRST_DAY).days, f.reason) for f in verify_seals()]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE tracking_change SET diff = '{}' WHERE operation = 'U'", ("changes", 0, "content")),
        ("DELETE FROM tracking_change WHERE operation = 'U'", ("changes", 0, "content")),
        (  # as if the customer had been removed for good, which nobody has done
            "UPDATE tracking_change SET diff = '{}', personal = NULL, erased = sha256(convert_to(ROW("
            "party_id, id, transaction_id, entity, entity_id, operation, diff)::text, 'UTF8'))"
            " WHERE operation = 'U'",
            ("changes", 0, "content"),
        ),
        (
            "INSERT INTO tracking_change (party_id, id, transaction_id, entity, entity_id, operation, diff)"
            " SELECT gen_random_uuid(), id, transaction_id, entity, entity_id, operation, diff"
            " FROM tracking_change LIMIT 1",
            ("changes", 0, "content"),
        ),
        (
            "UPDATE tracking_changetransaction SET actor_id = 'somebody else'",
            ("transactions", 0, "content"),
        ),
        (
            "UPDATE tracking_securityevent SET kind = 'other' WHERE kind = 'access.logged_in'",
            ("security", 0, "content"),
        ),
        (
            "DELETE FROM tracking_securityevent WHERE kind = 'access.logged_in'",
            ("security", 0, "content"),
        ),
        (
            "DELETE FROM audit_seal WHERE stream = 'changes' AND day = (SELECT min(day) FROM audit_seal)",
            ("changes", 1, "chain"),
        ),
        ("UPDATE audit_seal SET rows = rows + 1 WHERE stream = 'changes'", ("changes", 0, "chain")),
        ("UPDATE audit_seal SET key_id = 'x' WHERE stream = 'changes'", ("changes", 0, "key")),
    ],
)
def test_each_way_of_altering_is_found_and_the_day_is_named(
    sealed: Party, statement: str, found: tuple[str, int, str]
) -> None:
    tamper(statement)
    assert faults() == [found]


def test_who_knows_the_method_but_not_the_secret_cannot_seal_anew(
    sealed: Party, settings: Any
) -> None:
    """The whole chain made again over altered rows, with a key of one's own."""
    tamper("UPDATE tracking_change SET diff = '{}' WHERE operation = 'U'")
    tamper("DELETE FROM audit_seal")
    settings.SECRET_KEY, right = "another secret", settings.SECRET_KEY
    seal_closed_days(now=TODAY - DAYS)
    settings.SECRET_KEY = right
    assert {reason for _, _, reason in faults()} == {"key"}


def test_a_changed_secret_keeps_the_old_seals_checkable(sealed: Party, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret"
    assert len(seal_closed_days(now=TODAY)) == 3
    assert verify_seals() == []
    assert len(set(Seal.objects.values_list("key_id", flat=True))) == 2


def test_erasing_personal_values_breaks_nothing(sealed: Party) -> None:
    with transaction.atomic():
        assert Change.objects.exclude(personal=None).update(personal=None)
    tamper("UPDATE tracking_securityevent SET actor_name = '', addr = '', client = ''")
    assert verify_seals() == []


def test_customers_removed_for_good_break_nothing(sealed: Party) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        assert erase_again(erased=[(sealed.id, TODAY)]) == 1
        cursor.execute("SELECT count(*) FROM tracking_change WHERE erased IS NOT NULL")
        assert cursor.fetchone()[0] == 1
    assert verify_seals() == []
    tamper("UPDATE tracking_change SET erased = sha256('other') WHERE operation = 'U'")
    assert faults() == [("changes", 0, "content")]


def test_new_days_are_chained_to_the_old_and_nothing_is_sealed_twice(sealed: Party) -> None:
    before = Seal.objects.count()
    assert seal_closed_days(now=TODAY - DAYS) == []
    seal_closed_days(now=TODAY)
    assert Seal.objects.count() == before + 3
    for stream in ("changes", "transactions", "security"):
        seals = list(Seal.objects.filter(stream=stream).order_by("day"))
        assert [one.previous for one in seals[1:]] == [one.digest for one in seals[:-1]]


def test_an_open_transaction_holds_the_sealing_back() -> None:
    with transaction.atomic():
        make_party()
    with psycopg.connect(**conninfo_for("admin")) as writer:
        writer.execute("SELECT pg_current_xact_id()")
        monkey = seal_closed_days(now=TODAY + DAYS, settle=_waits_briefly)
        assert monkey == []
    assert seal_closed_days(now=TODAY + DAYS, settle=_waits_briefly)


def _waits_briefly() -> bool:
    from kurator.audit.services import seals

    return seals.wait_for_writers(seconds=0.5)


def test_no_role_of_the_application_changes_a_seal(sealed: Party) -> None:
    from django.db import DatabaseError

    for role in ("kurator_scoped", "kurator_worker"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            open_scope(Context(), role=role),
        ):
            Seal.objects.update(rows=0)


def test_the_command_seals_and_names_the_broken_day(
    sealed: Party, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    from kurator.audit import command

    assert command.run(Namespace(act="verify", expect=[])) == 0
    last = Seal.objects.filter(stream="changes").latest("day")
    kept = f"changes:{last.day}:{last.digest}"
    assert command.run(Namespace(act="verify", expect=[kept])) == 0
    assert command.run(Namespace(act="verify", expect=[kept[:-4] + "0000"])) == 1
    tamper("DELETE FROM tracking_change WHERE operation = 'U'")
    assert command.run(Namespace(act="verify", expect=[])) == 1
    assert f"BROKEN changes {FIRST_DAY}" in capsys.readouterr().err
    event = SecurityEvent.objects.get(kind="audit.seal_broken")
    assert (event.subject, event.details["reason"]) == ("changes", "content")


def test_two_never_seal_at_the_same_time(
    sealed: Party, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command beside the worker's night: the second waits, or says who is at it."""
    from argparse import Namespace

    from kurator.audit import command
    from kurator.audit.services.alone import LOCK

    before = Seal.objects.count()
    monkeypatch.setattr(command, "WAIT_SECONDS", 0.3)
    with psycopg.connect(**conninfo_for("worker"), autocommit=True) as worker:
        worker.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert command.run(Namespace(act="seal")) == 1
        assert "worker is sealing" in capsys.readouterr().err
    assert Seal.objects.count() == before
    assert command.run(Namespace(act="seal")) == 0
    assert Seal.objects.count() > before
