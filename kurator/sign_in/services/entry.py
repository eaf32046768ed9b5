"""Invitations taken and forgotten passwords set anew."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from procrastinate.contrib.django import app

from kurator.access.invitations import find_link, issue_reset
from kurator.access.models import EntryLink, LogInFailure, User
from kurator.access.passwords import refuse_weak_password
from kurator.access.sessions import end_sessions
from kurator.sign_in.models import Flow, ProviderAccount
from kurator.sign_in.services.factor_reset import withdraw_factor_reset
from kurator.sign_in.services.limits import refuse_many_failures
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
_NOTED = {
    EntryLink.Purpose.INVITATION: "access.invitation_accepted",
    EntryLink.Purpose.RESET: "access.password_reset",
}


def open_link(*, token: str, now: datetime) -> EntryLink:
    """Return what the link is for, without using it; raises LinkSpent."""
    return find_link(token=token, now=now)


def use_link(*, token: str, password: str, visitor: Visitor, now: datetime) -> Entered | SecondStep:
    """
    Set the password and go on as after a right one: a second factor is still asked for.

    All sessions of the person end. Raises LinkSpent, InvalidInput.
    """
    link = find_link(token=token, now=now)
    user = link.user
    refuse_weak_password(password, email=user.email, name=user.name)
    bind_person(user, visitor)
    set_password(user_id=user.id, password=password)
    withdraw_factor_reset(user_id=user.id)
    end_sessions(user_id=user.id)
    EntryLink.objects.filter(user_id=user.id, used_at=None).update(used_at=now)
    note_security_event(_NOTED[EntryLink.Purpose(link.purpose)], subject=str(user.id))
    return enter_or_ask(user=user, method="link", visitor=visitor, now=now)


def withdraw_links(*, user_id: UUID) -> None:
    """Whatever was handed or mailed to the person, and what he has begun, opens nothing any more."""
    EntryLink.objects.filter(user_id=user_id).delete()
    Flow.objects.filter(user_id=user_id).delete()
    withdraw_factor_reset(user_id=user_id)


def set_password(*, user_id: UUID, password: str) -> None:
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
        issue_reset(user_id=user.id, now=now)
        note_security_event("access.reset_asked", subject=str(user.id))


def _logs_in_by_password(user: User) -> bool:
    """He has a password, or an administrator let him set one and he has not yet done so."""
    if user.has_usable_password():
        return True
    is_asked = EntryLink.objects.filter(user_id=user.id, used_at=None).exists()
    return is_asked and not ProviderAccount.objects.filter(user_id=user.id).exists()


def refuse_many_resets(*, email: str, addr: str, now: datetime) -> None:
    """
    Letters are asked for as seldom as log-ins may fail; each request counts, but apart from them:
    no number of these makes anybody wait who logs in.
    """
    account, place = f"reset:{clean_email(email)}", f"reset:{addr}"
    refuse_many_failures(account=account, addr=place, now=now)
    LogInFailure.objects.create(email=account, addr=place, at=now)
