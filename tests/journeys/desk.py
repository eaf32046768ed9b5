"""One person at one screen: the pages, the HTTP API in the same session, pictures, accessibility."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

GRAVE = {"serious", "critical"}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    # Otherwise all that is as it should be is described, too: a megabyte and a second per screen.
    "resultTypes": ["violations"],
}
# Within this much every open screen shows what happened elsewhere.
LIVE_SECONDS = 2.0
# What the content policy refused, also where the browser does not write it to its console.
BREACHES = """
document.addEventListener('securitypolicyviolation', (breach) => {
  window.noteBreach(
    `content policy: ${breach.effectiveDirective} refused ${breach.blockedURI} ${breach.sample}`
    + ` at ${breach.sourceFile}:${breach.lineNumber}`,
  )
})
"""


class Desk:
    def __init__(self, context: BrowserContext, address: str, pictures: Path) -> None:
        self.context = context
        self.address = address
        self.pictures = pictures
        self.complaints: list[str] = []
        context.expose_binding("noteBreach", lambda _, breach: self.complaints.append(breach))
        context.add_init_script(BREACHES)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        # A refused request is told by the browser as an error; the journeys provoke some.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}", wait_until="load")
        expect(self.page.locator("main").first).to_be_visible()

    def button(self, name: str, *, exact: bool = True, inside: Locator | None = None) -> Locator:
        return (inside or self.page).get_by_role("button", name=name, exact=exact)

    def choose(self, box: Locator, option: str) -> None:
        """Open a select and take one of its lines."""
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def pick(self, name: str) -> None:
        """Take a line of the open menu."""
        items = self.page.get_by_role("menuitem", name=name)
        items.or_(self.page.get_by_role("menuitemradio", name=name)).first.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the HTTP API as the person of this desk."""
        token = next(c["value"] for c in self.context.cookies() if c["name"] == "kurator_csrf")
        answer = self.context.request.fetch(
            f"{self.address}/api/v1{path}",
            method=method,
            data=body,
            headers={
                "X-CSRFToken": token,
                "Referer": self.address,
                "Idempotency-Key": str(uuid4()),
            },
        )
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json() if answer.text() else None

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def check(self, name: str) -> None:
        """Take a picture of the screen, and note what keeps somebody from using it."""
        self.picture(name)
        for found in Axe().run(self.page, options=RULES).response["violations"]:
            if found["impact"] in GRAVE:
                nodes = [f"    {node['html'][:160]}" for node in found["nodes"][:3]]
                more = f" at {len(found['nodes'])} places"
                self.complaints.append("\n".join([f"{name}: {found['help']}{more}", *nodes]))

    def close(self) -> None:
        self.context.close()
        assert not self.complaints, "the pages:\n" + "\n".join(self.complaints)
