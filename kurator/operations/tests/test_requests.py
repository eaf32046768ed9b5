"""Times of operations are added up over all processes, and quickly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import Histogram
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector

from kurator.operations import requests
from kurator.operations.requests import read_figures
from kurator.operations.types import RequestFigure
from tests.client import ApiClient

BORDERS = [*map(str, Histogram.DEFAULT_BUCKETS[:-1]), "+Inf"]
SECONDS = "kurator_request_seconds"
# The library's own, which says nothing of its types.
_dict: Any = MmapedDict
_key: Any = mmap_key
_collector: Any = MultiProcessCollector


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return tmp_path


def write(folder: Path, pid: int, rows: list[tuple[str, str, str, float]]) -> None:
    """Each row: operation, status, border, how many fell into that bucket."""
    kept: Any = _dict(str(folder / f"histogram_{pid}.db"))
    for operation, status, border, value in rows:
        labels = [operation, status, border]
        key = _key(SECONDS, f"{SECONDS}_bucket", ["operation", "status", "le"], labels, "")
        kept.write_value(key, kept.read_value(key)[0] + value, 0.0)
    name = "kurator_request_statements"
    for operation in {row[0] for row in rows}:
        kept.write_value(_key(name, f"{name}_sum", ["operation"], [operation], ""), 6.0, 0.0)
    kept.close()


def test_figures_of_all_processes_are_those_that_the_library_adds_up(folder: Path) -> None:
    write(folder, 1, [("GET parties", "200", border, 3.0) for border in BORDERS])
    write(
        folder, 2, [("GET parties", "500", "1.0", 5.0), ("POST parties", "201", "0.25", 4.0),
                    ("POST parties", "201", "+Inf", 0.0)]
    )  # fmt: skip
    merged = _collector.merge([str(one) for one in folder.glob("*.db")])
    (metric,) = [one for one in merged if one.name == SECONDS]
    wanted: dict[str, float] = {}
    for sample in metric.samples:
        if sample.name.endswith("_count"):
            operation = sample.labels["operation"]
            wanted[operation] = wanted.get(operation, 0.0) + sample.value
    found = {one.operation: one for one in read_figures()}
    assert {name: one.count for name, one in found.items()} == {
        "GET /parties": wanted["GET parties"],
        "POST /parties": wanted["POST parties"],
    }
    assert (found["GET /parties"].errors, found["POST /parties"].errors) == (5, 0)
    assert found["POST /parties"].statements == 1.5
    assert 0.0 < found["POST /parties"].p95 <= 0.25


def test_what_is_counted_later_and_by_new_processes_is_told(folder: Path) -> None:
    def counts() -> dict[str, int]:
        return {one.operation: one.count for one in read_figures()}

    write(folder, 1, [("GET a", "200", "+Inf", 1.0)])
    assert counts() == {"GET /a": 1}
    write(folder, 1, [("GET a", "200", "+Inf", 2.0)])
    assert counts() == {"GET /a": 3}
    write(folder, 1, [("GET b", "200", "+Inf", 1.0)])
    write(folder, 2, [("GET a", "200", "+Inf", 4.0)])
    assert counts() == {"GET /a": 7, "GET /b": 1}


def test_what_a_figure_is_about_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading it anew of a hundred thousand takes seconds, for which an administrator would wait."""
    write(folder, 1, [(f"GET {n}", "200", border, 1.0) for n in range(40) for border in BORDERS])
    asked: list[str] = []
    really: Any = requests._groups

    def noted(key: str) -> Any:
        asked.append(key)
        return really(key)

    monkeypatch.setattr(requests, "_groups", noted)
    first = read_figures()
    assert len(asked) == 40 * (len(BORDERS) + 1)
    assert read_figures() == first
    assert len(asked) == 40 * (len(BORDERS) + 1)


@pytest.mark.django_db
def test_the_page_is_told_what_was_read_a_moment_ago(
    api: Callable[[str], ApiClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def read() -> list[RequestFigure]:
        asked.append(1)
        return []

    monkeypatch.setattr(requests, "read_figures", read)
    monkeypatch.setattr(requests, "_kept", (0.0, []))
    for _ in range(3):
        assert api("arkady").get("/operations/requests").json == {"items": []}
    assert len(asked) == 1


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_take_gets_no_figure_of_its_own(
    api: Callable[[str], ApiClient],
) -> None:
    for method in ("PUT", "BREW", "PROPFIND"):
        assert api("arkady").call(method, "/operations/requests").status == 405
    told = {one.operation for one in read_figures()}
    assert not [name for name in told if name.startswith(("BREW", "PROPFIND"))]
