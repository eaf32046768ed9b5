"""What programs said goes with time, and with the customer of whom they said it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kurator.parties.models import Party
from kurator.webhooks.models import Inbound
from kurator.webhooks.retention import MESSAGES
from kurator.webhooks.services.processing import process_messages
from kurator.webhooks.tests.builders import NOW, make_message, make_source, said
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
CANARY = "Canary Birdson"


@pytest.mark.requirement("R001-63")
def test_what_programs_said_of_somebody_removed_for_good_is_emptied(cast: Cast, api: Api) -> None:
    source, _ = make_source(cast.anna)
    kept = make_message(source, said(id=8, name="Other"))
    make_message(source, said(name=CANARY))
    make_message(source, said(name=CANARY, status="NO SUCH"))
    process_messages(now=NOW)
    assert Inbound.objects.filter(state="FAILED").count() == 1
    party = Party.objects.get(external_id="7")
    arkady = api("arkady")
    assert arkady.delete(f"/parties/{party.id}").status == 204
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert arkady.post("/recycle-bin/erase", body).json == {"changed": 1}
    bodies = [bytes(row.body) for row in Inbound.objects.exclude(id=kept.id)]
    assert bodies == [b"", b""]
    assert not any("NO SUCH" in row.failure or row.subject == "7" for row in Inbound.objects.all())
    kept.refresh_from_db()
    assert bytes(kept.body)


def test_a_repetition_does_not_bring_him_back(cast: Cast, api: Api) -> None:
    source, _ = make_source(cast.anna)
    message = make_message(source, said(name="Gone"), "evt_1")
    process_messages(now=NOW)
    party = Party.objects.get(external_id="7")
    arkady = api("arkady")
    arkady.delete(f"/parties/{party.id}")
    body = {"ids": [str(party.id)], "confirmation": f"K-{party.number}"}
    assert arkady.post("/recycle-bin/erase", body).status == 200
    assert Inbound.objects.get(external_id="evt_1").id == message.id
    assert process_messages(now=NOW) == 0
    assert not Party.objects.filter(external_id="7").exists()


def test_old_messages_go_and_those_that_wait_stay(cast: Cast) -> None:
    from kurator.platform.queries import read_value

    source, _ = make_source(cast.anna)
    old = datetime.now(UTC) - timedelta(days=40)
    for state in ("DONE", "FAILED", "WAITING"):
        message = make_message(source, said())
        Inbound.objects.filter(id=message.id).update(state=state, received_at=old)
    make_message(source, said())
    before = datetime.now(UTC) - timedelta(days=MESSAGES.default_days or 0)
    assert int(read_value(f"SELECT k.drop_old_{MESSAGES.function}(%s, %s)", [before, 100])) == 2
    assert sorted(Inbound.objects.values_list("state", flat=True)) == ["WAITING", "WAITING"]
