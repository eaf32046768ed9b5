"""What a browser fetches before one can log in."""

from playwright.sync_api import Response, expect

from tests.journeys.conftest import Sit

INITIAL_JAVASCRIPT = 300_000


def test_the_initial_javascript_is_small_and_comes_compressed(sit: Sit) -> None:
    desk = sit(None)
    answers: list[Response] = []
    desk.page.on("response", lambda answer: answers.append(answer))
    desk.page.goto(f"{desk.address}/login", wait_until="load")
    expect(desk.page.get_by_role("textbox", name="Password")).to_be_visible()
    scripts = [one for one in answers if one.url.endswith(".js")]
    large = [one for one in scripts if int(one.headers["content-length"]) > 2_000]
    assert {one.headers.get("content-encoding") for one in large} == {"gzip"}
    assert sum(int(one.headers["content-length"]) for one in scripts) <= INITIAL_JAVASCRIPT
