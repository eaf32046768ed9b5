"""What is sealed opens in its place, for its purpose, and nowhere else."""

from pathlib import Path

import pytest

from kurator.platform import sealing
from kurator.platform.sealing import SealBroken, seal, unseal


@pytest.fixture(autouse=True)
def own_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_secrets", lambda: _known("first"))


def _known(*names: str) -> dict[bytes, str]:
    return {sealing._key_id(name): name for name in names}


def test_it_opens_again_and_shows_nothing() -> None:
    sealed = seal(b"whsec_value", purpose="webhooks", place="1")
    assert b"whsec" not in sealed
    assert unseal(sealed, purpose="webhooks", place="1") == b"whsec_value"
    assert seal(b"whsec_value", purpose="webhooks", place="1") != sealed


@pytest.mark.parametrize(("purpose", "place"), [("webhooks", "2"), ("idempotency", "1")])
def test_elsewhere_it_does_not_open(purpose: str, place: str) -> None:
    sealed = seal(b"value", purpose="webhooks", place="1")
    with pytest.raises(SealBroken):
        unseal(sealed, purpose=purpose, place=place)


@pytest.mark.parametrize("position", [0, 1, 6, 20, -1])
def test_a_changed_one_does_not_open(position: int) -> None:
    sealed = bytearray(seal(b"value", purpose="webhooks", place="1"))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), purpose="webhooks", place="1")


def test_a_new_key_leaves_the_old_values_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    old = seal(b"old", purpose="webhooks", place="1")
    monkeypatch.setattr(sealing, "_secrets", lambda: _known("second", "first"))
    new = seal(b"new", purpose="webhooks", place="1")
    monkeypatch.setattr(sealing, "_secrets", lambda: _known("second"))
    assert unseal(new, purpose="webhooks", place="1") == b"new"
    with pytest.raises(SealBroken):
        unseal(old, purpose="webhooks", place="1")
