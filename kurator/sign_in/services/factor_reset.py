"""Factors that were lost: an administrator gives a link, the password does the rest."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password
from procrastinate.contrib.django import app

from kurator.access.invitations import SEND_LINK, LinkSpent, hash_token
from kurator.access.models import User
from kurator.access.sealing import seal
from kurator.access.services import revoke_keys
from kurator.access.sessions import end_sessions
from kurator.platform.context import WEB_ROLE, open_role
from kurator.sign_in.models import Factor, FactorReset, Flow
from kurator.sign_in.selectors import second_factors
from kurator.sign_in.services.limits import refuse_many_failures
from kurator.sign_in.services.log_in import Entered, Visitor, bind_person, enter
from kurator.sign_in.services.mail import FACTORS_LINK, FACTORS_REMOVED, SEND_NEWS
from kurator.sign_in.services.refusals import NoFactorLost, NoPassword, WrongPassword
from kurator.tracking.security import note_security_event

LINK_LASTS = timedelta(hours=24)
PAGE = "/factors"


def offer_factor_reset(*, user_id: UUID, now: datetime) -> str:
    """
    End the person's sessions and keys and return a link by which, with the password, he removes his factors;
    an earlier link stops working. Where mail is set up, it is also sent after the commit.

    Raises NoFactorLost, NoPassword.
    """
    user = User.objects.get(id=user_id)
    if not second_factors(user_id=user_id):
        raise NoFactorLost
    if not user.has_usable_password():
        raise NoPassword
    token = secrets.token_urlsafe(32)
    fresh = {
        "token_hash": hash_token(token),
        "created_at": now,
        "expires_at": now + LINK_LASTS,
        "used_at": None,
    }
    FactorReset.objects.update_or_create(user_id=user_id, defaults=fresh)
    end_sessions(user_id=user_id)
    revoke_keys(user_id=user_id)
    note_security_event("access.factor_reset_offered", subject=str(user_id))
    link = f"{settings.PUBLIC_URL}{PAGE}#{token}"
    if settings.MAIL_IS_ON:
        _send_later(SEND_LINK, user_id=str(user_id), purpose=FACTORS_LINK, sealed_link=seal(link))
    return link


def _send_later(task: str, **arguments: str) -> None:
    """Leave a letter to a job; the roles of log-in may not write into the queue of jobs."""
    with open_role(WEB_ROLE):
        app.configure_task(name=task).defer(**arguments)


def find_factor_reset(*, token: str, now: datetime) -> FactorReset:
    """Return the offer that may still be used, locked; raises LinkSpent."""
    found = (
        FactorReset.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(
            token_hash=hash_token(token),
            used_at=None,
            expires_at__gt=now,
            user__is_active=True,
            user__is_system=False,
        )
        .first()
    )
    if found is None:
        raise LinkSpent
    return found


def account_of_reset(*, token: str, now: datetime) -> str:
    """Return whose failures to count; "" when there is no such offer."""
    try:
        return find_factor_reset(token=token, now=now).user.email
    except LinkSpent:
        return ""


def use_factor_reset(*, token: str, password: str, visitor: Visitor, now: datetime) -> Entered:
    """
    Remove all factors of the person and let him in, to set up a new one before anything else.

    All other sessions and all keys end. Raises LinkSpent, WrongPassword, TooManyAttempts.
    """
    offer = find_factor_reset(token=token, now=now)
    user = offer.user
    refuse_many_failures(account=user.email, addr=visitor.addr, now=now)
    if not user.has_usable_password() or not check_password(password, user.password):
        raise WrongPassword
    bind_person(user, visitor)
    kinds = sorted(Factor.objects.filter(user_id=user.id).values_list("type", flat=True))
    Factor.objects.filter(user_id=user.id).delete()
    Flow.objects.filter(user_id=user.id).delete()
    end_sessions(user_id=user.id)
    revoke_keys(user_id=user.id)
    offer.used_at = now
    offer.save(update_fields=["used_at"])
    note_security_event("access.factors_reset", subject=str(user.id), details={"kinds": kinds})
    if settings.MAIL_IS_ON:
        _send_later(SEND_NEWS, user_id=str(user.id), news=FACTORS_REMOVED)
    return enter(user=user, method="password+link", is_strong=False, visitor=visitor, now=now)


def withdraw_factor_reset(*, user_id: UUID) -> None:
    """
    A link that is still open ends when the password is set by another link: with both in one
    mailbox, the mailbox alone would open the account.
    """
    FactorReset.objects.filter(user_id=user_id, used_at=None).delete()


def settle_factor_debt(*, user_id: UUID) -> None:
    """The person has a factor again."""
    FactorReset.objects.filter(user_id=user_id).delete()
