"""Screenshots of every main screen of a running Kurator: languages, themes, desk and phone."""

import argparse
import itertools
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from kurator.platform.database.home import read_demo_logins
from tools.linters.source import ROOT

LANGUAGES = ("ru", "uk", "en")
THEMES = ("light", "dark")
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SETTLE_MILLISECONDS = 300
LOADING = "main [aria-busy=true], main [data-skeleton], main [data-stale]"
PARTS = {
    "/parties": {"peek": "/parties?peek={id}", "history": "{record}?tab=history"},
    "/strategies": {"members": "{record}?tab=members", "new": "/strategies?create=true"},
}
FORMS = {"/segments/new": "/segments/new", "/imports/new": "/imports/new"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    names = (os.environ.get("KURATOR_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("No Chromium is found: install it, or name it in KURATOR_CHROMIUM")
    return found


def demo_login(role: str) -> dict[str, str]:
    logins = read_demo_logins()
    if not logins:
        raise SystemExit("No demo company is loaded. Run `make run` first.")
    chosen = [login for login in logins if role.lower() in login.get("role", "").lower()]
    return (chosen or logins)[-1]


def log_in(context: BrowserContext, address: str, login: dict[str, str]) -> None:
    answer = context.request.post(
        f"{address}/api/v1/session",
        data={"email": login["email"], "password": login["password"]},
    )
    if not answer.ok:
        raise SystemExit(f"The log-in of {login['email']} is refused: {answer.status}")


def prefer(context: BrowserContext, address: str, language: str, theme: str) -> None:
    token = next((c["value"] for c in context.cookies() if c["name"] == "kurator_csrf"), "")
    answer = context.request.patch(
        f"{address}/api/v1/session",
        data={"language": language, "theme": theme},
        headers={
            "X-CSRFToken": token,
            "Referer": address,
            "Idempotency-Key": str(uuid4()),
        },
    )
    if not answer.ok:
        raise SystemExit(f"{language} and {theme} are refused: {answer.status} {answer.text()}")


def screens_of(page: Page, address: str) -> dict[str, str]:
    """What the navigation leads to, the first record behind each list, and parts of records."""
    # A low window folds a group of the navigation.
    page.set_viewport_size({"width": 1366, "height": 1200})
    _open(page, address)
    places = [place.split("?")[0].rstrip("/") for place in _links(page, "nav a[href^='/']")]
    screens: dict[str, str] = {}
    records: dict[str, str] = {}
    for place in filter(None, places):
        _open(page, f"{address}{place}")
        screens[place] = place
        if record := next(iter(_links(page, f"main a[href^='{place}/']")), ""):
            records[place] = record
    records |= _served(page, address)
    for place, record in records.items():
        screens[f"{place}/record"] = record
        for name, part in PARTS.get(place, {}).items():
            screens[f"{place}/{name}"] = part.format(record=record, id=record.rsplit("/", 1)[-1])
    return screens | FORMS


def _served(page: Page, address: str) -> dict[str, str]:
    """A strategy at work and a customer with a stage show more than others."""
    answer = page.request.get(f"{address}/api/v1/strategies")
    rows = answer.json() if answer.ok else []
    active = next((row["id"] for row in rows if row["state"] == "ACTIVE"), None)
    if active is None:
        return {}
    strategy = f"/strategies/{active}"
    _open(page, f"{address}{strategy}?tab=members")
    customers = _links(page, "main a[href^='/parties/']")
    return {"/strategies": strategy, **({"/parties": customers[0]} if customers else {})}


def _open(page: Page, url: str) -> None:
    # The stream of live updates never ends: "network idle" would never come.
    page.goto(url, wait_until="load")
    page.wait_for_selector("main", timeout=15_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    page.locator(LOADING).first.wait_for(state="detached", timeout=15_000)


def _links(page: Page, selector: str) -> list[str]:
    found = page.eval_on_selector_all(selector, "nodes => nodes.map(n => n.getAttribute('href'))")
    return list(dict.fromkeys(str(href) for href in found))


def variants(wanted: Sequence[str], *, everything: bool) -> Iterator[tuple[str, str, str]]:
    """Russian in all looks, the other languages in one, unless more is asked for."""
    for language, theme, size in itertools.product(LANGUAGES, THEMES, SIZES):
        usual = language == LANGUAGES[0] or (theme, size) == ("light", "desk")
        if set(wanted) <= {language, theme, size} and (usual or wanted or everything):
            yield language, theme, size


def take(arguments: argparse.Namespace) -> int:
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        log_in(context, arguments.address, demo_login(arguments.role))
        page = context.new_page()
        screens = screens_of(page, arguments.address)
        for language, theme, size in variants(arguments.only, everything=arguments.all):
            prefer(context, arguments.address, language, theme)
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            for title, screen in screens.items():
                _open(page, f"{arguments.address}{screen}")
                name = re.sub(r"[^a-z0-9]+", "-", title).strip("-")
                page.screenshot(path=str(folder / f"{name}.{language}.{theme}.{size}.png"))
                taken += 1
        browser.close()
    print(f"{taken} screenshots of {len(screens)} screens in {folder}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--role", default="admin", help="part of the role's name")
    parser.add_argument("--out", default=str(ROOT / "artifacts" / "shots"))
    parser.add_argument(
        "--only", nargs="*", default=[], help="of: ru uk en, light dark, desk phone"
    )
    parser.add_argument("--all", action="store_true", help="every language in every look")
    try:
        return take(parser.parse_args())
    except Error as error:
        print(f"The browser could not do it: {error.message}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
