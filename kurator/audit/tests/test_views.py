"""Who was shown a customer is kept, cheaply; who was refused is kept too."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from kurator.audit.models import PartyView, ReadingDay
from kurator.audit.services.alarm import raise_alarms
from kurator.audit.services.notebook import NOTEBOOK, Page
from kurator.parties.tests.builders import make_party
from kurator.platform.context import Context, open_scope
from kurator.platform.models import OutboxEvent
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_notebook() -> Iterator[None]:
    NOTEBOOK._page = Page()
    yield
    NOTEBOOK._page = Page()


def test_an_opened_card_is_kept_once_per_person_and_day(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    for _ in range(3):
        assert api("anna").get(f"/parties/{party.id}/card").status == 200
    assert api("boris").get(f"/parties/{party.id}").status == 200
    assert NOTEBOOK.write_down() == 2
    api("anna").get(f"/parties/{party.id}")
    NOTEBOOK.write_down()
    found = {view.user_id: view.views for view in PartyView.objects.filter(party_id=party.id)}
    assert found == {cast.anna.id: 1, cast.boris.id: 1}
    day = ReadingDay.objects.get(user_id=cast.anna.id)
    assert (day.cards, day.views) == (1, 1)


def _read(client: ApiClient, path: str, *, is_refresh: bool = False) -> None:
    mark = {"X-Kurator-Refresh": "1"} if is_refresh else {}
    headers = {"X-Kurator-Client": "web"} | mark
    assert client.get(path, **headers).status == 200
    NOTEBOOK.write_down()


def _let_pass(minutes: int) -> None:
    PartyView.objects.update(last_at=F("last_at") - timedelta(minutes=minutes))


def _counted(cast: Cast) -> list[tuple[int, int]]:
    """Openings on the card, and openings of the day."""
    days = ReadingDay.objects.filter(user_id=cast.anna.id)
    return list(zip(PartyView.objects.values_list("views", flat=True),
                    days.values_list("views", flat=True), strict=True))  # fmt: skip


def test_readings_within_ten_minutes_are_one_opening(api: Api, cast: Cast) -> None:
    party, anna = make_party(owner=cast.anna), api("anna")
    _read(anna, f"/parties/{party.id}/card")
    _read(anna, f"/parties/{party.id}")
    _let_pass(9)
    _read(anna, f"/parties/{party.id}/card")
    assert _counted(cast) == [(1, 1)]
    _let_pass(11)
    _read(anna, f"/parties/{party.id}/card")
    assert _counted(cast) == [(2, 2)]


def test_an_open_page_that_reads_anew_opens_nothing(api: Api, cast: Cast) -> None:
    party, anna = make_party(owner=cast.anna), api("anna")
    _read(anna, f"/parties/{party.id}/card")
    for _ in range(3):
        _let_pass(60)
        _read(anna, f"/parties/{party.id}/card", is_refresh=True)
    assert _counted(cast) == [(1, 1)]


def test_nobody_hides_a_first_reading_as_a_refresh(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    _read(api("anna"), f"/parties/{party.id}/card", is_refresh=True)
    assert _counted(cast) == [(1, 1)]


def test_one_customer_read_in_two_ways_is_one_customer(api: Api, cast: Cast) -> None:
    party, anna = make_party(owner=cast.anna), api("anna")
    _read(anna, f"/parties/{party.id}/card")
    anna.get(f"/parties/{party.id}")
    NOTEBOOK.write_down()
    assert PartyView.objects.count() == 2
    assert ReadingDay.objects.get(user_id=cast.anna.id).cards == 1


def test_a_refused_card_is_no_view_but_an_event_that_names_the_person(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    for _ in range(5):
        assert api("viktor").get(f"/parties/{party.id}/card").status == 404
    NOTEBOOK.write_down()
    assert not PartyView.objects.exists()
    event = SecurityEvent.objects.get(kind="audit.access_denied")
    assert (event.actor_id, event.actor_name) == (str(cast.viktor.id), "Viktor Test")
    assert (event.subject, event.details["times"]) == (str(party.id), 5)
    assert event.details["status"] == 404


def test_a_missing_permission_is_an_event(api: Api) -> None:
    assert api("nina").post("/parties/search", {}).status == 403
    NOTEBOOK.write_down()
    event = SecurityEvent.objects.get(kind="audit.access_denied")
    assert (event.details["status"], event.actor_name) == (403, "Nina Test")


def test_a_list_counts_the_customers_it_showed(api: Api, cast: Cast) -> None:
    for _ in range(3):
        make_party(owner=cast.anna)
    api("anna").post("/parties/search", {})
    NOTEBOOK.write_down()
    assert ReadingDay.objects.get(user_id=cast.anna.id).rows_listed == 3


def test_what_could_not_be_written_is_written_the_next_time(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = make_party(owner=cast.anna)
    api("anna").get(f"/parties/{party.id}")
    with monkeypatch.context() as patch:
        patch.setattr("kurator.audit.services.notebook._write", _fail)
        with pytest.raises(ConnectionError):
            NOTEBOOK.write_down()
    api("anna").get(f"/parties/{party.id}")
    NOTEBOOK.write_down()
    assert PartyView.objects.get(party_id=party.id).views == 1


def _fail(_: object) -> None:
    raise ConnectionError


def test_whoever_may_sees_who_looked_and_only_at_customers_in_sight(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    api("boris").get(f"/parties/{party.id}/card")
    NOTEBOOK.write_down()
    page = api("anna").get(f"/audit/parties/{party.id}/views").json
    assert [(row["user_name"], row["views"]) for row in page["items"]] == [("Boris Test", 1)]
    assert api("viktor").get(f"/audit/parties/{party.id}/views").status == 404


def test_the_log_is_paged_and_filtered(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    for who in ("viktor", "nina"):
        api(who).get(f"/parties/{party.id}")
        NOTEBOOK.write_down()
    arkady = api("arkady")
    first = arkady.get("/audit/events?limit=1").json
    assert [row["actor_name"] for row in first["items"]] == ["Nina Test"]
    second = arkady.get(f"/audit/events?limit=1&cursor={first['next_cursor']}").json
    assert [row["actor_name"] for row in second["items"]] == ["Viktor Test"]
    assert second["items"][0]["subject_kind"] == "party"
    assert second["next_cursor"] is None
    mine = arkady.get(f"/audit/events?actor_id={cast.viktor.id}").json
    assert len(mine["items"]) == 1
    assert arkady.get("/audit/events?kind=access.logged_in").json["items"] == []
    assert [kind["code"] for kind in arkady.get("/audit/kinds").json] == ["audit.access_denied"]


def test_the_log_is_closed_to_others_by_the_database_too(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    api("viktor").get(f"/parties/{party.id}")
    NOTEBOOK.write_down()
    for user, seen in ((cast.arkady, 1), (cast.nina, 0)):
        with open_scope(Context(uid=str(user.id)), role="kurator_scoped"):
            assert SecurityEvent.objects.count() == seen


def _usual_days(cast: Cast, cards: int, today: datetime) -> None:
    for back in range(1, 11):
        ReadingDay.objects.create(
            user_id=cast.anna.id,
            day=(today - timedelta(days=back)).date(),
            cards=cards,
            views=cards,
            rows_listed=0,
        )


@pytest.mark.parametrize(
    ("usual", "today", "is_raised"),
    [(40, 201, True), (40, 200, False), (1, 100, False), (1, 101, True), (0, 99, False)],
)
def test_reading_far_beyond_ones_own_usual_raises_one_alarm(
    cast: Cast, usual: int, today: int, is_raised: bool
) -> None:
    now = datetime.now(UTC)
    if usual:
        _usual_days(cast, usual, now)
    ReadingDay.objects.create(
        user_id=cast.anna.id, day=now.date(), cards=today, views=today, rows_listed=0
    )
    assert raise_alarms(today=now.date(), now=now) == int(is_raised)
    assert raise_alarms(today=now.date(), now=now) == 0
    events = SecurityEvent.objects.filter(kind="audit.unusual_reading")
    assert events.count() == int(is_raised)
    if is_raised:
        details = events.get().details
        assert (details["cards"], details["median"]) == (today, usual)
        notice = OutboxEvent.objects.filter(topic="notices.wanted").get().payload
        assert str(cast.arkady.id) in notice["owners"]
        assert str(cast.nina.id) not in notice["owners"]
