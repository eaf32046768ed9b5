from io import StringIO
from pathlib import Path

import pytest

from kurator.demo import logins
from kurator.demo.progress import reporter
from kurator.platform.database.home import read_demo_logins


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path))
    return tmp_path


def test_the_file_of_logins_is_what_the_page_reads(home: Path) -> None:
    assert read_demo_logins() == []
    assert logins.write_logins() == home / "demo-logins.json"
    assert [row["email"] for row in read_demo_logins()] == [
        row["email"] for row in logins.demo_logins()
    ]
    assert [row["role"] for row in logins.demo_logins()] == [
        "operator",
        "manager",
        "supervisor",
        "administrator",
    ]
    assert len(logins.demo_logins(everybody=True)) == 14


def test_progress_is_told_in_lines() -> None:
    stream = StringIO()
    show = reporter(stream)
    for share in (0.0, 0.01, 0.2, 0.21, 0.1, 1.0):
        show(share)
    assert stream.getvalue() == "    0 %\n   20 %\n  100 %\n"
