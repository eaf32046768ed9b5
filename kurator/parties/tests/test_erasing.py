"""Removed for good: nothing of the customer stays in any table, only the id on the erasure list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kurator.access.models import Role
from kurator.activities.models import Note, Notification
from kurator.activities.tests.builders import make_task
from kurator.audit.models import Consent, RetentionSetting
from kurator.audit.services import retention
from kurator.audit.tests.builders import consent_ids
from kurator.files.models import FileVersion
from kurator.files.services.storage import content_path
from kurator.files.tests.builders import add
from kurator.parties.models import Party, PartySearch
from kurator.parties.tests.builders import make_party, make_tag
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.models import OutboxEvent
from kurator.strategies.models import Counter, Enrolment, Transition
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage, tag_step
from kurator.strategies.tests.test_engine import turn
from kurator.tracking.models import Change, Erasure, SecurityEvent
from kurator.webhooks.models import LatestValue
from kurator.webhooks.tests.builders import make_source
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]
WORDS = ["Zebulon", "+380671110099", "zebulon@example.com", "EXT-CANARY"]
# The ids of those who were there: queues that are emptied by themselves, and what runs were about.
MAY_NAME_THE_ID = {"tracking_erasure", "tracking_change", "tracking_securityevent", "audit_consent"}
QUEUES = {"platform_outboxevent", "tracking_dirtysubject"}


@pytest.fixture
def party(cast: Cast) -> Party:
    """A customer with something in every table that belongs to customers."""
    made = make_party(
        owner=cast.anna,
        name="Zebulon Canary",
        external_id="EXT-CANARY",
        phones=["+380671110099"],
        emails=["zebulon@example.com"],
        tags=[make_tag("gold")],
    )
    make_task(made, cast.anna.id, title={"en": "Call Zebulon"})
    now = datetime.now(UTC)
    Note.objects.create(
        party=made, text="Zebulon likes tea", author_id=cast.anna.id, created_at=now
    )
    Notification.objects.create(
        user_id=cast.anna.id,
        kind="test",
        texts={"en": "Zebulon waits"},
        party_id=made.id,
        source_key="test:1",
        created_at=now,
    )
    consent_ids(made.id, cast.anna.id)
    source, _ = make_source(cast.anna)
    LatestValue.objects.create(
        source=source, subject="EXT-CANARY", field="party.status", at=now, message_id="1"
    )
    return made


def holders(text: str) -> set[str]:
    """Tables with a row that contains the text, among all that the program may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE CASE WHEN schemaname = 'public'"
            " THEN has_table_privilege(format('public.%I', tablename), 'SELECT') END"
        )
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM public.{table} t WHERE strpos(t::text, %s) > 0)",
                [text],
            )
            if cursor.fetchone()[0]:
                found.add(table)
        return found


def recycle_and_erase(client: ApiClient, party: Party) -> None:
    assert client.call("DELETE", f"/parties/{party.id}").status == 204
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert client.post("/recycle-bin/erase", body).json == {"changed": 1}


def test_nothing_of_the_customer_stays_in_any_table(api: Api, cast: Cast, party: Party) -> None:
    anna = api("anna")
    make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("One", eq("party.status", "ACTIVE"), [tag_step(make_tag("t").id)])],
    )
    turn()
    assert Transition.objects.get(party_id=party.id).facts
    file = add(anna, party, b"Zebulon's contract\n", "zebulon.txt")
    key = FileVersion.objects.get(file_id=file["id"]).key
    anna.patch(f"/parties/{party.id}", {"set": {"party.tax_id": "1234567890"}, "base": {}})
    anna.get(f"/parties/{party.id}/card")
    assert len(holders(str(party.id))) > 12
    assert all(holders(word) for word in WORDS)

    recycle_and_erase(anna, party)
    while dispatch_once():
        pass
    assert {word: holders(word) for word in [*WORDS, "1234567890"] if holders(word)} == {}
    assert holders(str(party.id)) - MAY_NAME_THE_ID - QUEUES == set()
    assert not content_path(key).exists()
    assert Consent.objects.get(party_id=party.id).evidence == ""
    assert anna.get(f"/parties/{party.id}").status == 404
    assert anna.get("/recycle-bin").json["items"] == []


def test_who_may_not_open_the_bin_removes_nobody_from_it(
    api: Api, cast: Cast, party: Party
) -> None:
    assert api("anna").call("DELETE", f"/parties/{party.id}").status == 204
    for role in Role.objects.all():
        role.permissions = [code for code in role.permissions if code != "parties.delete"]
        role.save()
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert api("anna").post("/recycle-bin/erase", body).status == 403
    assert not Erasure.objects.exists()


def test_event_and_erasure_list_name_the_id_only(api: Api, cast: Cast, party: Party) -> None:
    recycle_and_erase(api("anna"), party)
    entry = Erasure.objects.get()
    assert (entry.party_id, entry.actor_id) == (party.id, str(cast.anna.id))
    event = SecurityEvent.objects.get(kind="parties.erased")
    assert (event.subject, event.details) == (str(party.id), {"customers": 1, "cause": "hand"})
    assert event.actor_id == str(cast.anna.id)


def test_history_keeps_who_and_when_without_any_value(api: Api, cast: Cast, party: Party) -> None:
    Party.objects.filter(id=party.id).update(attrs={"passport": "Zebulon"})
    lines = Change.objects.filter(party_id=party.id)
    before, told = lines.count(), lines.exclude(diff={}).count()
    recycle_and_erase(api("anna"), party)
    assert lines.count() == before + 1
    assert {(str(line.diff), line.personal) for line in lines} == {("{}", None)}
    digests = [bytes(line.erased) for line in lines if line.erased]
    assert {len(digest) for digest in digests} == {32}
    assert len(digests) == told + 1


@pytest.mark.parametrize("typed", ["", "1", "Zebulon", "K-1"])
def test_without_the_typed_number_nothing_goes(
    api: Api, cast: Cast, party: Party, typed: str
) -> None:
    anna = api("anna")
    anna.call("DELETE", f"/parties/{party.id}")
    body = {"ids": [str(party.id)], "confirmation": typed}
    answer = anna.post("/recycle-bin/erase", body)
    assert answer.status == 422
    assert f"K-{party.number}" in str(answer.json)
    assert Party.objects.filter(id=party.id).exists()


def test_several_are_confirmed_by_their_number(api: Api, cast: Cast) -> None:
    anna = api("anna")
    ids = [str(make_party(owner=cast.anna, name=f"One {n}").id) for n in range(3)]
    anna.post("/recycle-bin", {"ids": ids})
    assert anna.post("/recycle-bin/erase", {"ids": ids, "confirmation": "2"}).status == 422
    done = anna.post("/recycle-bin/erase", {"ids": ids, "confirmation": " 3 "})
    assert done.json == {"changed": 3}
    event = SecurityEvent.objects.get(kind="parties.erased")
    assert (event.subject, event.details["customers"]) == ("", 3)


def test_a_cyrillic_keyboard_confirms_as_well(api: Api, cast: Cast, party: Party) -> None:
    anna = api("anna")
    anna.call("DELETE", f"/parties/{party.id}")
    body = {"ids": [str(party.id)], "confirmation": f"К-{party.number}"}
    assert anna.post("/recycle-bin/erase", body).json == {"changed": 1}


def test_only_what_lies_in_ones_own_bin_goes(api: Api, cast: Cast, party: Party) -> None:
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert api("anna").post("/recycle-bin/erase", body).status == 422
    api("anna").call("DELETE", f"/parties/{party.id}")
    assert api("viktor").post("/recycle-bin/erase", body).status == 422
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('kurator_scoped', 'k.erase_parties(uuid[],text)', 'EXECUTE')"
        )
        assert cursor.fetchone()[0] is False
    assert Party.objects.filter(id=party.id).exists()


def test_bin_empties_itself_by_age_when_an_administrator_says_so(api: Api, cast: Cast) -> None:
    now = datetime.now(UTC)
    ages = {days: make_party(owner=cast.anna, name=f"Old {days}") for days in (5, 29, 31, 400)}
    for days, one in ages.items():
        Party.objects.filter(id=one.id).update(deleted_at=now - timedelta(days=days))
    live = make_party(owner=cast.anna, name="Live")
    assert retention.drop_old(now=now).counts.get("parties.recycle_bin", 0) == 0
    RetentionSetting.objects.create(
        code="parties.recycle_bin", days=30, changed_at=now, changed_by_id=cast.arkady.id
    )
    assert retention.drop_old(now=now).counts["parties.recycle_bin"] == 2
    stayed = set(Party.objects.values_list("id", flat=True))
    assert stayed >= {ages[5].id, ages[29].id, live.id}
    assert stayed.isdisjoint({ages[31].id, ages[400].id})
    assert {one.party_id for one in Erasure.objects.all()} == {ages[31].id, ages[400].id}
    assert SecurityEvent.objects.get(kind="parties.erased").details["cause"] == "age"


def test_places_in_strategies_are_counted_without_them(api: Api, cast: Cast, party: Party) -> None:
    """Also when the strategy had not let go of the customer yet."""
    strategy = make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("One", eq("party.kind", "PERSON"), [tag_step(make_tag("t").id)])],
    )
    turn()
    recycle_and_erase(api("anna"), party)
    turn()
    places = Counter.objects.filter(strategy_id=strategy.id)
    live = Enrolment.objects.filter(strategy_id=strategy.id, ord__gte=0).count()
    assert sum(place.members for place in places) == live
    assert not PartySearch.objects.filter(party_id=party.id).exists()


def test_erased_id_cannot_be_taken_off_the_list(api: Api, party: Party) -> None:
    recycle_and_erase(api("anna"), party)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(r, 'tracking_erasure', 'INSERT, UPDATE, DELETE')"
            " FROM unnest(ARRAY['kurator_worker', 'kurator_scoped', 'kurator_web']) AS r"
        )
        assert {row[0] for row in cursor.fetchall()} == {False}


def test_other_programs_are_told(api: Api, cast: Cast, party: Party) -> None:
    recycle_and_erase(api("anna"), party)
    event = OutboxEvent.objects.get(topic="parties.erased")
    assert event.payload == {"ids": [str(party.id)], "owners": [str(cast.anna.id)]}
