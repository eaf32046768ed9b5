"""The world is made once for the tests of a file; each test is rolled back to it."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction

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
    return deepcopy(kept_world)


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """That of the world where there is one."""
    if "world" not in request.fixturenames:
        return make_cast()
    found: Cast = request.getfixturevalue("world").cast
    return found
