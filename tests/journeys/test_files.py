"""Journey: drop three files, look at one, replace it, go back, and an address that has died."""

import json
import re
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from playwright.sync_api import FilePayload, Locator, expect

from kurator.files.rules.links import derive_key, read_link, write_link
from kurator.files.tests.builders import pdf, png
from tests.journeys.card import make_customer, open_card
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk

DROP = """
([zone, files]) => {
  const carried = new DataTransfer()
  for (const [name, bytes] of files) carried.items.add(new File([new Uint8Array(bytes)], name))
  for (const kind of ['dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }))
}
"""


def _section(desk: Desk) -> Locator:
    return desk.page.get_by_role("region", name="Files", exact=True)


def _line(desk: Desk, name: str) -> Locator:
    """Of a file that has come in: while it is on its way there is only “Cancel …”."""
    return _section(desk).get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


def _drop(desk: Desk, files: dict[str, bytes]) -> None:
    zone = _section(desk).locator("> div").last
    desk.page.evaluate(
        DROP, [zone.element_handle(), [[name, list(data)] for name, data in files.items()]]
    )


def _dead(address: str) -> str:
    """The same address a minute later."""
    start, _, token = address.rpartition("/")
    key = derive_key(settings.SECRET_KEY)
    link = read_link(key, token)
    assert link is not None
    return f"{start}/{write_link(key, replace(link, expires=link.expires - 61))}"


def test_files_are_dropped_and_looked_at(sit: Sit) -> None:
    desk = sit("manager")
    open_card(desk, make_customer(desk, "Files Customer"))
    prices = b"id;price\n1;<b>100</b>\n"
    _drop(desk, {"photo.png": png(640, 400), "contract.pdf": pdf(2), "prices.csv": prices})
    section = _section(desk)
    for name in ("photo.png", "contract.pdf", "prices.csv"):
        expect(_line(desk, name)).to_be_visible()
    expect(section.locator("img")).to_have_count(2)
    expect(desk.page.get_by_text("File added").first).to_be_visible()
    desk.check("files-card")

    _line(desk, "prices.csv").click()
    drawer = desk.page.get_by_role("dialog")
    expect(drawer.get_by_text("<b>100</b>")).to_be_visible()
    desk.press("Escape")
    _line(desk, "contract.pdf").click()
    expect(drawer.get_by_alt_text("Preview of contract.pdf")).to_be_visible()
    expect(drawer.get_by_text("page 1 of the first 2")).to_be_visible()
    desk.check("files-preview")


def test_a_new_version_is_taken_back_and_the_file_downloaded(sit: Sit) -> None:
    desk = sit("manager")
    open_card(desk, make_customer(desk, "Version Customer"))
    _drop(desk, {"contract.txt": b"first\n"})
    _line(desk, "contract.txt").click()
    drawer = desk.page.get_by_role("dialog")
    newer = FilePayload(name="contract.txt", mimeType="text/plain", buffer=b"second\n")
    drawer.get_by_label("New version").set_input_files(newer)
    expect(drawer.get_by_text("Version 2, the present one")).to_be_visible()
    desk.button("Make version 1 the present one", inside=drawer).click()
    expect(drawer.get_by_text("Version 3, the present one", exact=False)).to_be_visible()
    expect(drawer.get_by_text("repeats version 1", exact=False)).to_be_visible()
    desk.picture("files-versions")
    with desk.page.expect_download() as coming:
        desk.button("Download", inside=drawer).click()
    assert coming.value.suggested_filename == "contract.txt"
    assert Path(coming.value.path()).read_bytes() == b"first\n"


def test_a_file_goes_to_the_bin_and_back_and_its_address_dies(sit: Sit) -> None:
    desk = sit("manager")
    party_id = make_customer(desk, "Bin Customer")
    open_card(desk, party_id)
    _drop(desk, {"binned.txt": b"text\n"})
    _line(desk, "binned.txt").click()
    drawer = desk.page.get_by_role("dialog")
    file_id = desk.call("GET", f"/parties/{party_id}/files")["items"][0]["id"]
    address = desk.call("POST", f"/files/{file_id}/link", {})["url"]
    request = desk.context.request
    assert request.get(desk.address + address).status == 200
    dead = request.get(desk.address + _dead(address))
    assert (dead.status, json.loads(dead.body())["code"]) == (410, "files.link_dead")
    stranger = sit("operator").context.request.get(desk.address + address)
    assert stranger.status == 404

    desk.button("Move to the bin", inside=drawer).click()
    expect(_section(desk).get_by_role("button", name="binned.txt")).to_have_count(0)
    desk.go("/files?bin=true")
    desk.page.get_by_role("gridcell", name="binned.txt").click()
    desk.button("Restore", inside=drawer).click()
    expect(desk.button("Move to the bin", inside=drawer)).to_be_visible()
    desk.press("Escape")
    desk.go("/files")
    expect(desk.page.get_by_role("gridcell", name="binned.txt")).to_be_visible()
    desk.check("files-page")


def test_a_refused_file_says_why_and_nothing_is_kept(sit: Sit) -> None:
    desk = sit("manager", language="uk", size="phone")
    party_id = make_customer(desk, "Phone Customer")
    desk.go(f"/parties/{party_id}")
    desk.page.locator("label").filter(has_text="Зв’язки").click()
    program = b"MZ" + bytes(300)
    desk.page.locator("input[type=file]").last.set_input_files(
        {"name": "setup.exe", "mimeType": "image/png", "buffer": program}
    )
    expect(desk.page.get_by_role("alert")).to_contain_text("не той вид файлу")
    desk.check("files-refused-phone")
    assert desk.call("GET", f"/parties/{party_id}/files")["items"] == []


PASTE = """
([field, name, bytes]) => {
  const clipboardData = new DataTransfer()
  clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }))
  field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }))
}
"""


def test_a_note_is_written_with_its_files(sit: Sit) -> None:
    desk = sit("manager")
    page = desk.page
    party_id = make_customer(desk, "Noted Customer")
    open_card(desk, party_id)
    field = page.get_by_role("textbox", name="Note")
    field.fill("Signed the contract, the photo of the site is attached.")
    content = list(png(320, 240))
    page.evaluate(PASTE, [field.element_handle(), "site.png", content])
    expect(desk.button("Take site.png off")).to_be_visible()
    page.evaluate(DROP, [field.element_handle(), [["contract.pdf", list(pdf(1))]]])
    expect(desk.button("Take contract.pdf off")).to_be_visible()
    picked = page.get_by_label("Attach files").last
    wrong = FilePayload(name="setup.exe", mimeType="text/plain", buffer=b"MZ" + bytes(300))
    spare = FilePayload(name="spare.txt", mimeType="text/plain", buffer=b"not this one")
    picked.set_input_files([wrong, spare])
    expect(page.get_by_role("alert")).to_contain_text("kind")
    expect(desk.button("Take spare.txt off")).to_be_visible()
    save = page.get_by_role("button", name=re.compile("^Save"))
    expect(save).to_be_disabled()
    desk.check("note-files-writing")

    desk.button("Forget setup.exe").click()
    desk.button("Take spare.txt off").click()
    expect(desk.button("Take spare.txt off")).to_have_count(0)
    assert desk.call("GET", f"/parties/{party_id}/files")["items"] == []
    page.reload()  # nothing of what came in is lost, and the words stand there, too
    expect(desk.button("Take site.png off")).to_be_visible()
    expect(field).to_have_value(re.compile("Signed the contract"))
    save.click()
    expect(desk.button("Take site.png off")).to_have_count(0)
    note = page.get_by_role("listitem").filter(has_text="Signed the contract")
    for name in ("site.png", "contract.pdf"):
        expect(note.get_by_role("button", name=name)).to_be_visible()
    kept = desk.call("GET", f"/parties/{party_id}/files")["items"]
    assert {(one["name"], one["record_kind"]) for one in kept} == {
        ("site.png", "note"),
        ("contract.pdf", "note"),
    }
    desk.check("note-files-saved")


def test_files_are_on_a_task_too(sit: Sit) -> None:
    desk = sit("operator")
    party_id = make_customer(desk, "Task Customer")
    body = {"party_id": party_id, "title": "Send the offer", "due_at": "2030-01-01T10:00:00Z"}
    task = desk.call("POST", "/tasks", body)
    desk.go(f"/tasks?task={task['id']}")
    _drop(desk, {"offer.txt": b"Our offer\n"})
    expect(_line(desk, "offer.txt")).to_be_visible()
    desk.check("files-task")
    open_card(desk, party_id)
    expect(_section(desk).get_by_text("Task", exact=False).first).to_be_visible()
