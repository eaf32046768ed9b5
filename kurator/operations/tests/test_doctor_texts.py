"""What the doctor says of addresses, in the language of the terminal."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from kurator.operations import doctoring

MAIL = "smtp://mail.example.com:587?from=crm@example.com"
LANGUAGES = {"en": "en_US.UTF-8", "ru": "ru_RU.UTF-8", "uk": "uk_UA.UTF-8"}


def kurator(command: str, **settings: str) -> Any:
    language = settings.pop("language", "en")
    names = {key for key in os.environ if key.startswith(("LC_", "KURATOR_PUBLIC", "LANG"))}
    kept = {key: value for key, value in os.environ.items() if key not in names}
    return subprocess.run(
        [sys.executable, "-m", "kurator", command],
        env={**kept, "LANG": LANGUAGES[language], "LC_ALL": LANGUAGES[language], **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "lead nowhere"), ("ru", "никуда бы не вели"), ("uk", "нікуди б не вели")],
)
def test_mail_without_an_address_of_ones_own_is_told_and_does_not_start(
    language: str, words: str
) -> None:
    told = kurator("doctor", KURATOR_SMTP_URL=MAIL, language=language)
    assert words in told.stdout
    assert told.returncode == 5
    refused = kurator("run", KURATOR_SMTP_URL=MAIL, language=language)
    assert refused.returncode != 0
    assert words in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_with_an_address_mail_is_well() -> None:
    address = "https://crm.example.com"
    told = kurator("doctor", KURATOR_SMTP_URL=MAIL, KURATOR_PUBLIC_URL=address)
    assert f"Mailed links lead to {address}" in told.stdout


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://127.0.0.1:1/x", "не отвечает"),
        ("mysql://127.0.0.1/x", "не называет базу данных"),
    ],
)
def test_a_wrong_address_of_the_database_is_told_in_ones_language(address: str, words: str) -> None:
    told = kurator("doctor", KURATOR_DATABASE_URL=address, language="ru")
    assert words in told.stdout, told.stdout + told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("verified_at", "broken", "is_well", "words"),
    [
        (datetime(2026, 11, 25, 0, 4, tzinfo=UTC), 0, True, "2026-11-25 02:04:00+02:00"),
        (datetime(2026, 11, 25, 0, 4, tzinfo=UTC), 2, False, "2"),
        (None, 0, None, ""),
    ],
)
def test_the_seals_of_the_past_are_looked_at(
    verified_at: datetime | None,
    broken: int,
    is_well: bool | None,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctoring, "_rows", lambda query: [(verified_at, broken)])
    found = list(doctoring.examine_seals())
    assert [one.is_well for one in found] == ([] if is_well is None else [is_well])
    assert all(words in one.what for one in found)


def test_since_when_outgoing_is_held_is_told_in_company_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    since = datetime(2026, 11, 25, 3, 32, tzinfo=UTC)
    monkeypatch.setattr(doctoring, "_rows", lambda query: [(since,)])
    (found,) = doctoring.examine_held()
    assert "2026-11-25 05:32:00+02:00" in found.what


@pytest.mark.parametrize(
    ("seen", "language", "words", "code"),
    [
        ([True, True], "en", "All is well.", 0),
        ([True, None], "en", "Nothing is broken. Left for you to decide (!): 1.", 6),
        ([None, None], "ru", "Ничего не сломано. Решать вам (!): 2.", 6),
        ([None, True], "uk", "Нічого не зламано. Вирішувати вам (!): 1.", 6),
        ([True, False], "en", "Needs you (✗): 1.", 5),
        ([False, None], "en", "Needs you (✗): 1. Left for you to decide (!): 1.", 5),
        ([False, None], "uk", "Потребують втручання (✗): 1. Вирішувати вам (!): 1.", 5),
    ],
)
def test_the_last_line_and_the_exit_code_leave_nothing_out(
    seen: list[bool | None],
    language: str,
    words: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctoring, "terminal_language", lambda: language)
    found = [doctoring.Diagnosis("any", is_well, "") for is_well in seen]
    assert doctoring.verdict(found) == (words, code)
