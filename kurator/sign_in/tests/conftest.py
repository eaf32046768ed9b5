import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kurator.access.sealing import seal
from kurator.kernel.ids import new_id
from kurator.platform import limits
from kurator.platform.limits import Buckets
from kurator.sign_in.models import Provider
from kurator.sign_in.tests.builders import make_harmless
from kurator.sign_in.tests.identity import OidcProvider, oidc_provider
from kurator.sign_in.tests.postman import Postman
from tests.cast import Cast


@pytest.fixture(autouse=True)
def doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often one address may come to a door is counted anew in each test: all have the same."""
    monkeypatch.setattr(limits, "BUCKETS", Buckets())


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    postman = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(postman, hostname="127.0.0.1", port=port)
    server.start()
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "crm@example.com"
    settings.PUBLIC_URL = "https://crm.example.com"
    yield postman
    server.stop()


@pytest.fixture
def idp(settings: Any) -> Iterator[OidcProvider]:
    settings.EGRESS_ALLOW = (ip_network("127.0.0.0/8"),)
    with oidc_provider() as made:
        yield made


@pytest.fixture
def provider(cast: Cast, idp: OidcProvider) -> Provider:
    make_harmless(cast.anna)
    provider_id = new_id()
    return Provider.objects.create(
        id=provider_id,
        kind="OIDC",
        name="Firm",
        issuer=idp.issuer,
        client_id="kurator",
        sealed_secret=seal("top secret", place=str(provider_id)),
        changed_at=datetime.now(UTC),
    )
