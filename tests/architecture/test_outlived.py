"""What is kept for the version before says until when, and is gone by then."""

import re
from itertools import chain

from kurator.operations.backups.versions import version_of_kurator
from tools.linters.source import ROOT

MARK = re.compile(r"Kept until (\d+(?:\.\d+)*)")


def parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def overdue(text: str, *, present: str) -> list[str]:
    """Versions by which something should have gone, and that have come."""
    return [until for until in MARK.findall(text) if parts(until) <= parts(present)]


def test_nothing_is_kept_longer_than_it_says() -> None:
    present = version_of_kurator()
    sources = chain((ROOT / "kurator").rglob("*.py"), (ROOT / "kurator").rglob("*.sql"))
    late = {
        str(path.relative_to(ROOT)): found
        for path in sources
        if (found := overdue(path.read_text(encoding="utf-8"), present=present))
    }
    assert late == {}


def test_a_mark_is_late_from_its_version_on() -> None:
    text = "-- Kept until 0.10: a table.\nKept until 0.9 for the version before."
    assert overdue(text, present="0.8.3") == []
    assert overdue(text, present="0.9") == ["0.9"]
    assert overdue(text, present="0.10.0") == ["0.10", "0.9"]
