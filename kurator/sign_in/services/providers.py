"""People who come from a provider: which of ours they are, and the way there and back."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kurator.access.models import User
from kurator.kernel.errors import KuratorError, NotFound
from kurator.sign_in.models import Flow, Provider, ProviderAccount, SeenAssertion
from kurator.sign_in.services.flows import begin_flow, end_flow, find_flow
from kurator.sign_in.services.limits import refuse_many_failures
from kurator.sign_in.services.linking import link, link_or_ask, setup_of
from kurator.sign_in.services.log_in import (
    Entered,
    SecondStep,
    Visitor,
    enter,
    enter_or_ask,
)
from kurator.sign_in.services.new_people import make_person
from kurator.sign_in.services.vouching import ProviderRefused, Vouched

PROVIDER_STEP = "provider"


class NobodyKnown(KuratorError):
    code = "access.nobody_known"
    status = 403
    texts = {
        "en": "{provider} vouches for {email}, but there is no such person here. Ask an administrator "
        "to invite you.",
        "ru": "{provider} подтверждает {email}, но здесь такого человека нет. Попросите администратора "
        "пригласить вас.",
        "uk": "{provider} підтверджує {email}, але тут такої людини немає. Попросіть адміністратора "
        "запросити вас.",
    }


@dataclass(frozen=True)
class Answered:
    """A flow that was used up, and the provider that is asked about it."""

    provider: Provider
    memory: dict[str, Any]


def find_way(*, provider_id: UUID, visitor: Visitor, now: datetime) -> Provider:
    """Return the provider that somebody wants to come by; raises NotFound, TooManyAttempts."""
    refuse_many_failures(account="", addr=visitor.addr, now=now)
    provider = Provider.objects.filter(id=provider_id, is_enabled=True).first()
    if provider is None:
        raise NotFound
    return provider


def ask_for_address(*, provider: Provider, base: str) -> tuple[str, dict[str, Any]]:
    """
    Return where the browser goes and what to remember; may wait for the provider, so it runs
    outside of any transaction. Raises ProviderSilent.

    Each protocol's libraries are large, and are loaded when somebody comes by it.
    """
    if provider.kind == Provider.Kind.OIDC:
        from kurator.sign_in.services import oidc

        return oidc.begin(provider=provider, base=base)
    from kurator.sign_in.services import saml

    return saml.begin(provider=provider, base=base)


def begin_journey(*, provider: Provider, memory: dict[str, Any], now: datetime) -> str:
    """Return the key that ties the journey to the browser."""
    memory = {**memory, "provider": str(provider.id), "changed": setup_of(provider)}
    return begin_flow(purpose=PROVIDER_STEP, user_id=None, memory=memory, now=now)


def use_up_journey(*, flow_key: str, state: str, now: datetime) -> Answered:
    """End the flow that an OpenID Connect provider answers; raises FlowOver, ProviderRefused."""
    flow = find_flow(key=flow_key, purpose=PROVIDER_STEP, now=now)
    provider = _provider_of(flow, Provider.Kind.OIDC)
    if not hmac.compare_digest(state.encode(), str(flow.memory["state"]).encode()):
        raise ProviderRefused(reason="state")
    end_flow(flow)
    return Answered(provider, flow.memory)


def ask_who(*, answered: Answered, code: str, base: str) -> Vouched:
    """Ask the provider who came; outside of any transaction. Raises ProviderRefused, …Silent."""
    from kurator.sign_in.services import oidc

    return oidc.finish(provider=answered.provider, memory=answered.memory, code=code, base=base)


def take_assertion(*, provider_id: UUID, response: str, base: str, now: datetime) -> None:
    """
    Keep what a SAML provider posts for the flow that asked for it. It is posted from a foreign page
    without our cookie, so nobody is let in yet. Raises ProviderRefused.
    """
    from kurator.sign_in.services import saml

    provider = Provider.objects.filter(
        id=provider_id, kind=Provider.Kind.SAML, is_enabled=True
    ).first()
    if provider is None:
        raise NotFound
    answered = saml.answered_request(response)
    flow = (
        Flow.objects.select_for_update()
        .filter(
            purpose=PROVIDER_STEP,
            expires_at__gt=now,
            memory__provider=str(provider.id),
            memory__request=answered,
        )
        .first()
    )
    if flow is None or "vouched" in flow.memory:
        raise ProviderRefused(reason="request")
    vouched, assertion = saml.check(
        provider=provider, response=response, request_id=answered, base=base
    )
    _use_once(provider, assertion, now)
    flow.memory["vouched"] = vouched.as_json()
    flow.save(update_fields=["memory"])


def finish_with_assertion(
    *, flow_key: str, visitor: Visitor, now: datetime
) -> Entered | SecondStep:
    """Finish SAML in the browser that began it; raises what `enter_vouched` raises, FlowOver, …Refused."""
    flow = find_flow(key=flow_key, purpose=PROVIDER_STEP, now=now)
    provider = _provider_of(flow, Provider.Kind.SAML)
    if "vouched" not in flow.memory:
        raise ProviderRefused(reason="request")
    end_flow(flow)
    vouched = Vouched(**flow.memory["vouched"])
    return enter_vouched(provider=provider, vouched=vouched, visitor=visitor, now=now)


def _provider_of(flow: Flow, kind: str) -> Provider:
    provider = Provider.objects.filter(
        id=flow.memory["provider"], kind=kind, is_enabled=True
    ).first()
    if provider is None or flow.memory.get("changed") != setup_of(provider):
        raise ProviderRefused(reason="provider")
    return provider


def _use_once(provider: Provider, assertion: str, now: datetime) -> None:
    SeenAssertion.objects.filter(expires_at__lt=now).delete()
    expires_at = now + timedelta(days=1)
    _, is_new = SeenAssertion.objects.get_or_create(
        provider=provider, assertion=assertion, defaults={"expires_at": expires_at}
    )
    if not is_new:
        raise ProviderRefused(reason="replay")


def enter_vouched(
    *, provider: Provider, vouched: Vouched, visitor: Visitor, now: datetime
) -> Entered | SecondStep:
    """Let in whom the provider vouches for; raises NobodyKnown, LinkNeedsLogIn."""
    user = _person(provider, vouched, now)
    method = f"{provider.kind.lower()}:{provider.name}"
    if provider.is_second_factor:
        return enter(user=user, method=method, is_strong=True, visitor=visitor, now=now)
    return enter_or_ask(user=user, method=method, visitor=visitor, now=now)


def _person(provider: Provider, vouched: Vouched, now: datetime) -> User:
    """By the provider's own id; the first time by an e-mail that the provider may speak for."""
    account = (
        ProviderAccount.objects.select_related("user")
        .filter(provider=provider, uid=vouched.uid)
        .first()
    )
    if account is not None:
        if not account.user.is_active:
            raise NobodyKnown(provider=provider.name, email=vouched.email)
        account.last_used_at = now
        account.save(update_fields=["last_used_at"])
        return account.user
    user = None
    if vouched.may_name(provider.domains):
        user = User.objects.filter(email=vouched.email, is_active=True, is_system=False).first()
    is_new = user is None
    if user is None and provider.makes_people:
        user = make_person(provider=provider, vouched=vouched)
    if user is None:
        raise NobodyKnown(provider=provider.name, email=vouched.email or vouched.uid)
    if is_new:
        link(provider=provider, user=user, vouched_uid=vouched.uid, now=now)
    else:
        link_or_ask(provider=provider, user=user, vouched=vouched, now=now)
    return user
