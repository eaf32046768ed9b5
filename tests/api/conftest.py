"""The world is made once for the tests of a file; each test is rolled back to it."""

import time
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import transaction

from kurator.access.models import User
from kurator.audit.services.copying import LASTS, SALT
from kurator.files.rules.links import SECONDS, derive_key, read_link, write_link
from tests.api.fingerprint import Hashes, begin_with, fingerprint_of_all
from tests.api.world import World, make_world
from tests.cast import Cast, make_cast


@dataclass(frozen=True)
class Kept:
    world: World
    hashes: Hashes


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Kept]:
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        kept = Kept(make_world(make_cast()), fingerprint_of_all())
    yield kept
    with django_db_blocker.unblock():
        left = fingerprint_of_all()
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
    assert left == kept.hashes, "a test has left something behind, on a connection of its own"


@pytest.fixture
def world(kept_world: Kept, db: None) -> World:
    """The test's own, as far as it is not in the database."""
    begin_with(kept_world.hashes)
    kept = kept_world.world
    ids = {
        **kept.ids,
        "token": _fresh(kept.ids["token"]),
        "copy_token": _fresh_copy(kept.ids["copy_token"]),
    }
    # Not deepcopy of it all: most of what it would walk through is never touched.
    people = replace(kept.cast, **{name: copy(user) for name, user in vars(kept.cast).items()})
    world = replace(
        kept, cast=people, ids=ids, queries=dict(kept.queries), refused=dict(kept.refused)
    )
    # Otherwise that a person was seen would be noted anew in the midst of a file of many minutes.
    User.objects.exclude(last_seen_at=None).update(last_seen_at=datetime.now(UTC))
    return world


def _fresh(token: str) -> str:
    """An address dies after a minute, which the tests of a file outlast."""
    key = derive_key(settings.SECRET_KEY)
    link = read_link(key, token)
    assert link is not None
    return write_link(key, replace(link, expires=int(time.time()) + SECONDS))


def _fresh_copy(token: str) -> str:
    signer = Signer(salt=SALT)
    party, user, _ = signer.unsign_object(token)
    return signer.sign_object([party, user, int(time.time() + LASTS.total_seconds())])


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """That of the world where there is one."""
    if "world" not in request.fixturenames:
        return make_cast()
    found: Cast = request.getfixturevalue("world").cast
    return found
