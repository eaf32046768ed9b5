"""The scaffold writes code that the house accepts."""

import ast
from pathlib import Path

import pytest

from tools import new_domain
from tools.linters.__main__ import check
from tools.linters.source import Source


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("gifts", "gift"),
        ("inquiries", "inquiry"),
        ("passes", "pass"),
        ("price_lists", "price_list"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert new_domain.singular(plural) == one


def test_every_file_is_written_and_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_domain, "ROOT", tmp_path)

    made = new_domain.make_domain("price_lists")

    names = {path.relative_to(tmp_path).as_posix() for path in made}
    assert {"kurator/price_lists/feature.py", "web/src/features/price_lists/feature.tsx"} <= names
    for path in made:
        text = path.read_text()
        assert "__thing" not in text.lower()
        if path.suffix == ".py":
            ast.parse(text)
            assert check(Source(path.relative_to(tmp_path), text)) == []


@pytest.mark.parametrize("name", ["", "Gifts", "my-gifts", "parties"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    assert new_domain.main([name]) in {1, 2}
