"""The stream of live updates of somebody who is shut out ends at once, and of whoever sees less it narrows."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kurator.access.models import Session
from kurator.access.sessions import hash_session_key
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.faults.processes import connect, is_quiet, start_worker, stop, wait_for
from tests.faults.served import SESSION, log_in_anna, web_server
from tests.faults.streams import Stream

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
AT_ONCE_SECONDS = 5.0
ENDS = {
    "disabled": "UPDATE access_user SET is_active = false WHERE id = %s",
    "logged out": "DELETE FROM access_session WHERE user_id = %s",
}


def done(sql: str, *parameters: Any) -> None:
    with connect("admin") as admin:
        admin.execute(sql.encode(), parameters)


def log_in(person: Any, key: str) -> str:
    until = datetime.now(UTC) + timedelta(hours=1)
    Session.objects.create(key_hash=hash_session_key(key), user=person, expires_at=until)
    return key


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return log_in_anna()


@pytest.fixture
def port(cast: Cast) -> Iterator[int]:
    with ExitStack() as stack:
        stack.callback(stop, start_worker())
        _, found = stack.enter_context(web_server())
        yield found


def test_whoever_may_see_less_is_told_less_at_once(cast: Cast, port: int) -> None:
    hers = make_party(owner=cast.anna, name="Iryna")
    his = make_party(owner=cast.boris, name="Taras")
    keys = {"disabled": log_in(cast.boris, "boris"), "logged out": log_in(cast.olena, "olena")}
    people = {"disabled": cast.boris, "logged out": cast.olena}
    wait_for(is_quiet, what="the news of both having gone out")
    with Stream(port, SESSION) as annas:
        pair = "viewer_id = %s AND owner_id = %s"
        done(f"DELETE FROM access_visibleowner WHERE {pair}", cast.anna.id, cast.boris.id)
        wait_for(lambda: "beat" in annas.came, what="the question whom she sees")
        Party.objects.filter(id__in=[hers.id, his.id]).update(status="LEAVING")
        wait_for(lambda: str(hers.id) in annas.came, what="news of her own customer")
        assert str(his.id) not in annas.came
        for how, statement in ENDS.items():
            with Stream(port, keys[how]) as stream:
                done(statement, people[how].id)
                wait_for(stream.is_over, seconds=AT_ONCE_SECONDS, what=how)
        assert not annas.is_over()
