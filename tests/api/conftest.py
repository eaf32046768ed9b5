"""The world is made once for the tests of a file; each test is rolled back to it."""

import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from kurator.files.rules.links import SECONDS, derive_key, read_link, write_link
from tests.api.world import World, make_world
from tests.cast import Cast, make_cast


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        world = make_world(make_cast())
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """The test's own, as far as it is not in the database."""
    world = deepcopy(kept_world)
    world.ids["token"] = _fresh(world.ids["token"])
    return world


def _fresh(token: str) -> str:
    """An address dies after a minute, which the tests of a file outlast."""
    key = derive_key(settings.SECRET_KEY)
    link = read_link(key, token)
    assert link is not None
    return write_link(key, replace(link, expires=int(time.time()) + SECONDS))


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """That of the world where there is one."""
    if "world" not in request.fixturenames:
        return make_cast()
    found: Cast = request.getfixturevalue("world").cast
    return found
