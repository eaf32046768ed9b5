"""
Somebody whom a provider names by his e-mail, and who could log in before: the link is made once he
has logged in as before, in the same browser. Until then the provider opens nothing of his.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from kurator.access.links import leave_letter
from kurator.access.models import Role, User, UserRole
from kurator.kernel.errors import KuratorError
from kurator.platform.context import PEOPLE_ROLE, open_role
from kurator.sign_in.models import Factor, Provider, ProviderAccount
from kurator.sign_in.rules import is_administrators
from kurator.sign_in.services.flows import end_flow, find_flow, keep_flow
from kurator.sign_in.services.mail import PROVIDER_LINKED, SEND_NEWS
from kurator.sign_in.services.refusals import FlowOver
from kurator.sign_in.services.vouching import Vouched
from kurator.tracking.security import note_security_event

LINK_STEP = "provider_link"


@dataclass(frozen=True)
class Wish:
    """Which person of which provider wants to be which of ours; `changed` is the set-up it holds for."""

    provider_id: UUID
    changed: str
    uid: str
    user_id: UUID


class LinkNeedsLogIn(KuratorError):
    """Whoever comes must show first that the person is he; `wish` waits for it."""

    code = "access.link_needs_log_in"
    status = 403
    texts = {
        "en": "{provider} vouches for {email}, but this account is not connected to it yet. Log in once "
        "as before in this browser within ten minutes; from then on {provider} lets you in.",
        "ru": "{provider} подтверждает {email}, но эта учётная запись с ним ещё не связана. Войдите "
        "один раз как прежде в этом браузере в течение десяти минут, и дальше {provider} будет вас "
        "впускать.",
        "uk": "{provider} підтверджує {email}, але цей обліковий запис із ним ще не пов’язаний. Увійдіть "
        "один раз як раніше в цьому браузері протягом десяти хвилин, і надалі {provider} вас "
        "впускатиме.",
    }

    def __init__(self, *, provider: Provider, user: User, uid: str) -> None:
        self.wish = Wish(provider.id, setup_of(provider), uid, user.id)
        super().__init__(provider=provider.name, email=user.email)


def setup_of(provider: Provider) -> str:
    """Return the mark of this set-up: what was begun under another one does not count."""
    return provider.changed_at.isoformat()


def must_log_in_first(user: User) -> bool:
    """Whether there is something that a provider's word for an e-mail must not open by itself."""
    if user.has_usable_password() or Factor.objects.filter(user_id=user.id).exists():
        return True
    with open_role(PEOPLE_ROLE):
        held = UserRole.objects.filter(user_id=user.id).values("role_id")
        roles = list(Role.objects.filter(id__in=held))
    return any(is_administrators(role.permissions, is_system=role.is_system) for role in roles)


def keep_wish(*, flow_key: str, wish: Wish, now: datetime) -> None:
    """Remember it for the browser that came; runs after the refused request was rolled back."""
    memory = {"provider": str(wish.provider_id), "changed": wish.changed, "uid": wish.uid}
    keep_flow(key=flow_key, purpose=LINK_STEP, user_id=wish.user_id, memory=memory, now=now)


def has_wish(*, flow_key: str, now: datetime) -> bool:
    """Whether the browser's key must stay as it is, for the wish that it stands for."""
    try:
        find_flow(key=flow_key, purpose=LINK_STEP, now=now)
    except FlowOver:
        return False
    return True


def fulfil_wish(*, flow_key: str, user: User, now: datetime) -> None:
    """Make the link that waits for this person's log-in, if there is one."""
    try:
        flow = find_flow(key=flow_key, purpose=LINK_STEP, now=now)
    except FlowOver:
        return
    end_flow(flow)
    memory = flow.memory
    provider = Provider.objects.filter(id=memory["provider"], is_enabled=True).first()
    if flow.user_id != user.id or provider is None or setup_of(provider) != memory["changed"]:
        return
    uid = memory["uid"]
    if not ProviderAccount.objects.filter(provider=provider, uid=uid).exists():
        link(provider=provider, user=user, vouched_uid=uid, now=now)


def link(*, provider: Provider, user: User, vouched_uid: str, now: datetime) -> None:
    """Connect the two for good; the person is told, so that a stranger's act is noticed."""
    ProviderAccount.objects.create(
        provider=provider, user=user, uid=vouched_uid, linked_at=now, last_used_at=now
    )
    details: dict[str, Any] = {"provider": provider.name}
    note_security_event("access.provider_linked", subject=str(user.id), details=details)
    if settings.MAIL_IS_ON:
        leave_letter(SEND_NEWS, user_id=user.id, news=PROVIDER_LINKED)


def link_or_ask(*, provider: Provider, user: User, vouched: Vouched, now: datetime) -> None:
    """Link somebody who was found by his e-mail; raises LinkNeedsLogIn."""
    if must_log_in_first(user):
        raise LinkNeedsLogIn(provider=provider, user=user, uid=vouched.uid)
    link(provider=provider, user=user, vouched_uid=vouched.uid, now=now)
