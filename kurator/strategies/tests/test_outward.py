"""Steps that leave the house: once towards a peer that accepts a key, at most once otherwise."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.platform.clock import database_now
from kurator.platform.steps import NotSent
from kurator.strategies.engine import outward
from kurator.strategies.engine.outward import (
    Claim,
    mark_unknown_after_restore,
    send_claimed,
    send_ready,
)
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.models import Intent, Strategy
from kurator.strategies.services.lifecycle import end_strategy, pause_strategy, resume_strategy
from kurator.strategies.tests.builders import Peer, peer_called_by_a_strategy
from kurator.strategies.tests.test_engine import turn
from tools.linters.source import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["accepts a key", "does not"])
def accepts_key(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def peer(db: None, accepts_key: bool) -> Iterator[Peer]:
    """Planned for one customer and due."""
    with peer_called_by_a_strategy(accepts_key=accepts_key) as peer:
        turn()
        yield peer


def status() -> str:
    return Intent.objects.get().status


def expire() -> None:
    """As if the sender had been silent for longer than its lease."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_intent SET lease_until = clock_timestamp() - interval '1 s'"
        )


def make_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE strategies_intent SET due_at = clock_timestamp() - interval '1 s'")


def refuse() -> None:
    raise NotSent("connection refused")


def leave() -> None:
    from kurator.parties.models import Party

    Party.objects.update(status="LEAVING")
    turn()


def test_it_is_sent_once_and_done(peer: Peer) -> None:
    carry_out_due()
    while send_ready():
        pass
    assert (status(), len(peer.keys)) == ("DONE", 1)


def test_what_certainly_was_not_sent_is_tried_again(peer: Peer) -> None:
    peer.act = refuse
    carry_out_due()
    send_ready()
    assert status() == "PLANNED"
    peer.act = lambda: None
    make_due()
    carry_out_due()
    send_ready()
    assert (status(), len(peer.keys)) == ("DONE", 2)


def test_an_uncertain_outcome_is_asked_again_by_key_or_becomes_unknown(
    peer: Peer, accepts_key: bool
) -> None:
    def break_off() -> None:
        raise TimeoutError("no answer")

    peer.act = break_off
    carry_out_due()
    send_ready()
    assert status() == ("READY" if accepts_key else "UNKNOWN")
    peer.act = lambda: None
    make_due()
    send_ready()
    assert len(peer.keys) == (2 if accepts_key else 1)
    assert len(set(peer.keys)) == 1


def test_a_sender_that_slept_through_its_lease_settles_nothing(
    peer: Peer, accepts_key: bool
) -> None:
    """As after SIGSTOP: another has taken over meanwhile, and the epoch refuses the late one."""

    def sleep_long() -> None:
        peer.act = lambda: None
        expire()
        send_ready()
        make_due()
        send_ready()

    peer.act = sleep_long
    carry_out_due()
    send_ready()
    assert len(set(peer.keys)) == 1
    assert (status(), len(peer.keys)) == (("DONE", 2) if accepts_key else ("UNKNOWN", 1))


def test_a_batch_that_was_claimed_but_not_begun_is_taken_again(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out_due()
    with monkeypatch.context() as patched:
        patched.setattr(outward, "send_claimed", lambda claim: None)
        send_ready()
    assert send_ready() == 0
    expire()
    assert send_ready() == 1
    assert (status(), len(peer.keys)) == ("DONE", 1)


def test_who_leaves_the_stage_is_not_called_any_more(peer: Peer) -> None:
    from kurator.parties.models import Party

    carry_out_due()
    Party.objects.update(status="LEAVING")
    turn()
    send_ready()
    assert (status(), peer.keys) == ("CANCELLED", [])


def test_what_may_have_happened_is_brought_to_its_end_also_after_leaving(
    peer: Peer, accepts_key: bool
) -> None:
    """Found by killing senders: cancelling it would deny what the peer has done."""
    from kurator.parties.models import Party

    def break_off() -> None:
        raise TimeoutError("no answer")

    peer.act = break_off
    carry_out_due()
    send_ready()
    Party.objects.update(status="LEAVING")
    turn()
    peer.act = lambda: None
    make_due()
    send_ready()
    assert status() == ("DONE" if accepts_key else "UNKNOWN")


def test_who_leaves_while_the_peer_refuses_is_not_called_again(peer: Peer) -> None:
    def refuse_late() -> None:
        leave()
        refuse()

    peer.act = refuse_late
    carry_out_due()
    send_ready()
    peer.act = lambda: None
    make_due()
    carry_out_due()
    send_ready()
    assert (status(), len(peer.keys)) == ("CANCELLED", 1)


def test_who_leaves_after_a_refusal_is_not_called_again_either(peer: Peer) -> None:
    peer.act = refuse
    carry_out_due()
    send_ready()
    peer.act = lambda: None
    make_due()
    carry_out_due()  # it waits for a sender again
    leave()
    send_ready()
    assert (status(), len(peer.keys)) == ("CANCELLED", 1)


@pytest.mark.parametrize("accepts_key", [True], ids=["accepts a key"], indirect=True)
def test_a_refusal_after_an_unknown_outcome_does_not_make_it_undone(peer: Peer) -> None:
    """The first attempt may have reached the peer: leaving cancels nothing of it."""

    def break_off() -> None:
        raise TimeoutError("no answer")

    carry_out_due()
    for act in (break_off, refuse):
        peer.act = act
        send_ready()
        make_due()
    leave()
    assert status() == "READY"
    peer.act = lambda: None
    send_ready()
    assert (status(), len(set(peer.keys))) == ("DONE", 1)


@pytest.mark.parametrize("accepts_key", [True], ids=["accepts a key"], indirect=True)
@pytest.mark.parametrize("is_killed", [False, True], ids=["breaks off", "ends the sender"])
def test_it_is_given_up_after_the_last_attempt(peer: Peer, *, is_killed: bool) -> None:
    class Killed(BaseException):
        pass

    def fail() -> None:
        raise Killed if is_killed else TimeoutError("no answer")

    peer.act = fail
    carry_out_due()
    while status() == "READY":
        with suppress(Killed):
            send_ready()
        expire()
        make_due()
        if status() == "SENDING":
            send_ready()  # finds it orphaned
            make_due()
    assert (status(), len(peer.keys)) == ("FAILED", outward.MAX_ATTEMPTS)


@pytest.mark.parametrize("is_claimed", [False, True], ids=["waiting", "claimed"])
def test_a_paused_strategy_sends_nothing_until_it_goes_on(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, *, is_claimed: bool
) -> None:
    strategy, claims, now = Strategy.objects.get(), list[Claim](), database_now()
    carry_out_due()
    if is_claimed:
        with monkeypatch.context() as patched:
            patched.setattr(outward, "send_claimed", claims.append)
            send_ready()
    pause_strategy(strategy_id=strategy.id, now=now)
    send_ready()
    for claim in claims:
        send_claimed(claim)
    assert (status(), peer.keys) == ("READY", [])
    resume_strategy(strategy_id=strategy.id, viewer=None, now=now)
    expire()
    send_ready()
    assert (status(), len(peer.keys)) == ("DONE", 1)


def test_what_a_peer_refused_while_the_strategy_ended_is_called_off(peer: Peer) -> None:
    def refuse_late() -> None:
        end_strategy(strategy_id=Strategy.objects.get().id, now=database_now())
        turn()
        refuse()

    peer.act = refuse_late
    carry_out_due()
    send_ready()
    make_due()
    carry_out_due()
    assert (status(), len(peer.keys)) == ("CANCELLED", 1)


@pytest.mark.parametrize("accepts_key", [True], ids=["accepts a key"], indirect=True)
def test_a_refusal_without_a_word_leaves_the_doubt_as_well(peer: Peer) -> None:
    def break_off() -> None:
        raise TimeoutError

    def refuse_silently() -> None:
        raise NotSent

    carry_out_due()
    for act in (break_off, refuse_silently):
        peer.act = act
        send_ready()
        make_due()
    leave()
    assert status() == "READY"


def test_a_restored_past_sends_nothing_again(peer: Peer) -> None:
    assert mark_unknown_after_restore(datetime.now(UTC) + timedelta(minutes=1)) == 1
    carry_out_due()
    send_ready()
    assert (status(), peer.keys) == ("UNKNOWN", [])


@pytest.mark.parametrize(
    "module",
    [
        *(ROOT / "kurator" / "strategies" / "engine").glob("*.py"),
        ROOT / "kurator" / "platform" / "outbox.py",
        ROOT / "kurator" / "platform" / "dispatcher.py",
        ROOT / "kurator" / "activities" / "tasks.py",
        ROOT / "kurator" / "webhooks" / "services" / "sending.py",
        ROOT / "kurator" / "files" / "services" / "inspecting.py",
    ],
    ids=lambda path: path.name,
)
def test_timers_and_leases_never_read_the_clock_of_the_program(module: Any) -> None:
    """So a jump of that clock, by an hour or a year, neither loses a timer nor doubles it."""
    called = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call)
    }
    assert called & {"datetime.now", "datetime.utcnow", "time.time", "timezone.now"} == set()
    assert database_now().tzinfo is not None
