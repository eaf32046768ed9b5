"""Letters leave after the commit, from the worker."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kurator.access.links import SEND_LINK
from kurator.access.models import User
from kurator.access.sealing import unseal
from kurator.platform.context import Context, open_scope
from kurator.sign_in.services.entry import SEND_RESET, start_reset
from kurator.sign_in.services.mail import SEND_NEWS, send_link_mail, send_news_mail

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
    with open_scope(Context(actor_kind="system", channel="worker")):
        start_reset(email=email, now=datetime.now(UTC))
