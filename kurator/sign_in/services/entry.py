"""Links that work once, and forgotten passwords."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from procrastinate.contrib.django import app

from kurator.access.links import LinkSpent, find_link, issue_link, spend_link, withdraw_links
from kurator.access.models import EntryLink, User
from kurator.access.passwords import refuse_weak_password
from kurator.access.sessions import end_sessions
from kurator.sign_in.models import Flow, ProviderAccount
from kurator.sign_in.services.factor_reset import remove_lost_factors
from kurator.sign_in.services.limits import begin_attempt
from kurator.sign_in.services.log_in import (
    Entered,
    SecondStep,
    Visitor,
    bind_person,
    clean_email,
    enter_or_ask,
)
from kurator.tracking.security import note_security_event

SEND_RESET = "sign_in.send_reset"
FACTORS = EntryLink.Purpose.FACTORS
_NOTED = {
    EntryLink.Purpose.INVITATION: "access.invitation_accepted",
    EntryLink.Purpose.RESET: "access.password_reset",
}


def account_of_link(*, token: str, now: datetime) -> str:
    """Return whose failures to count, his e-mail; "" when there is no such link."""
    try:
        return find_link(token=token, now=now).user.email
    except LinkSpent:
        return ""


def use_link(*, token: str, password: str, visitor: Visitor, now: datetime) -> Entered | SecondStep:
    """
    Do what the link is for and go on as after a right password: a second factor is still asked for.

    `password` is the new one; for lost factors the one there is, and they are removed. All sessions
    of the person end, and so do his other links: with two in one mailbox, the mailbox alone would
    open the account. Raises LinkSpent, InvalidInput, WrongPassword.
    """
    link = spend_link(token=token, now=now)
    user, purpose = link.user, EntryLink.Purpose(link.purpose)
    bind_person(user, visitor)
    if purpose == FACTORS:
        remove_lost_factors(user=user, password=password)
    else:
        refuse_weak_password(password, email=user.email, name=user.name)
        set_password(user_id=user.id, password=password)
        note_security_event(_NOTED[purpose], subject=str(user.id))
    end_sessions(user_id=user.id)
    withdraw_links(user_id=user.id)
    method = "password+link" if purpose == FACTORS else "link"
    return enter_or_ask(user=user, method=method, visitor=visitor, now=now)


def withdraw_entry(*, user_id: UUID) -> None:
    """Whatever was handed or mailed to the person, and what he has begun, opens nothing any more."""
    withdraw_links(user_id=user_id)
    Flow.objects.filter(user_id=user_id).delete()


def set_password(*, user_id: UUID, password: str) -> None:
    """Keep only the hash; whether the password is good enough has been asked before."""
    User.objects.filter(id=user_id).update(password=make_password(password))


def ask_for_reset(*, email: str) -> None:
    """
    Leave it to a job to look whether there is such a person: the answer takes the same time and
    says the same either way. Without mail nothing happens: the link would reach nobody.
    """
    if settings.MAIL_IS_ON:
        app.configure_task(name=SEND_RESET).defer(email=clean_email(email))


def start_reset(*, email: str, now: datetime) -> None:
    """Make and send the link, if the person exists and may log in by a password."""
    user = User.objects.filter(email=email, is_active=True, is_system=False).first()
    if user is not None and _logs_in_by_password(user):
        issue_link(user_id=user.id, purpose=EntryLink.Purpose.RESET, now=now)
        note_security_event("access.reset_asked", subject=str(user.id))


def _logs_in_by_password(user: User) -> bool:
    """He has a password, or an administrator let him set one and he has not yet done so."""
    if user.has_usable_password():
        return True
    asked = EntryLink.objects.filter(user_id=user.id, used_at=None).exclude(purpose=FACTORS)
    return asked.exists() and not ProviderAccount.objects.filter(user_id=user.id).exists()


def refuse_many_resets(*, email: str, addr: str, now: datetime) -> None:
    """
    Letters are asked for as seldom as log-ins may fail; each request counts, but apart from them:
    no number of these makes anybody wait who logs in.
    """
    begin_attempt(account=f"reset:{clean_email(email)}", addr=f"reset:{addr}", now=now)
