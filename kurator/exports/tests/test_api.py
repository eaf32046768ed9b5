"""Exports through the API and the worker, on real rows and real rights."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from kurator.access.models import Role, UserRole
from kurator.access.services import create_role, rebuild_visibility
from kurator.exports.models import Export
from kurator.exports.services import running
from kurator.exports.services.files import folder
from kurator.exports.services.queue import EXPORTS
from kurator.exports.services.running import run_export
from kurator.exports.services.sweeping import expire_files
from kurator.exports.tests.builders import csv_rows, fetched, made, now, sheet_rows
from kurator.parties.tests.builders import make_attribute, make_party, make_tag
from kurator.platform import runs
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.runs import requeue_stalled
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db(transaction=True)
NAMES = {"columns": ["party.name", "party.phone"]}


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


def _limit(cast: Cast, who: str, *taken: str) -> None:
    """Take permissions from a person."""
    user = getattr(cast, who)
    role = Role.objects.get(id=UserRole.objects.get(user_id=user.id).role_id)
    left = [code for code in role.permissions if code not in taken]
    Role.objects.filter(id=role.id).update(permissions=left)


def test_a_list_becomes_a_file_with_its_filter_columns_and_order(api: Api, cast: Cast) -> None:
    make_attribute("fee", kind="money", currency="UAH")
    gold = make_tag("gold")
    make_party(
        owner=cast.anna, name="Beta", tags=[gold], phones=["+380671112233"], attrs={"fee": 1250}
    )
    make_party(owner=cast.boris, name="Alpha", status="ACTIVE")
    make_party(owner=cast.boris, name="Gamma", status="FORMER")
    done = made(
        api("anna"),
        name="My list",
        query={
            "filter": {"op": "in", "field": "party.status", "value": ["NEW", "ACTIVE"]},
            "sort": [{"field": "party.name", "desc": False}],
            "columns": [
                "party.name",
                "party.owner",
                "party.tags",
                "party.phone",
                "attr.fee",
                "party.status",
            ],
        },
    )
    assert (done["status"], done["rows_done"], done["name"]) == ("DONE", 2, "My list")
    rows = csv_rows(fetched(api("anna"), done["id"]))
    assert rows[0][:2] == ["Name", "Owner"]
    assert rows[1][:2] == ["Alpha", "Boris Test"]
    assert rows[2][:5] == ["Beta", "Anna Test", "gold", "+380 67 111 22 33", "12.50"]
    kinds = list(SecurityEvent.objects.order_by("at").values_list("kind", flat=True))
    assert kinds == ["exports.made", "exports.downloaded"]


def test_chosen_rows_alone_as_a_workbook(api: Api, cast: Cast) -> None:
    chosen = make_party(owner=cast.anna, name="=cmd|' /C calc'!A0")
    make_party(owner=cast.anna, name="Other")
    done = made(api("anna"), format="XLSX", query={"ids": [str(chosen.id)], **NAMES})
    rows = sheet_rows(fetched(api("anna"), done["id"]))
    assert [row[0] for row in rows] == [("inlineStr", "Name"), ("inlineStr", "=cmd|' /C calc'!A0")]


def test_the_person_hears_once_that_the_file_is_there(api: Api, cast: Cast) -> None:
    made(api("anna"), name="My {list}", query=NAMES)
    dispatch_once()
    notices = api("anna").get("/notifications").json["items"]
    assert [(notice["kind"], notice["text"]) for notice in notices] == [
        ("export_ready", "The file of your export can be fetched: My {list}")
    ]


@pytest.mark.requirement("R001-59")
@pytest.mark.parametrize("file_format", ["CSV", "XLSX"])
def test_nothing_of_others_customers_is_in_the_file(api: Api, cast: Cast, file_format: str) -> None:
    make_party(owner=cast.viktor, name="Viktor's own")
    hidden = make_party(owner=cast.anna, name="Canary", phones=["+380679998877"])
    done = made(api("viktor"), format=file_format, query={"ids": [str(hidden.id)], **NAMES})
    assert done["rows_done"] == 0
    done = made(api("viktor"), format=file_format, query=NAMES)
    assert done["rows_done"] == 1


def test_row_level_security_alone_holds_the_scope(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lock 1 is taken away; what is left is the database."""
    from kurator.parties.selectors import listing

    make_party(owner=cast.anna, name="Canary")
    make_party(owner=cast.viktor, name="Mine")
    monkeypatch.setattr(listing, "owned_by_sql", lambda *_: "TRUE")
    done = made(api("viktor"), query=NAMES)
    assert done["rows_done"] == 1
    assert b"Canary" not in fetched(api("viktor"), done["id"])


def test_rights_lost_before_the_run_refuse_it(api: Api, cast: Cast) -> None:
    make_party(owner=cast.viktor, name="Mine")
    answer = api("viktor").post("/exports", {"query": NAMES})
    _limit(cast, "viktor", "exports.run")
    run_export(UUID(answer.json["id"]), clock=now)
    one = Export.objects.get()
    assert (one.status, (one.failure or {})["code"], one.file_key) == (
        "FAILED",
        "exports.rights_gone",
        "",
    )


def test_a_customer_given_away_before_the_run_is_not_in_the_file(api: Api, cast: Cast) -> None:
    party = make_party(owner=cast.viktor, name="Was mine")
    answer = api("viktor").post("/exports", {"query": NAMES, "format": "CSV"})
    type(party).objects.filter(id=party.id).update(owner_id=cast.anna.id)
    run_export(UUID(answer.json["id"]), clock=now)
    assert Export.objects.get().rows_done == 0


def test_a_column_that_is_gone_is_named(api: Api, cast: Cast) -> None:
    attribute = make_attribute("fee", kind="number")
    answer = api("anna").post("/exports", {"query": {"columns": ["attr.fee"]}})
    type(attribute).objects.filter(id=attribute.id).update(is_active=False)
    run_export(UUID(answer.json["id"]), clock=now)
    failed = api("anna").get(f"/exports/{answer.json['id']}").json
    assert (failed["status"], failed["failure"]["code"]) == ("FAILED", "kurator.invalid_input")
    assert "columns/0" in failed["failure"]["message"]


@pytest.mark.parametrize(
    "narrower", [{"fields": {"party.tax_id": "NONE"}}, {"scope": "OWN"}], ids=["fields", "scope"]
)
def test_who_sees_less_than_when_the_file_was_made_makes_it_anew(
    api: Api, cast: Cast, narrower: dict[str, Any]
) -> None:
    make_party(owner=cast.anna, name="Mine")
    done = made(api("anna"), query=NAMES)
    fetched(api("anna"), done["id"])
    Role.objects.filter(code="TEST_TEAM").update(**narrower)
    rebuild_visibility()
    refused = api("anna").get(f"/exports/{done['id']}/file")
    assert (refused.status, refused.json["code"]) == (409, "exports.rights_narrower")


def test_only_the_one_who_asked_fetches_the_file(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name="Mine")
    done = made(api("anna"), query=NAMES)
    for other in ("boris", "arkady"):
        assert api(other).get(f"/exports/{done['id']}/file").status == 404
        assert api(other).get(f"/exports/{done['id']}").status == 404
    _limit(cast, "anna", "parties.view")
    assert api("anna").get(f"/exports/{done['id']}/file").status == 403


def test_the_fourth_export_in_an_hour_is_refused_and_says_when(api: Api, cast: Cast) -> None:
    _limit(cast, "anna", "exports.unlimited")
    for _ in range(3):
        assert api("anna").post("/exports", {"query": NAMES}).status == 202
    refused = api("anna").post("/exports", {"query": NAMES})
    assert (refused.status, refused.json["code"]) == (429, "exports.too_many")
    assert "possible from " in refused.json["detail"]
    assert api("anna").get("/exports/allowance").json["exports_left"] == 0
    export_id = api("anna").get("/exports").json["items"][0]["id"]
    assert api("anna").delete(f"/exports/{export_id}").status == 204
    assert api("anna").post("/exports", {"query": NAMES}).status == 429


def test_a_list_longer_than_a_day_allows_is_refused(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.exports.rules import allowance

    monkeypatch.setattr(allowance, "MAX_ROWS_IN_DAY", 2)
    for number in range(3):
        make_party(owner=cast.anna, name=f"Customer {number}")
    assert made(api("anna"), query=NAMES)["rows_done"] == 3
    Export.objects.all().delete()
    _limit(cast, "anna", "exports.unlimited")
    refused = api("anna").post("/exports", {"query": NAMES})
    assert (refused.status, refused.json["code"]) == (409, "exports.list_too_long")


def test_a_list_that_grew_stops_at_the_allowance(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kurator.exports.rules import allowance

    monkeypatch.setattr(allowance, "MAX_ROWS_IN_DAY", 2)
    _limit(cast, "anna", "exports.unlimited")
    answer = api("anna").post("/exports", {"query": NAMES})
    for number in range(3):
        make_party(owner=cast.anna, name=f"Customer {number}")
    run_export(UUID(answer.json["id"]), clock=now)
    one = Export.objects.get()
    assert (one.status, (one.failure or {})["code"]) == ("FAILED", "exports.list_too_long")
    assert list((Path(settings.FILES_DIR) / "exports").glob("*")) == []


def test_raw_files_need_a_permission_of_their_own(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name="=1+1")
    done = made(api("anna"), query=NAMES, is_raw=True)
    assert csv_rows(fetched(api("anna"), done["id"])) == [
        ["party.name", "party.phone"],
        ["=1+1", ""],
    ]
    assert api("anna").post("/exports", {"is_raw": True, "format": "XLSX"}).status == 422
    _limit(cast, "anna", "exports.raw")
    assert api("anna").post("/exports", {"is_raw": True, "format": "CSV"}).status == 403
    assert api("anna").get(f"/exports/{done['id']}/file").status == 403


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"columns": ["party.nothing"]}, ["columns", 0]),
        ({"columns": [1]}, ["query", "columns"]),
        ({"ids": ["x"]}, ["query", "ids"]),
        ({"sort": [{"by": "x"}]}, ["query", "sort"]),
        ({"sort": [{"field": "party.tags"}]}, ["sort", 0, "field"]),
        ({"filter": "x"}, ["query", "filter"]),
        ({"filter": {"op": "no"}}, None),
        ({"other": 1}, ["query", "other"]),
    ],
)
def test_a_wrong_list_is_refused_with_the_place(
    api: Api, cast: Cast, query: Any, place: Any
) -> None:
    answer = api("anna").post("/exports", {"query": query})
    assert answer.status == 422, answer.json
    if place:
        assert answer.json["errors"][0]["loc"] == place


def test_what_waits_in_the_queue_is_canceled_at_once(api: Api, cast: Cast) -> None:
    export_id = api("anna").post("/exports", {"query": NAMES}).json["id"]
    answer = api("anna").post(f"/exports/{export_id}/cancel")
    assert (answer.status, answer.json["status"]) == (200, "CANCELED"), answer.json
    assert (
        answer.json["finished_at"] == api("anna").get(f"/exports/{export_id}").json["finished_at"]
    )
    assert api("anna").post(f"/exports/{export_id}/cancel").json["code"] == "exports.over"


def test_a_canceled_run_leaves_no_file(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        make_party(owner=cast.anna, name=f"Customer {number}")
    answer = api("anna").post("/exports", {"query": NAMES, "format": "CSV"})
    export_id = answer.json["id"]
    monkeypatch.setattr(runs, "BEAT_SECONDS", 0.01)

    def cancel_in_the_middle(_: int) -> None:
        def cancel() -> None:
            api("anna").post(f"/exports/{export_id}/cancel")
            connection.close()

        canceling = Thread(target=cancel)
        canceling.start()
        canceling.join()

    run_export(UUID(export_id), clock=now, on_rows=cancel_in_the_middle)
    one = Export.objects.get()
    assert (one.status, one.file_key) == ("CANCELED", "")
    assert list((Path(settings.FILES_DIR) / "exports").glob("*")) == []


def test_a_stopped_worker_leaves_it_to_the_next(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name="Mine")
    export_id = api("anna").post("/exports", {"query": NAMES, "format": "CSV"}).json["id"]
    run_export(UUID(export_id), clock=now, must_stop=lambda: True)
    assert Export.objects.get().status == "RUNNING"
    run_export(UUID(export_id), clock=now)
    assert Export.objects.get().status == "DONE"


def test_what_a_killed_worker_left_is_begun_anew(api: Api, cast: Cast) -> None:
    export_id = api("anna").post("/exports", {"query": NAMES}).json["id"]
    Export.objects.update(status="RUNNING", heartbeat_at="2020-01-01T00:00:00Z")
    assert requeue_stalled(EXPORTS) == []  # it still waits in the queue
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert requeue_stalled(EXPORTS) == [UUID(export_id)]
    assert requeue_stalled(EXPORTS) == []


def test_a_late_worker_does_not_finish(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_party(owner=cast.anna, name="Mine")
    export_id = api("anna").post("/exports", {"query": NAMES, "format": "CSV"}).json["id"]
    monkeypatch.setattr(running, "fault_point", lambda _: Export.objects.update(epoch=99))
    run_export(UUID(export_id), clock=now)
    assert Export.objects.get().status == "RUNNING"
    assert list((Path(settings.FILES_DIR) / "exports").glob("*")) == []


def test_files_go_after_seven_days(api: Api, cast: Cast) -> None:
    make_party(owner=cast.anna, name="Mine")
    done = made(api("anna"), query=NAMES)
    assert expire_files(now=now() + timedelta(days=6)) == 0
    assert expire_files(now=now() + timedelta(days=8)) == 1
    assert api("anna").get(f"/exports/{done['id']}").json["status"] == "EXPIRED"
    assert api("anna").get(f"/exports/{done['id']}/file").json["code"] == "exports.no_file"


def test_what_a_killed_worker_left_goes_but_not_what_an_export_is_writing(
    api: Api, cast: Cast
) -> None:
    make_party(owner=cast.anna, name="Mine")
    one = made(api("anna"), query=NAMES)
    Export.objects.filter(id=one["id"]).update(status="RUNNING", file_key="", started_at=now())
    (folder() / "workbook-left").mkdir()
    (folder() / "workbook-left" / "sheet").write_text("Ada")
    (folder() / ("k" * 32)).write_text("")
    begun = [path.name for path in folder().iterdir()]
    later = now() + timedelta(hours=3)
    expire_files(now=later)
    assert {path.name for path in folder().iterdir()} == {*begun}
    Export.objects.filter(id=one["id"]).update(status="FAILED")
    expire_files(now=later)
    assert list(folder().iterdir()) == []


def test_a_role_without_limits_is_one_of_its_own(cast: Cast) -> None:
    role = create_role(code="X", name={"en": "X"}, permissions=["exports.run"], scope="ALL")
    assert "exports.unlimited" not in role.permissions
