"""A page mark belongs to one list: another list refuses it, whatever it holds."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from kurator.config.urls import api as described
from kurator.platform.cursors import write_cursor
from tests.api.world import World
from tests.client import ApiClient

MARKS = {
    "damaged": "x",
    "foreign": write_cursor("another list", ["2026-11-25", "1", "2"]),
}


def paged_lists() -> list[str]:
    """Addresses below /api/v1 of the lists that take a mark in their query: it is never a plain id."""
    return [
        path.removeprefix("/api/v1")
        for path, operations in described.get_openapi_schema()["paths"].items()
        for one in operations.get("get", {}).get("parameters", ())
        if one["name"] == "cursor"
    ]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("path", paged_lists())
def test_a_mark_of_no_page_of_this_list_is_refused(
    path: str, mark: str, world: World, api: Callable[[str], ApiClient]
) -> None:
    address = re.sub(r"\{(\w+)\}", lambda m: str(world.ids[m.group(1)]), path)
    answer = api("anna").get(f"{address}?cursor={quote(MARKS[mark])}")
    assert answer.status == 422, answer.content
    assert answer.json["code"] == "kurator.cursor_broken"
