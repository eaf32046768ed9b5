"""Journeys: a real browser against the real product, started once for all of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.journeys.desk import Desk
from tests.journeys.product import Product, running_product
from tools.linters.source import ROOT
from tools.shots import FLAGS, SIZES, chromium_path

ROLES = ("operator", "manager", "supervisor", "administrator")
PASSWORD = "demo"
PATIENCE = 30_000
"""Milliseconds that a screen may take on a machine that does much else."""
Sit = Callable[..., Desk]
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions(product: Product, browser: Browser) -> dict[str, StorageState]:
    """One session of each role, with English pages."""
    states = {}
    for role in ROLES:
        context = browser.new_context()
        login = {"email": f"{role}@orbita.example", "password": PASSWORD}
        answer = context.request.post(f"{product.address}/api/v1/session", data=login)
        assert answer.ok, answer.text()
        states[role] = context.storage_state()
        context.close()
    return states


def _keep_proven(product: Product) -> None:
    """However long the journeys take: the sessions were begun before the first of them."""
    with product.connect() as db:
        db.execute("UPDATE access_session SET proven_at = now()")


@pytest.fixture
def sit(product: Product, browser: Browser, sessions: dict[str, StorageState]) -> Iterator[Sit]:
    """`sit("operator", language="uk", size="phone")` is a screen with that person before it."""
    pictures = ROOT / "artifacts" / "journeys"
    pictures.mkdir(parents=True, exist_ok=True)
    desks: list[Desk] = []

    def sit_down(
        role: str | None = "administrator",
        *,
        language: str = "en",
        theme: str = "light",
        size: str = "desk",
    ) -> Desk:
        width, height = SIZES[size]
        context = browser.new_context(
            storage_state=sessions[role] if role else None,
            viewport={"width": width, "height": height},
            locale=language,
            has_touch=size == "phone",
            timezone_id="Europe/Kyiv",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        desk = Desk(context, product.address, pictures)
        desks.append(desk)
        if role:
            _keep_proven(product)
            desk.call("PATCH", "/session", {"language": language, "theme": theme})
        return desk

    yield sit_down
    for desk in desks:
        desk.close()
