"""The journey of a file through the API, as a person with a scope makes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kurator.imports.models import Import, ImportProblem
from kurator.imports.tests.builders import (
    counts,
    imported,
    now,
    started,
    telco,
    upload,
)
from kurator.parties.models import Attribute, ContactPoint, Party
from kurator.platform.cursors import write_cursor
from kurator.platform.models import OutboxEvent
from kurator.tracking.models import Change, ChangeTransaction, SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


def test_the_telephone_company_is_imported(api: Api) -> None:
    anna = api("anna")
    answer = upload(anna, telco(), "Telco-Customer-Churn.csv")
    assert answer.status == 201, answer.json
    one = answer.json
    kinds = {column["header"]: column["kind"] for column in one["columns"]}
    assert one["columns"][0]["target"] == "party.external_id"
    assert (kinds["gender"], kinds["SeniorCitizen"], kinds["tenure"]) == (
        "choice",
        "bool",
        "number",
    )
    assert (kinds["MonthlyCharges"], kinds["TotalCharges"]) == ("money", "money")
    blanks = {column["header"]: column["blanks"] for column in one["columns"]}
    assert (blanks["TotalCharges"], sum(blanks.values())) == (11, 11)
    assert not [question for question in one["questions"] if question["is_required"]]
    assert len(one["sample"]) == 20

    checked = anna.post(f"/imports/{one['id']}/check").json
    expected = {"created": 7043, "updated": 0, "unchanged": 0, "refused": 0, "superseded": 0}
    assert checked["check"] == expected
    assert not Party.objects.exists()
    assert not Attribute.objects.exists()

    done = started(anna, one["id"])
    assert (done["status"], counts(done)) == ("DONE", (7043, 0, 0, 0))
    assert not done["has_file"]
    party = Party.objects.get(external_id="7590-VHVEG")
    assert party.owner_id == Party.objects.values_list("owner_id", flat=True).distinct().get()
    assert party.attrs["total_charges"] == 2985
    assert party.attrs["senior_citizen"] is False
    assert party.attrs["contract"] == "month_to_month"
    assert party.attrs["tenure"] == 1
    assert Party.objects.filter(attrs__has_key="total_charges").count() == 7032


def test_a_second_import_changes_what_changed(api: Api) -> None:
    anna = api("anna")
    imported(anna, telco())
    again = imported(anna, telco())
    assert counts(again) == (0, 0, 7043, 0)
    changed = telco().replace(b"7590-VHVEG,Female", b"7590-VHVEG,Male", 1)
    once_more = imported(anna, changed)
    assert counts(once_more) == (0, 1, 7042, 0)
    assert Party.objects.get(external_id="7590-VHVEG").attrs["gender"] == "male"


def test_history_names_the_person_and_the_import(api: Api, cast: Cast) -> None:
    anna = api("anna")
    imported(anna, "id,name,city\n1,Ann,Kyiv\n2,Bob,Lviv\n")
    imported(anna, "id,name,city\n1,Ann,Kyiv\n2,Bob,Odesa\n")
    party = Party.objects.get(external_id="2")
    change = Change.objects.filter(party_id=party.id).order_by("-id")[0]
    assert change.diff == {"attr.city": ["Lviv", "Odesa"]}
    transaction = ChangeTransaction.objects.get(id=change.transaction_id)
    assert (transaction.actor_kind, transaction.actor_id) == ("user", str(cast.anna.id))
    assert (transaction.channel, transaction.reason) == ("import", "customers.csv")


RUSSIAN = (
    "Код клиента;ФИО;Телефон;Эл. почта;Дата рождения;Сумма договора;Активен\r\n"
    "А-1;Щербаков Фёдор;(067) 123-45-67 доб. 801;FEDOR@Example.com;31.12.1980;1 234,50;да\r\n"
    'А-2;"ООО ""Ромашка""";+7 812 309-44-10;;01.02.1990;2 000,00;нет\r\n'
    "А-3;Юлия Жукова;+44 20 7946 0958;;29.02.2000;0,99;да\r\n"
)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16", "koi8-r"])
def test_files_of_the_region_are_understood(api: Api, encoding: str) -> None:
    anna = api("anna")
    answer = upload(anna, RUSSIAN.encode(encoding))
    assert answer.json["delimiter"] == ";"
    targets = [column["target"] for column in answer.json["columns"]]
    assert targets[:5] == [
        "party.external_id",
        "party.name",
        "party.phone",
        "party.email",
        "party.birth_date",
    ]
    checked = anna.post(f"/imports/{answer.json['id']}/check").json
    assert (checked["check"]["created"], checked["problems"]) == (3, [])
    done = started(anna, answer.json["id"])
    assert (counts(done), done["problems"]) == ((3, 0, 0, 0), [])
    first, second = (Party.objects.get(external_id=code) for code in ("А-1", "А-2"))
    assert (first.name, second.name) == ({"ru": "Щербаков Фёдор"}, {"ru": 'ООО "Ромашка"'})
    assert str(first.birth_date) == "1980-12-31"
    assert first.attrs == {"summa_dohovora": 123450, "aktyven": True}
    points = ContactPoint.objects.filter(party=first).order_by("kind")
    assert [(p.kind, p.norm, p.extension) for p in points] == [
        ("EMAIL", "fedor@example.com", ""),
        ("PHONE", "380671234567", "801"),
    ]
    assert ContactPoint.objects.get(party=second).norm == "78123094410"
    assert counts(imported(anna, RUSSIAN.encode(encoding))) == (0, 0, 3, 0)


def test_a_date_with_dots_answers_nothing_for_dates_with_slashes(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,signed\n1,31.02.2025\n2,05.06.2025\n3,03/04/2025\n").json
    question = next(q for q in one["questions"] if q["code"] == "date_order")
    assert "03/04/2025" in question["text"]
    answer = {"columns": [{"index": 1, "options": {"date_order": "month"}}]}
    assert not anna.patch(f"/imports/{one['id']}", answer).json["questions"]
    done = started(anna, one["id"])
    assert [(p["row"], p["code"]) for p in done["problems"]] == [(2, "imports.impossible_date")]
    read = dict(Party.objects.values_list("external_id", "attrs__signed"))
    assert read == {"2": "2025-06-05", "3": "2025-03-04"}


def test_ambiguous_dates_are_asked_and_not_guessed(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,signed\n1,03/04/2025\n2,05/06/2025\n").json
    question = next(q for q in one["questions"] if q["code"] == "date_order")
    assert (question["column"], question["is_required"]) == (1, True)
    assert "03/04/2025" in question["text"]
    for action in ("check", "run"):
        refused = anna.post(f"/imports/{one['id']}/{action}")
        assert (refused.status, refused.json["code"]) == (422, "imports.questions_open")
        assert refused.json["errors"][0]["loc"] == ["columns", 1, "options", "date_order"]
    answer = {"columns": [{"index": 1, "options": {"date_order": "month"}}]}
    assert not anna.patch(f"/imports/{one['id']}", answer).json["questions"]
    started(anna, one["id"])
    assert Party.objects.get(external_id="1").attrs == {"signed": "2025-03-04"}
    recalled = upload(anna, "id,signed\n3,07/08/2025\n").json
    assert not recalled["questions"]
    assert recalled["columns"][1]["target"] == "attr.signed"


BAD_CELLS = (
    "id,name,born,paid,plan\n"
    "1,Ann,31.02.2025,5.00,DSL\n"
    "2,Bob,01.02.2025,lots,DSL\n"
    "3,C\x00hris,01.02.2025,5.00,DSL\n"
    f"4,{'x' * 10_000},01.02.2025,5.00,DSL\n"
    "5,Eve,01.02.2025\n"
    "6,Fay,01.02.2025,5.00,Cable,more\n"
    '7,"Gus,01.02.2025,5.00,DSL\n'
    "1,Ann again,01.02.2025,5.00,DSL\n"
    ",Nobody,01.02.2025,5.00,DSL\n"
    "8,=cmd|calc,tomorrow,5.00,DSL\n"
    "9,Zoë 👩‍🚀 שלום,02.02.2025,5.00,DSL\n"
    + "".join(f"{number},Good,03.02.2025,1.50,DSL\n" for number in range(10, 60))
)


def test_each_bad_row_is_named_and_the_good_ones_come_in(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, BAD_CELLS).json
    by_header = {column["header"]: column["index"] for column in one["columns"]}
    mapping = {"columns": [{"index": by_header["name"], "target": "party.name"}]}
    assert anna.patch(f"/imports/{one['id']}", mapping).status == 200
    done = started(anna, one["id"])
    found = {(p["row"], p["header"]): p["code"].removeprefix("imports.") for p in done["problems"]}
    assert found == {
        (2, "born"): "impossible_date",
        (3, "paid"): "no_money",
        (4, "name"): "nul",
        (5, "name"): "text_too_long",
        (6, ""): "ragged_row",
        (7, ""): "ragged_row",
        (8, ""): "broken_quotes",
        (9, "id"): "duplicate_key",
        (10, "id"): "blank_key",
        (11, "born"): "no_date",
    }
    assert counts(done) == (51, 0, 0, 10)
    assert Party.objects.get(external_id="9").display_name == "Zoë 👩‍🚀 שלום"
    assert all(problem["message"] and len(problem["value"]) <= 121 for problem in done["problems"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"id,name\n", "header"),
        (b"PK\x03\x04xlsx", "CSV"),
        (b"%PDF-1.4", "PDF"),
        ("id,имя\n1,Анна\n2,Бо".encode() + b"\xff" + "рис\n".encode(), "Line 3, byte 7"),
        (b",".join([b"c"] * 100_000) + b"\n1\n", "100000"),
        (b'id,name\n"1,Ann\n' + b'"x"y,b\n' * 1500, "thousand"),
    ],
)
def test_files_that_cannot_be_read_are_refused_and_not_kept(
    api: Api, tmp_path: Path, content: bytes, words: str
) -> None:
    answer = upload(api("anna"), content)
    assert (answer.status, answer.json["code"]) == (422, "imports.file_refused")
    assert words in answer.json["detail"]
    assert answer.json["errors"][0]["loc"] == ["file"]
    assert not Import.objects.exists()
    assert not list((tmp_path / "imports").iterdir())


def test_customers_of_others_are_refused_without_details(api: Api, cast: Cast) -> None:
    viktor, anna = api("viktor"), api("anna")
    imported(anna, "id,name,phone\nA,Ann,+380671234567\n")
    one = upload(viktor, "id,name,phone\nA,Hacked,+380671234568\nB,Bob,+380671234569\n").json
    checked = viktor.post(f"/imports/{one['id']}/check").json
    assert (checked["check"]["created"], checked["check"]["refused"]) == (1, 1)
    done = started(viktor, one["id"])
    assert counts(done) == (1, 0, 0, 1)
    problem = done["problems"][0]
    assert (problem["row"], problem["code"]) == (2, "imports.foreign_customer")
    assert problem["message"] == "This external id belongs to a customer you don't serve."
    assert "Ann" not in str(done)
    assert Party.objects.get(external_id="A").display_name == "Ann"
    assert Party.objects.get(external_id="B").owner_id == cast.viktor.id


def test_imports_of_others_are_not_seen(api: Api) -> None:
    import_id = upload(api("anna"), "id,name\n1,Ann\n").json["id"]
    for who in ("boris", "arkady"):
        client = api(who)
        assert client.get(f"/imports/{import_id}").status == 404
        assert client.post(f"/imports/{import_id}/run").status == 404
        assert client.delete(f"/imports/{import_id}").status == 404
        assert client.get(f"/imports/{import_id}/errors.csv").status == 404
        assert client.get("/imports").json["items"] == []
    assert api("nina").get("/imports").status == 403
    assert upload(api("nina"), "id\n1\n").status == 403


def test_a_dry_run_writes_nothing(api: Api) -> None:
    anna = api("anna")
    imported(anna, "id,name,plan\n1,Ann,DSL\n2,Bob,DSL\n")
    before = (
        list(Party.objects.order_by("id").values()),
        Change.objects.count(),
        ContactPoint.objects.count(),
        Attribute.objects.count(),
    )
    text = (
        "id,name,plan,phone,born\n1,Anna,DSL,+380671234567,01.02.2000\n3,Cyd,DSL,,\n2,Bob,DSL,,\n"
    )
    one = upload(anna, text).json
    checked = anna.post(f"/imports/{one['id']}/check").json["check"]
    assert (checked["created"], checked["updated"], checked["unchanged"]) == (1, 1, 1)
    after = (
        list(Party.objects.order_by("id").values()),
        Change.objects.count(),
        ContactPoint.objects.count(),
        Attribute.objects.count(),
    )
    assert before == after


def test_a_run_is_announced_and_over(api: Api) -> None:
    anna = api("anna")
    done = imported(anna, "id,name\n1,Ann\n")
    assert OutboxEvent.objects.filter(topic="imports.progress").exists()
    for call in (
        anna.post(f"/imports/{done['id']}/run"),
        anna.patch(f"/imports/{done['id']}", {"name": "x"}),
        anna.post(f"/imports/{done['id']}/cancel"),
    ):
        assert (call.status, call.json["code"]) == (409, "imports.over")
    assert anna.delete(f"/imports/{done['id']}").status == 204
    assert not ImportProblem.objects.exists()
    assert Party.objects.count() == 1


def test_a_canceled_run_stops_and_goes_on(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, "id,name\n1,Ann\n2,Bob\n").json
    assert anna.post(f"/imports/{one['id']}/run").status == 202
    assert anna.post(f"/imports/{one['id']}/cancel").status == 200
    from uuid import UUID

    from kurator.imports.services.running import run_import

    run_import(UUID(one["id"]), clock=now)
    assert anna.get(f"/imports/{one['id']}").json["status"] == "CANCELED"
    assert not Party.objects.exists()
    assert counts(started(anna, one["id"])) == (2, 0, 0, 0)


@pytest.mark.parametrize("announced", ["999999999999", "-5", "12e9"])
def test_a_body_that_is_too_long_is_refused_before_it_is_read(api: Api, announced: str) -> None:
    anna = api("anna").client
    response = anna.generic(
        "POST",
        "/api/v1/imports",
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=announced,
    )
    assert response.status_code == 413
    assert response.json()["code"] == "kurator.body_too_long"
    assert not Import.objects.exists()


def test_marks_of_other_lists_are_refused(api: Api) -> None:
    anna = api("anna")
    for number in range(52):
        upload(anna, b"id,name\n1,A\n", f"{number}.csv")
    first = anna.get("/imports").json
    assert len(first["items"]) == 50
    second = anna.get(f"/imports?cursor={first['next_cursor']}").json
    assert (len(second["items"]), second["next_cursor"]) == (2, None)
    foreign = write_cursor("exports", [first["items"][0]["id"]])
    for mark in (first["items"][0]["id"], foreign, "rubbish"):
        assert anna.get(f"/imports?cursor={mark}").status == 422


def test_too_large_a_file_is_refused_by_its_announced_length(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any of it is read; and where the announcement lies, while it is read."""
    monkeypatch.setattr("kurator.imports.services.files.MAX_BYTES", 10)
    refused = upload(api("anna"), b"id,name\n1,Anna\n2,Boris\n", "long.csv")
    assert refused.status == 422
    assert not Import.objects.exists()
    long = api("anna").post("/imports", {}, CONTENT_LENGTH=str(300 * 1024 * 1024))
    assert (long.status, long.json["code"]) == (413, "kurator.body_too_long")


def test_a_run_stands_in_the_security_log(api: Api) -> None:
    imported(api("anna"), b"id,name\n1,Anna\n2,Boris\n")
    event = SecurityEvent.objects.get(kind="imports.ran")
    assert event.details == {"name": "customers.csv", "created": 2, "updated": 0, "refused": 0}
