"""Incoming: believed when signed, taken once, and the end does not depend on the order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.conf import settings as configured
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform import limits
from kurator.tracking.models import ChangeTransaction
from kurator.webhooks.models import Inbound, LatestValue, Source
from kurator.webhooks.services.processing import process_messages
from kurator.webhooks.tests.builders import NOW, make_message, make_source, said, signed_headers
from tests.cast import Cast
from tests.client import ApiClient


def post(source: Source, body: bytes, headers: dict[str, str]) -> Any:
    return ApiClient().client.post(
        f"/api/v1/hooks/{source.id}", body, content_type="application/json", headers=headers
    )


def test_a_signed_message_is_kept_once_and_worked_on(cast: Cast) -> None:
    source, secret = make_source(cast.anna)
    body = orjson.dumps(said(name="Iryna"))
    headers = signed_headers(secret, body, "evt_1", datetime.now(UTC))
    answers = [post(source, body, headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert [answer.json()["is_new"] for answer in answers] == [True, False, False]
    assert process_messages(now=NOW) == 1
    party = Party.objects.get(external_id="7")
    assert (party.display_name, party.owner_id) == ("Iryna", cast.anna.id)
    assert Inbound.objects.get().state == "DONE"


def test_what_is_not_signed_uses_up_nothing_of_the_source(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever knows the address of a source, and no secret, keeps nobody from being heard."""
    monkeypatch.setattr(limits, "BUCKETS", limits.Buckets())
    monkeypatch.setitem(configured.RATES, "hooks", limits.Rate(per_second=0.001, burst=3))
    source, secret = make_source(cast.anna)
    body = orjson.dumps(said(name="Iryna"))
    forged = {"webhook-id": "x", "webhook-timestamp": "0", "webhook-signature": "v1,AAAA"}
    assert [post(source, body, forged).status_code for _ in range(5)] == [401] * 3 + [429] * 2
    for number, status in enumerate((202, 202, 202, 429)):
        signed = signed_headers(secret, body, f"evt_{number}", datetime.now(UTC))
        assert post(source, body, signed).status_code == status


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1,\xff\xfe"},
        {"webhook-id": "evt_2"},
        {"webhook-id": ""},
        {"webhook-timestamp": "0"},
        {"webhook-timestamp": "abc"},
        {"webhook-timestamp": "-5"},
        {"webhook-timestamp": "²"},
        {"webhook-timestamp": "9" * 40},
    ],
)
def test_what_is_not_signed_is_refused_and_not_kept(cast: Cast, change: dict[str, str]) -> None:
    source, secret = make_source(cast.anna)
    body = orjson.dumps(said())
    headers = signed_headers(secret, body, "evt_1", datetime.now(UTC)) | change
    answer = post(source, body, headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "webhooks.signature_wrong")
    assert not Inbound.objects.exists()


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (6, 401), (-4, 202), (4, 202)])
def test_a_message_from_another_time_is_refused(cast: Cast, minutes: int, status: int) -> None:
    source, secret = make_source(cast.anna)
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert post(source, b"{}", signed_headers(secret, b"{}", "e", at)).status_code == status


def test_another_body_or_another_source_does_not_pass(cast: Cast) -> None:
    source, secret = make_source(cast.anna)
    other, _ = make_source(cast.anna)
    headers = signed_headers(secret, b"{}", "evt_1", datetime.now(UTC))
    assert post(source, b'{"a":1}', headers).status_code == 401
    assert post(other, b"{}", headers).status_code == 401


def test_a_source_whose_secret_does_not_open_says_so(cast: Cast) -> None:
    """It was sealed with another secrets.json; the sender keeps its message and tries again."""
    source, secret = make_source(cast.anna)
    Source.objects.update(secret=b"sealed elsewhere")
    answer = post(source, b"{}", signed_headers(secret, b"{}", "e", datetime.now(UTC)))
    assert answer.status_code == 409
    assert answer.json()["code"] == "access.secret_lost"


def test_who_is_switched_off_or_unknown_is_not_found(cast: Cast) -> None:
    source, secret = make_source(cast.anna)
    headers = signed_headers(secret, b"{}", "e", datetime.now(UTC))
    Source.objects.update(is_active=False)
    assert post(source, b"{}", headers).status_code == 404
    source.id = uuid4()
    assert post(source, b"{}", headers).status_code == 404


def test_too_large_a_message_is_refused(cast: Cast) -> None:
    source, _ = make_source(cast.anna)
    assert post(source, b"a" * 300_000, {}).status_code == 413


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b"", "no_json"),
        (b"\xff", "no_json"),
        (b"[" * 100_000, "no_json"),
        (b"[]", "no_external_id"),
        ({"at": "2026-11-25T12:00:00Z", "customer": {"id": None}}, "no_external_id"),
        ({"at": "2026-11-25T12:00:00Z", "customer": {"id": True}}, "no_external_id"),
        ({"customer": {"id": 1}}, "no_instant"),
        ({"at": "yesterday", "customer": {"id": 1}}, "no_instant"),
        ({"at": 1e300, "customer": {"id": 1}}, "no_instant"),
        (said(status="NO SUCH"), "parties."),
        (said(name={"a": "b"}), "parties."),
        (said(name="a\x00"), ""),
    ],
)
def test_an_unfit_message_stops_only_itself(cast: Cast, body: Any, failure: str) -> None:
    source, _ = make_source(cast.anna)
    bad = make_message(source, body)
    make_message(source, said(id=8, name="Good"))
    assert process_messages(now=NOW) == 2
    bad.refresh_from_db()
    assert bad.state == "FAILED"
    assert bad.failure.startswith(failure)
    assert Party.objects.get().external_id == "8"
    assert LatestValue.objects.count() == 1


def test_a_message_touches_nobody_whom_its_person_does_not_see(cast: Cast) -> None:
    make_party(owner=cast.anna, name="Before", external_id="7")
    source, _ = make_source(cast.viktor)
    message = make_message(source, said(name="After"))
    process_messages(now=NOW)
    message.refresh_from_db()
    assert message.state == "FAILED"
    assert Party.objects.get(external_id="7").display_name == "Before"


def test_the_history_names_where_it_came_from(cast: Cast) -> None:
    from kurator.platform.context import open_scope
    from kurator.webhooks.tasks import RECEIVER

    source, _ = make_source(cast.anna)
    make_message(source, said(name="Iryna"))
    with open_scope(RECEIVER):
        process_messages(now=NOW)
    assert ChangeTransaction.objects.latest("id").channel == "hook"


def test_a_failed_message_can_be_tried_again(cast: Cast, api: Callable[[str], ApiClient]) -> None:
    source, _ = make_source(cast.anna, {"external_id": "id", "at": "at", "values": {}})
    message = make_message(source, said())
    process_messages(now=NOW)
    anna = api("anna")
    path = f"/hook-sources/{source.id}"
    assert anna.get(path).json["failed"] == 1
    mapping = {"external_id": "customer.id", "at": "at", "values": {}}
    assert anna.patch(path, {"mapping": mapping}).status == 200
    assert anna.post(f"{path}/messages/{message.id}/again").json["state"] == "WAITING"
    process_messages(now=NOW)
    assert anna.get(f"{path}/messages").json["items"][0]["state"] == "DONE"


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["7", "8"]),
        st.dictionaries(
            st.sampled_from(["name", "status"]),
            st.sampled_from(["ACTIVE", "LEAVING", "NEW", "NOT A STATUS"]),
        ),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking streams takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=EVENTS, data=st.data())
def test_the_end_is_the_same_whatever_the_network_does(
    cast: Cast, events: list[Any], data: st.DataObject
) -> None:
    """P5: permuted, repeated, late. Each stream is worked on in portions of its own."""
    numbered = [
        (f"evt_{number}", said(minute, id=subject, **values))
        for number, (minute, subject, values) in enumerate(events)
    ]
    repeated = numbered + data.draw(st.lists(st.sampled_from(numbered), max_size=6))
    shuffled = data.draw(st.permutations(repeated))
    cuts = set(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    assert _outcome(cast, numbered, set()) == _outcome(cast, shuffled, cuts)


def _outcome(cast: Cast, stream: list[Any], cuts: set[int]) -> Any:
    """What customers and messages are in the end; everything is undone afterwards."""
    with transaction.atomic():
        source, secret = make_source(cast.anna)
        for number, (message_id, body) in enumerate(stream):
            raw = orjson.dumps(body)
            headers = signed_headers(secret, raw, message_id, datetime.now(UTC))
            assert post(source, raw, headers).status_code == 202
            if number in cuts:
                process_messages(now=NOW)
        process_messages(now=NOW)
        found = (
            sorted(Party.objects.values_list("external_id", "display_name", "status")),
            sorted(Inbound.objects.values_list("external_id", "state")),
        )
        transaction.set_rollback(True)
    return found
