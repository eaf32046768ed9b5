from datetime import UTC, datetime, timedelta

import pytest

from kurator.operations.instants import read_instant, written, written_after

ENDED = datetime(2026, 11, 22, 12, 0, 0, 417_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_kyiv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURATOR_TIME_ZONE", "Europe/Kyiv")


def test_instants_are_written_in_company_time_with_its_offset() -> None:
    assert written(ENDED) == "2026-11-22 14:00:00+02:00"
    assert written(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == "2026-07-01 15:00:00+03:00"


def test_a_pasted_end_of_a_backup_is_not_before_that_end() -> None:
    line = f"{written_after(ENDED)}      34 MB  20261122T120000Z-full"
    found = read_instant(line)
    assert found is not None
    assert timedelta(0) <= found - ENDED < timedelta(seconds=1)
    whole = ENDED.replace(microsecond=0)
    assert read_instant(written_after(whole)) == whole


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 14:00",
        "2026-11-22T14:00:00",
        "2026-11-22 14:00:00+02:00",
        "2026-11-22 14:00:00 +0200",
        "2026-11-22 12:00:00 UTC",
        " 2026-11-22T12:00:00Z ",
    ],
)
def test_instants_are_read_as_people_write_them(text: str) -> None:
    assert read_instant(text) == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "14:00", "UTC"])
def test_what_is_no_instant_is_not_guessed(text: str) -> None:
    assert read_instant(text) is None
