"""
The network between Kurator and its database is cut, late, or silent without a word. Once it is back,
everything works again within ten seconds, also where a connection stays half open for ever: no
thread waits for what will not come.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

import pytest

from kurator.bench.lasting import lasting
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.database.connections import conninfo_for, database_name
from kurator.platform.database.home import read_secrets
from tests.faults.network import Network, network
from tests.faults.processes import connect, start_worker, stop, wait_for
from tests.faults.served import HEADERS, SESSION, log_in_anna, web_server
from tests.faults.streams import Stream

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
RECOVERY_SECONDS = 10.0
AWAY_SECONDS = lasting(true=30.0, short=1.5)


@contextmanager
def kurator_behind(line: Network) -> Iterator[int]:
    """A worker and a web server that reach the database through the network; gives the port."""
    password = quote(read_secrets()["admin"])
    address = f"postgresql://postgres:{password}@127.0.0.1:{line.port}/{database_name()}"
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KURATOR_DATABASE_URL", address)
            worker = start_worker()
            stack.callback(stop, worker)
            _, port = stack.enter_context(web_server())
        yield port


def answers(port: int) -> bool:
    client = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        client.request("GET", "/api/v1/tasks", headers=HEADERS)
        return client.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        client.close()


def is_delivered() -> bool:
    with connect("admin") as db:
        row = db.execute("SELECT count(*) FROM platform_outboxevent").fetchone()
    return row == (0,)


def cut(line: Network) -> None:
    line.cut()


def delay(line: Network) -> None:
    line.be_late(AWAY_SECONDS)


def lose_answers(line: Network) -> None:
    line.lose(answers=True)


def lose_requests(line: Network) -> None:
    line.lose(requests=True)


def test_work_goes_on_when_the_network_is_back() -> None:
    party = make_party(owner=log_in_anna().anna, name="Iryna")
    with (
        network("127.0.0.1", int(conninfo_for("admin")["port"])) as line,
        kurator_behind(line) as port,
    ):
        wait_for(lambda: answers(port), what="a first answer")
        wait_for(is_delivered, what="a first delivery")
        for status, disturb in (
            ("ACTIVE", cut),
            ("LEAVING", delay),
            ("FORMER", lose_answers),
            ("ACTIVE", lose_requests),
        ):
            with Stream(port, SESSION) as stream:
                disturb(line)
                answers(port)
                Party.objects.filter(id=party.id).update(status=status)
                time.sleep(AWAY_SECONDS)
                line.mend()
                began = time.monotonic()
                wait_for(lambda: answers(port), what=f"an answer after {disturb}")
                wait_for(is_delivered, what=f"a delivery after {disturb}")
                stream.wait_for("parties.changed", "resync")
                assert time.monotonic() - began < RECOVERY_SECONDS, disturb
