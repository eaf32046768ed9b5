"""Several web processes write down what was seen: none waits for one that waits for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from kurator.audit.models import ReadingDay
from kurator.audit.services.notebook import Notebook
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.sightings import Reader, Sighting
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 40


def test_two_readers_in_two_processes_block_nobody(cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    readers = [Reader(one.id, one.name, "browser", "::1", "") for one in (cast.anna, cast.boris)]

    def write(of_cards: Reader, of_lists: Reader) -> None:
        try:
            for _ in range(TIMES):
                _note(Notebook(), party, of_cards, of_lists)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write, *readers), pool.submit(write, *reversed(readers))]:
            done.result(timeout=60)
    assert set(ReadingDay.objects.values_list("rows_listed", flat=True)) == {5 * TIMES}


def _note(notebook: Notebook, party: Party, of_cards: Reader, of_lists: Reader) -> None:
    now = datetime.now(UTC)
    # Each reading counts as a new one: the one before was long ago.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_partyview SET last_at = last_at - interval '1 hour'")
    notebook.note_sighting(Sighting(of_cards, now, party_id=party.id))
    notebook.note_sighting(Sighting(of_lists, now, rows=5))
    notebook.write_down()
