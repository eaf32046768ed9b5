"""Bodies that no screen sends: each is refused with its place, none breaks the server."""

from collections.abc import Callable

import pytest

from tests.client import ApiClient

Api = Callable[[str], ApiClient]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/session", b'{"email": "a\\u0000@x", "password": "b"}', 422),
        ("/segments", b'{"name": {"en": "a\\u0000"}, "expression": {}}', 422),
        ("/strategies", b'{"name": {"en": "\\ud800"}}', 422),
        ("/strategies", b'{"name": {"en": "a"}, "draft": {"stages": [{"x": 1e400}]}}', 422),
        ("/segments/preview", b'{"expression": NaN}', 422),
        ("/segments/preview", b"{" * 50_000, 400),
        ("/parties/search", b"\xff\xfe", 400),
    ],
)
def test_it_is_refused(api: Api, path: str, body: bytes, status: int) -> None:
    client = api("anna").client
    response = client.generic("POST", f"/api/v1{path}", body, content_type="application/json")
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (b'{"name": {"en": "a"},\n "x": }', "kurator.not_json", "строка 2, знак 7"),
        (b'{"name": "a"', "kurator.not_json", "строка 1"),
        (b"[" * 100_000, "kurator.not_json", "строка 1"),
        (b"name=a", "kurator.not_json", "строка 1, знак 1"),
        (b" \n", "kurator.no_body", "пустое"),
    ],
)
def test_broken_json_is_called_so_with_its_place(
    api: Api, body: bytes, code: str, told: str
) -> None:
    anna = api("anna")
    anna.patch("/session", {"language": "ru"})
    response = anna.client.generic(
        "POST", "/api/v1/segments", body, content_type="application/json"
    )
    problem = response.json()
    assert (response.status_code, problem["code"]) == (400, code)
    assert told in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "kurator.no_address"),
        ("PUT", "/fields", 405, "kurator.no_method"),
        ("TRACE", "/parties", 405, "kurator.no_method"),
    ],
)
def test_an_address_that_is_not_there_is_refused_as_everything_else(
    api: Api, method: str, path: str, status: int, code: str
) -> None:
    answer = api("anna").call(method, path)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ("Allow" in answer.headers) == (status == 405)


def test_the_place_of_a_nul_is_named(api: Api) -> None:
    client = api("anna").client
    body = b'{"name": {"en": "ok"}, "draft": {"stages": [{"name": {"uk": "a\\u0000"}}]}}'
    response = client.generic("POST", "/api/v1/strategies", body, content_type="application/json")
    assert response.json()["errors"][0]["loc"] == ["draft", "stages", 0, "name", "uk"]


def test_another_host_is_not_served(api: Api) -> None:
    assert api("anna").get("/session", Host="evil.example").status == 400


def test_the_description_of_the_api_is_served(api: Api) -> None:
    answer = api("anna").get("/openapi.json")
    assert answer.status == 200
    assert answer.json["openapi"].startswith("3.1")
