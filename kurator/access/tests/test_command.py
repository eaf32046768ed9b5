import io
from argparse import Namespace

import pytest

from kurator.access import command
from kurator.access.models import User

pytestmark = pytest.mark.django_db


def add(monkeypatch: pytest.MonkeyPatch, password: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    arguments = Namespace(
        action="add", email="First@example.com", name="First", role="administrator", language="uk"
    )
    return command.run(arguments)


def test_the_first_administrator_may_do_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    assert add(monkeypatch, "a long enough one") == 0
    user = User.objects.get(email="first@example.com")
    assert user.check_password("a long enough one")
    assert user.roles.get().scope == "ALL"
    assert add(monkeypatch, "a long enough one") == 1


def test_a_short_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert add(monkeypatch, "short") == 1
    assert not User.objects.filter(email="first@example.com").exists()
