"""What somebody takes away is noted, whatever he asks for, and what does not open is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kurator.files.services.inspecting import inspect_next
from kurator.files.tests.builders import add, address, place, png, zipped
from kurator.parties.tests.builders import make_party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.fixture
def party(cast: Cast) -> Any:
    return make_party(owner=cast.anna, name="Iryna")


def spoiled_odt(at_head: dict[int, int]) -> bytes:
    """An OpenDocument whose mimetype has other bytes in its entry, here and in the directory."""
    content = bytearray(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}))
    directory = content.rfind(b"PK\x01\x02")
    for at_byte, value in at_head.items():
        content[at_byte] = value
        content[directory + at_byte + 2] = value
    return bytes(content)


@pytest.mark.parametrize(
    "spoiled",
    [{6: 1}, {8: 97}, {14: 0, 15: 0}],
    ids=["encrypted", "packed in an unknown way", "false sum"],
)
def test_a_document_that_does_not_open_is_damaged(
    api: Api, party: Any, spoiled: dict[int, int]
) -> None:
    answer = api("anna").send(place(party), spoiled_odt(spoiled), "a.odt")
    assert (answer.status, answer.json["code"]) == (422, "files.damaged")


def noted() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject FROM tracking_securityevent")
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    "asked",
    ["bytes=1-", "bytes=-999999", "bytes=9-1", "bytes=00-", "bytes=abc", "bytes=0-1,2-3", "x=1"],
)
def test_no_range_hides_a_download(api: Api, party: Any, asked: str) -> None:
    anna = api("anna")
    file = add(anna, party, b"0123456789")
    assert anna.get(address(anna, file["id"]), Range="bytes=10-").status == 416
    assert noted() == []
    assert anna.get(address(anna, file["id"]), Range=asked).status in (200, 206)
    assert noted() == [("files.downloaded", file["id"])]


@pytest.mark.parametrize("asked", ["", "bytes=1-"])
def test_who_looks_with_another_s_eyes_takes_nothing_away(
    api: Api, cast: Cast, party: Any, asked: str
) -> None:
    file = add(api("anna"), party, b"0123456789")
    looker = api("arkady")
    assert looker.post("/looks", {"user_id": str(cast.anna.id)}).status == 201
    answer = looker.get(address(looker, file["id"]), **({"Range": asked} if asked else {}))
    assert (answer.status, answer.json["code"]) == (403, "access.only_looking")


@pytest.mark.django_db(transaction=True)
def test_downloads_are_noted_and_previews_are_not(api: Api, party: Any) -> None:
    anna = api("anna")
    file = add(anna, party, png(), "a.png")
    inspect_next()
    anna.get(address(anna, file["id"], purpose="thumbnail"))
    path = address(anna, file["id"])
    anna.get(path, Range="bytes=5-")
    anna.get(path)
    assert noted() == [("files.downloaded", file["id"])]
