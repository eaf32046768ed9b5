"""The card is read by statements whose plans the connection keeps: whoever asks, each sees his own."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection

from kurator.activities.models import Note, Task
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
ROUNDS = 12
"""The server plans five times for the values at hand before it keeps a plan for all values."""


def test_people_take_turns_at_one_connection(cast: Cast, api: Api) -> None:
    of_anna, of_viktor = make_party(owner=cast.anna), make_party(owner=cast.viktor)
    anna, viktor, arkady = api("anna"), api("viktor"), api("arkady")
    for _ in range(ROUNDS):
        assert anna.get(f"/parties/{of_anna.id}/card").status == 200
        assert viktor.get(f"/parties/{of_viktor.id}/card").status == 200
        assert arkady.get(f"/parties/{of_viktor.id}/card").status == 200
    assert kept_plans() >= 8
    for _ in range(ROUNDS):
        assert viktor.get(f"/parties/{of_anna.id}/card").status == 404
        assert anna.get(f"/parties/{of_viktor.id}/card").status == 404


def test_a_share_opens_the_kept_card_and_its_end_closes_it(cast: Cast, api: Api) -> None:
    party, own = make_party(owner=cast.anna), make_party(owner=cast.viktor)
    anna, viktor = api("anna"), api("viktor")
    for _ in range(ROUNDS):
        assert viktor.get(f"/parties/{own.id}/card").status == 200
    shared = anna.post(f"/parties/{party.id}/shares", {"user_id": str(cast.viktor.id)})
    assert shared.status == 201, shared.content
    assert viktor.get(f"/parties/{party.id}/card").json["party"]["id"] == str(party.id)
    assert anna.delete(f"/parties/{party.id}/shares/{shared.json['id']}").status == 204
    assert viktor.get(f"/parties/{party.id}/card").status == 404


def test_the_card_names_everybody_on_it(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for author in (cast.anna, cast.olena):
        Note.objects.create(party=party, author_id=author.id, text="Hello", created_at=at)
    people = {"assignee_id": cast.boris.id, "created_by_id": cast.olena.id}
    Task.objects.create(party=party, title={"en": "Call"}, due_at=at, created_at=at, **people)
    card = api("anna").get(f"/parties/{party.id}/card").json
    told = {(entry["kind"], entry["actor"]) for entry in card["feed"]["items"]}
    assert told >= {
        ("note", "Anna Test"),
        ("note", "Olena Test"),
        ("task_created", "Olena Test"),
    }
    assert [task["assignee_name"] for task in card["sections"]["tasks"]["items"]] == ["Boris Test"]


def kept_plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0")
        return int(cursor.fetchone()[0])
