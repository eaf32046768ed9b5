"""Pictures of everything a person can meet: each screen, what each of its buttons opens, each state.

Nothing is changed: calls that write are answered with a refusal, so that forms show theirs.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Error, Page, Route, sync_playwright

from tools.linters.source import ROOT
from tools.shots import FLAGS, SIZES, chromium_path, demo_login, log_in, prefer, screens_of

READING = re.compile(r"/(search|count|preview|groups|totals|duplicates|session|check)$")
OVER = "[role=dialog]:visible, [role=menu]:visible, [role=listbox]:visible"
BUTTONS = "main button:visible:enabled, header button:visible:enabled, main [role=tab]:visible"
INSIDE = "[role=dialog] button:visible:enabled, [role=dialog] [role=tab]:visible"
ROWS = "main [role=grid] [role=row][id]"
LOADING = "main [aria-busy=true], main [data-skeleton], main [data-stale]"
CHANGED = 0.0004
FIND_FAULTS = Path(__file__).with_name("faults.js").read_text(encoding="utf-8")
PARTS = (
    "/operations?tab=queues",
    "/operations?tab=jobs",
    "/operations?tab=actions",
    "/operations?tab=requests",
    "/security-log?tab=reading",
    "/security-log?tab=seals",
    "/changes?of=all",
    "/files?bin=true",
    "/tasks?create=true",
    "/account",
    "/nowhere",
)
REFUSAL = {
    "type": "about:blank",
    "code": "platform.unavailable",
    "title": "Unavailable",
    "status": 503,
    "request_id": "7f3a-sweep",
}


def refuse_writing(route: Route) -> None:
    request = route.request
    path = request.url.split("?")[0]
    if request.method == "GET" or (request.method == "POST" and READING.search(path)):
        route.continue_()
    else:
        answer(route, REFUSAL, 503)


def answer(route: Route, body: Any, status: int = 200) -> None:
    kind = "application/json" if status < 400 else "application/problem+json"
    route.fulfill(status=status, content_type=kind, body=json.dumps(body))


def emptied(body: Any) -> Any:
    """The same answer with nothing in its lists."""
    if isinstance(body, list):
        return []
    if isinstance(body, dict):
        return {
            key: [] if isinstance(value, list) else None if "cursor" in key else value
            for key, value in body.items()
        }
    return body


STATES = ("empty", "loading", "error")
KEPT = re.compile(r"/api/v1/(session|live|fields|demo)")


def put_into(page: Page, state: str) -> None:
    def change(route: Route) -> None:
        request = route.request
        is_read = request.method == "GET" or READING.search(request.url.split("?")[0])
        if KEPT.search(request.url) or not is_read:
            route.continue_()
        elif state == "error":
            answer(route, REFUSAL | {"status": 500, "code": "platform.internal"}, 500)
        elif state == "empty":
            told = route.fetch()
            kind = told.headers.get("content-type", "")
            if told.ok and "json" in kind:
                answer(route, emptied(told.json()))
            else:
                route.fulfill(response=told)

    page.route("**/api/v1/**", change)


class Sweep:
    def __init__(self, page: Page, address: str, folder: Path, look: str) -> None:
        self.page = page
        self.address = address
        self.folder = folder
        self.look = look
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.taken = 0
        self.kinds: dict[str, dict[str, int]] = {}
        self.global_done: set[str] = set()

    def open(self, path: str, *, waits: bool = True) -> None:
        self.page.goto(f"{self.address}{path}", wait_until="load")
        self.page.wait_for_selector("main", timeout=15_000)
        self.page.wait_for_timeout(350)
        if waits:
            try:
                self.page.wait_for_selector("main h1", timeout=6_000)
                self.page.locator(LOADING).first.wait_for(state="detached", timeout=6_000)
            except Error:
                self.faults.append(f"{path} never stops loading")

    def shoot(self, name: str) -> None:
        name = re.sub(r"[^\w]+", "-", name).strip("-")[:90]
        self.page.screenshot(path=str(self.folder / f"{name}.{self.look}.png"), **self._part())
        self.taken += 1
        for fault in self.page.evaluate(FIND_FAULTS):
            if fault not in self.seen:
                self.seen.add(fault)
                self.faults.append(f"{name}: {fault}")

    def _part(self) -> dict[str, Any]:
        """The dialog or menu alone, where one is open."""
        boxes = [box for one in self.page.locator(OVER).all() if (box := one.bounding_box())]
        boxes = [box for box in boxes if box["width"] > 40 and box["height"] > 20]
        view = self.page.viewport_size
        if not boxes or view is None or view["width"] < 700:
            return {}
        left = max(min(box["x"] for box in boxes) - 24, 0)
        top = max(min(box["y"] for box in boxes) - 60, 0)
        right = min(max(box["x"] + box["width"] for box in boxes) + 24, view["width"])
        bottom = min(max(box["y"] + box["height"] for box in boxes) + 24, view["height"])
        return {"clip": {"x": left, "y": top, "width": right - left, "height": bottom - top}}

    def visit(self, title: str, path: str, *, deep: bool, states: bool) -> None:
        try:
            self.screen(title, path)
            if deep:
                self.deep(title, path)
            if states:
                self.states(title, path)
        except Error as error:
            self.faults.append(f"{title}: {error.message.splitlines()[0]}")
            self.page.unroute_all(behavior="ignoreErrors")

    def screen(self, title: str, path: str) -> None:
        self.open(path)
        self.shoot(title)

    def deep(self, title: str, path: str) -> None:
        """What the buttons and the first row show."""
        self.page.route("**/api/v1/**", refuse_writing)
        for name in self._opened(path, BUTTONS, title):
            self._with_inner(name)
        self.open(path)
        if self.page.locator(ROWS).count() and self._click(ROWS, 0):
            self._with_inner(f"{title} row")
        self.page.unroute("**/api/v1/**")

    def _with_inner(self, name: str) -> None:
        self.shoot(name)
        if self.page.locator("[role=dialog]:visible").count():
            for inner in self._inner(name):
                self.shoot(inner)

    def states(self, title: str, path: str) -> None:
        for state in STATES:
            put_into(self.page, state)
            self.open(path, waits=False)
            if state == "error":  # the pages try again before they tell
                self.page.locator("main [role=alert]").first.wait_for(timeout=15_000)
            self.page.wait_for_timeout(600)
            self.shoot(f"{title} {state}")
            self.page.unroute_all(behavior="ignoreErrors")

    def _opened(self, path: str, selector: str, title: str) -> Iterator[str]:
        """Press one button after the other; the names of those that showed something."""
        fresh = False
        for index in range(60):
            if not fresh:
                self.open(path)
            fresh = True
            if index >= self.page.locator(selector).count():
                return
            name = self._name(self.page.locator(selector).nth(index))
            if not name or name in self.global_done or self._is_known(path, name):
                continue
            self._scroll_to(selector, index)
            before = self._view()
            fresh = False
            if not self._click(selector, index):
                continue
            if self._differs(before):
                if self._in_header(selector, index):
                    self.global_done.add(name)
                yield f"{title} {name}"

    def _is_known(self, path: str, name: str) -> bool:
        """Buttons of rows repeat: two of each kind are enough."""
        kind = name.split()[0] if len(name.split()) > 1 and "«" not in name else name
        seen = self.kinds.setdefault(path, {})
        seen[kind] = seen.get(kind, 0) + 1
        return seen[kind] > (2 if kind != name else 1)

    def _in_header(self, selector: str, index: int) -> bool:
        try:
            return bool(
                self.page.locator(selector)
                .nth(index)
                .evaluate("n => !!n.closest('body > * header')")
            )
        except Error:
            return False

    def _inner(self, name: str) -> Iterator[str]:
        done: set[str] = set()
        url = self.page.url
        for index in range(25):
            buttons = self.page.locator(INSIDE)
            if index >= buttons.count() or self.page.url != url:
                return
            inner = self._name(buttons.nth(index))
            if not inner or inner in done or inner in CLOSING:
                continue
            done.add(inner)
            before = self._view()
            if self._click(INSIDE, index) and self._differs(before):
                yield f"{name} - {inner}"
                if not self.page.locator("[role=dialog]:visible").count():
                    return
                self._close_small()

    def _scroll_to(self, selector: str, index: int) -> None:
        try:
            self.page.locator(selector).nth(index).scroll_into_view_if_needed(timeout=1_000)
        except Error:
            return

    def _close_small(self) -> None:
        small = self.page.locator("[role=menu]:visible, [role=listbox]:visible")
        if small.count():
            self.page.keyboard.press("Escape")
            self.page.wait_for_timeout(150)

    def _name(self, node: Any) -> str:
        try:
            text = node.evaluate("n => (n.getAttribute('aria-label') || n.innerText || '').trim()")
        except Error:
            return ""
        return re.sub(r"\d+", "", str(text)).replace("\n", " ")[:60]

    def _click(self, selector: str, index: int) -> bool:
        try:
            self.page.locator(selector).nth(index).click(timeout=1_500)
        except Error:
            return False
        self.page.mouse.move(2, 2)
        self.page.wait_for_timeout(450)
        return True

    def _view(self) -> Image.Image:
        return Image.open(BytesIO(self.page.screenshot())).convert("L")

    def _differs(self, before: Image.Image) -> bool:
        now = self._view()
        if now.size != before.size:
            return True
        points = ImageChops.difference(before, now).point([0] * 13 + [255] * 243)
        return points.histogram()[255] / (now.width * now.height) > CHANGED


CLOSING = {"Закрыть", "Закрити", "Close", "Отмена", "Скасувати", "Cancel"}


def sweep(arguments: argparse.Namespace) -> int:
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    language, theme, size = arguments.look.split("-")
    width, height = SIZES[size]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            has_touch=size == "phone",
            reduced_motion="reduce",
            timezone_id="Europe/Kyiv",
        )
        log_in(context, arguments.address, demo_login(arguments.role))
        prefer(context, arguments.address, language, theme)
        page = context.new_page()
        page.set_viewport_size({"width": 1366, "height": 768})
        screens = screens_of(page, arguments.address) | {part: part for part in PARTS}
        page.set_viewport_size({"width": width, "height": height})
        one = Sweep(page, arguments.address, folder, f"{arguments.role[:5]}.{arguments.look}")
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for title, path in screens.items():
            if re.search(arguments.screens, title):
                one.visit(title, path, deep=arguments.deep, states=arguments.states)
        browser.close()
    report = "\n".join([*one.faults, *complaints])
    (folder / f"faults.{arguments.role[:5]}.{arguments.look}.txt").write_text(
        report + "\n", encoding="utf-8"
    )
    print(f"{one.taken} pictures of {len(screens)} screens in {folder}, {len(one.faults)} faults")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--role", default="admin", help="part of the role's name")
    parser.add_argument("--out", default=str(ROOT / "artifacts" / "sweep"))
    parser.add_argument("--look", default="ru-light-desk", help="language-theme-size")
    parser.add_argument("--screens", default="", help="a pattern of the screens' names")
    parser.add_argument(
        "--deep", action="store_true", help="press every button that shows something"
    )
    parser.add_argument("--states", action="store_true", help="empty, failed and loading too")
    return sweep(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
