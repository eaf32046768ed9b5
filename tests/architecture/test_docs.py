"""The documents point at things that exist, and name all that they promise to name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kurator.bench.crash.workloads import MODULES, WithoutWorkload, ring
from kurator.platform.faults import POINTS
from tools.linters.source import ROOT
from tools.pictures import sources

FOLDERS = ("docs", "kurator", "tools", "tests")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"\bmake ((?:[a-z]+-)*[a-z]+)")
INLINE = re.compile(r"`[^`\n]+`")
TEST = re.compile(r"`([\w/]+\.py)::(\w+(?:::\w+)*)`")
CODE = re.compile(r"```.*?```", re.DOTALL)
SECURITY = ROOT / "docs" / "reference" / "security.md"
CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)


def documents() -> list[Path]:
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), ROOT / "web" / "README.md", *below])


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as hosting sites make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.strip().replace(" ", "-") for head in plain}


def relative_links(path: Path) -> Iterator[str]:
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    yield from (link for link in LINK.findall(text) if "://" not in link)


@pytest.mark.parametrize("path", documents(), ids=name)
def test_links_and_pictures_exist(path: Path) -> None:
    broken = []
    for link in relative_links(path):
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("path", documents(), ids=name)
def test_targets_of_make_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    code = [*CODE.findall(text), *INLINE.findall(CODE.sub("", text))]
    named = {target for part in code for target in TARGET.findall(part)}

    assert named - known == set()


@pytest.mark.parametrize("path", documents(), ids=name)
def test_tests_that_are_named_exist(path: Path) -> None:
    named = TEST.findall(path.read_text(encoding="utf-8"))

    assert [f"{file}::{test}" for file, test in named if not _exists(ROOT / file, test)] == []


def _exists(file: Path, test: str) -> bool:
    """Whether the file has the test, in the class that is named before it."""
    if not file.exists():
        return False
    node: ast.AST = ast.parse(file.read_text(encoding="utf-8"))
    for name in test.split("::"):
        below = [one for one in getattr(node, "body", []) if getattr(one, "name", None) == name]
        if not below:
            return False
        node = below[0]
    return True


def test_pictures_are_shown_and_can_be_taken_anew() -> None:
    kept = {path.stem for path in (ROOT / "docs" / "pictures").glob("*.png")}
    links = {Path(link) for path in documents() for link in relative_links(path)}

    assert kept == set(sources(ROOT / "artifacts"))
    assert kept == {link.stem for link in links if link.suffix == ".png"}


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    settings = (ROOT / "kurator" / "config" / "settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r"KURATOR_[A-Z_]+", settings))

    assert [setting for setting in sorted(named) if f"`{setting}`" not in text] == []
    assert named


def test_every_fault_point_is_explained() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    assert [point for point in POINTS if f"| `{point}` |" not in text] == []


def test_every_fault_point_is_listed_and_killed_at_by_the_bench() -> None:
    sources = [path.read_text() for path in (ROOT / "kurator").rglob("*.py")]
    passed = {point for text in sources for point in re.findall(r'fault_point\("([^"]+)"\)', text)}
    killed_at = [(module, point) for module, point in ring() if point]
    assert passed == set(POINTS)
    assert sorted(point for _, point in killed_at) == sorted(POINTS)
    for module in set(MODULES.values()):
        assert (ROOT / "kurator" / "bench" / "crash" / f"{module}.py").exists()
    assert {module for module, _ in killed_at} == set(MODULES.values())


def test_each_fault_has_its_test_at_each_moment() -> None:
    text = (ROOT / "docs" / "reference" / "faults.md").read_text(encoding="utf-8")
    matrix, peers = (_rows(part) for part in text.split("## Peers"))
    moments = ["before", "claimed", "sent", "open", "committed", "idle"]
    faults = list(dict.fromkeys(row[0] for row in matrix))
    assert len(faults) == 7
    assert [(row[0], row[1]) for row in matrix] == [(f, m) for f in faults for m in moments]
    assert [row[0] for row in peers] == [
        "repeat",
        "mix the order",
        "come late",
        "hang up",
        "send garbage",
        "drip",
    ]
    cells = [row[2] for row in matrix] + [cell for row in peers for cell in row[1:]]
    assert [cell for cell in cells if not TEST.search(cell) and not cell.startswith("– ")] == []


def _rows(text: str) -> list[list[str]]:
    """Of a table, without its head."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


def test_a_fault_point_without_a_workload_stops_the_bench() -> None:
    with pytest.raises(WithoutWorkload, match=r"new\.point"):
        ring(["web.answered", "new.point"])


def test_every_term_stands_in_three_languages() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    terms = [row for row in rows if row[0] != "In code"]
    incomplete = [row for row in terms if len(row) != 5 or not _is_complete(*row[1:4])]

    assert incomplete == []
    assert len(terms) > 100


def _is_complete(english: str, russian: str, ukrainian: str) -> bool:
    is_english = bool(english) and not CYRILLIC.search(english)
    return is_english and all(CYRILLIC.search(text) for text in (russian, ukrainian))


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert [record for record in records if f"({record})" not in listed] == []
    for record in records:
        text = (folder / record).read_text(encoding="utf-8")
        for part in ("Context", "Decision", "Consequences", "Alternatives"):
            assert f"\n## {part}\n" in text, f"{record} lacks {part}"


def test_every_promise_names_its_proofs() -> None:
    rows = re.findall(r"^\| P\d+ .*$", SECURITY.read_text(), re.MULTILINE)
    assert [row.split("|")[1].strip() for row in rows] == [f"P{n}" for n in range(1, 12)]
    assert [row for row in rows if "::test_" not in row] == []


def test_every_advisory_has_a_test_of_its_name() -> None:
    _, _, part = SECURITY.read_text().partition("## What went wrong elsewhere")
    listed = set(re.findall(r"CVE-\d+-\d+|GHSA-\w+|\b\d{4,5}\b(?!-)", part.partition("`make")[0]))
    names = " ".join(
        name
        for path in (ROOT / "tests" / "security").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    )
    # Some stand in a name by their number alone, beside others of their year.
    numbers = {one: one.rpartition("-")[2].lower() for one in listed}
    assert len(listed) > 25
    assert [one for one, number in numbers.items() if f"_{number}_" not in names] == []
