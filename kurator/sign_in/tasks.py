"""Work of the worker for log-in: letters after the commit, and descriptions of providers."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from threading import Event
from typing import Final
from uuid import UUID

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kurator.access.links import SEND_LINK
from kurator.access.models import User
from kurator.access.sealing import unseal
from kurator.platform.context import Context, open_scope
from kurator.sign_in.services.entry import SEND_RESET, start_reset
from kurator.sign_in.services.mail import SEND_NEWS, send_link_mail, send_news_mail
from kurator.sign_in.services.metadata_refresh import claim_due_provider, refresh_provider

PAUSE_SECONDS: Final = 60
REPEAT = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name=SEND_LINK, retry=REPEAT)
def send_link(user_id: str, purpose: str, sealed_link: str) -> None:
    user = User.objects.filter(id=UUID(user_id), is_active=True).first()
    if user is not None:
        send_link_mail(user=user, purpose=purpose, link=unseal(sealed_link))


@app.task(name=SEND_NEWS, retry=REPEAT)
def send_news(user_id: str, news: str) -> None:
    user = User.objects.filter(id=UUID(user_id), is_active=True).first()
    if user is not None:
        send_news_mail(user=user, news=news)


@app.task(name=SEND_RESET, retry=REPEAT)
def send_reset(email: str) -> None:
    with _as_system():
        start_reset(email=email, now=datetime.now(UTC))


def _as_system() -> AbstractContextManager[None]:
    return open_scope(Context(actor_kind="system", channel="worker"))


def watch_metadata(stop: Event) -> None:
    """Read the descriptions of SAML providers each day, one after another."""
    while not stop.is_set():
        close_old_connections()
        if not read_next(now=datetime.now(UTC)):
            stop.wait(PAUSE_SECONDS)


def read_next(*, now: datetime) -> bool:
    """Read one that is due; return whether there was one."""
    with _as_system():
        provider_id = claim_due_provider(now=now)
    if provider_id is not None:
        refresh_provider(provider_id=provider_id, scope=_as_system, now=now)
    return provider_id is not None
