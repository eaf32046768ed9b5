"""Journey: watch who reads, say how long data live, record a consent and take it back."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.journeys.card import make_customer, open_card
from tests.journeys.conftest import Sit


def test_an_opened_card_is_seen_by_whoever_may_see_it(sit: Sit) -> None:
    operator = sit("operator")
    party_id = make_customer(operator, "Спостережена Олена")
    open_card(operator, party_id)
    supervisor = sit("administrator")
    open_card(supervisor, party_id)
    region = supervisor.page.get_by_role("region", name="Who looked at this customer")
    # Written once a second: what was shown just now may still be in the memory of the process.
    supervisor.page.wait_for_timeout(1500)
    region.get_by_role("button", name="Show").click()
    expect(region.get_by_role("listitem").first).to_be_visible()
    expect(region.get_by_text("Гордиенко Марина")).to_be_visible()
    supervisor.picture("who-looked")


def test_a_consent_is_recorded_and_taken_back(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.call("POST", "/consents/purposes", {"code": "news", "name": {"en": "News by e-mail"}})
    party_id = make_customer(desk, "Згодна Марія")
    open_card(desk, party_id)
    region = page.get_by_role("region", name="Consents", exact=True)
    desk.button("Record", inside=region).click()
    page.get_by_label("How it is known").fill("call of today")
    desk.check("consent")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Record")).click()
    expect(region.get_by_text(re.compile("^given:"))).to_be_visible()
    desk.button("All statements", inside=region).click()
    region.get_by_role("button", name="Take back: recorded by mistake").click()
    expect(region.get_by_text("not asked")).to_be_visible()
    desk.picture("consent-taken-back")


def test_the_copy_of_a_customer_is_saved_with_his_files(sit: Sit, tmp_path: Path) -> None:
    desk = sit("administrator")
    page = desk.page
    party_id = make_customer(desk, "Скопійована Ганна")
    open_card(desk, party_id)
    files = page.get_by_role("region", name="Files", exact=True)
    contract = FilePayload(name="contract.txt", mimeType="text/plain", buffer=b"Signed.\n")
    with page.expect_file_chooser() as chooser:
        files.get_by_role("button", name=re.compile("Add|Choose")).first.click()
    chooser.value.set_files([contract])
    expect(page.get_by_text("File added").first).to_be_visible()
    region = page.get_by_role("region", name="Consents", exact=True)
    with page.expect_download() as saved:
        desk.button("Copy of all data", inside=region).click()
    saved.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("files/contract.txt") == b"Signed.\n"
        assert "Скопійована Ганна" in archive.read("customer.json").decode()
    desk.picture("copy-saved")
    desk.go("/security-log")
    expect(
        page.get_by_role("row").filter(has_text="Copy of a customer's data taken")
    ).to_be_visible()
    desk.button("Export").click()
    page.get_by_text("CSV", exact=True).click()
    desk.check("security-log-export")
    desk.button("Make the file").click()
    expect(page.get_by_text("The file is being made.")).to_be_visible()
    desk.picture("security-log")


def test_the_security_log_and_the_keeping_of_data(sit: Sit) -> None:
    nobody = sit("operator")
    desk = sit("administrator")
    refused = nobody.page.request.get(f"{nobody.address}/api/v1/audit/events")
    assert refused.status == 403
    desk.page.wait_for_timeout(1500)
    desk.go("/security-log")
    row = desk.page.get_by_role("row").filter(has_text="Access refused").first
    expect(row).to_be_visible()
    desk.check("security-log")
    row.dblclick()
    expect(desk.page.get_by_text("Request code")).to_be_visible()
    desk.go("/retention")
    desk.page.get_by_role("row").filter(has_text="Who looked at customers").click()
    desk.page.get_by_label("Keep for days").fill("40")
    expect(desk.page.get_by_text("Nothing is that old now.")).to_be_visible()
    desk.check("retention")
