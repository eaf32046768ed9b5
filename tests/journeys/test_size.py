"""What a browser fetches before one can log in, and that nothing jumps when one has."""

from playwright.sync_api import Response, expect

from tests.journeys.conftest import Sit

INITIAL_JAVASCRIPT = 180_000
# Buttons of the top bar at each moment since there is one.
WATCH = """() => {
  window.bars = []
  const look = () => {
    const bar = document.querySelector('header')
    if (bar) window.bars.push(bar.querySelectorAll('button').length)
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true })
}"""


def test_little_javascript_comes_before_the_log_in_and_the_shell_is_whole(sit: Sit) -> None:
    desk = sit(None)
    answers: list[Response] = []
    desk.page.on("response", lambda answer: answers.append(answer))
    desk.page.goto(f"{desk.address}/login", wait_until="load")
    expect(desk.page.get_by_role("textbox", name="Password")).to_be_visible()
    scripts = [one for one in answers if one.url.endswith(".js")]
    large = [one for one in scripts if int(one.headers["content-length"]) > 2_000]
    assert {one.headers.get("content-encoding") for one in large} == {"gzip"}
    assert sum(int(one.headers["content-length"]) for one in scripts) <= INITIAL_JAVASCRIPT
    desk.page.evaluate(WATCH)
    desk.page.get_by_role("region", name="Demo company").get_by_role("button").last.click()
    expect(desk.page.get_by_role("grid")).to_be_visible()
    assert len(set(desk.page.evaluate("window.bars"))) == 1
