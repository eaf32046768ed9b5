"""
Every id in every body, exchanged for one of somebody else's records: it opens nothing, and nothing of
that customer is changed. An id that comes in a body is trusted no more than one in the address.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from kurator.activities.tests.builders import make_task
from kurator.files.tests.builders import add
from kurator.parties.models import Party, View
from kurator.parties.tests.builders import make_contact_point, make_party
from kurator.platform.api import ANONYMOUS, Operation, operations
from tests.api.bodies import BODIES
from tests.api.places import Place, places, value_at, with_value
from tests.api.world import World
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
SECRET = "Vasyl Hidden"
WITH_BODY = [op for op in operations() if op.operation_id in BODIES and op.permission != ANONYMOUS]
OF_ONES_OWN_DOING = {"looks_begin_look"}
"""What is told to the other on purpose: he hears that somebody looks with his eyes."""


def ids_in(body: Any) -> Iterator[Place]:
    yield from (at for at in places(body) if _is_id(value_at(body, at)))


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def of_the_other(cast: Cast, api: Api) -> tuple[Party, list[str]]:
    """Viktor's customer with everything that has an id of its own."""
    party = make_party(owner=cast.viktor, name=SECRET, phones=["+380501112233"])
    file = add(api("viktor"), party, b"secret\n", "secret.txt")
    others = (
        party.id,
        file["id"],
        make_task(party, cast.viktor.id, title={"en": SECRET}).id,
        make_contact_point(party, "hidden@example.com", kind="EMAIL").id,
        View.objects.create(user_id=cast.viktor.id, name=SECRET, query={}).id,
    )
    return party, [str(one) for one in others]


def rows_of(party: Party) -> dict[str, str]:
    """A digest of each table's rows of this customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            "   AND (column_name = 'party_id' OR (table_name, column_name) = ('parties_party', 'id'))"
            "   AND CASE WHEN table_schema = 'public'"
            "       THEN has_table_privilege(format('public.%I', table_name), 'SELECT') END"
        )
        found = {}
        for table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM public.{table} t"
                f" WHERE {column} = %s",
                [party.id],
            )
            found[table] = str(cursor.fetchone()[0])
        return found


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda op: op.operation_id)
def test_an_id_of_anothers_record_in_a_body_opens_nothing(
    operation: Operation, world: World, cast: Cast, api: Api
) -> None:
    body = BODIES[operation.operation_id](world)
    found = list(ids_in(body))
    if not found or operation.operation_id in OF_ONES_OWN_DOING:
        return
    party, others = of_the_other(cast, api)
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(world.ids[m.group(1)]), operation.path)
    before = rows_of(party)
    for at in found:
        for other in others:
            with transaction.atomic():
                answer = api("anna").call(operation.method, path, with_value(body, at, other))
                assert rows_of(party) == before, (at, answer.status)
                transaction.set_rollback(True)
            assert answer.status < 500, (at, answer.content)
            assert SECRET.encode() not in answer.content, (at, answer.content)
            assert b"hidden@example.com" not in answer.content, at


def test_the_rows_are_looked_at(world: World, cast: Cast, api: Api) -> None:
    """Or the test above would show nothing."""
    party, _ = of_the_other(cast, api)
    before = rows_of(party)
    assert {"parties_party", "parties_contactpoint", "activities_task", "files_file"} <= set(before)
    make_contact_point(party, "second@example.com", kind="EMAIL")
    changed = {table for table, rows in rows_of(party).items() if rows != before[table]}
    assert "parties_contactpoint" in changed
