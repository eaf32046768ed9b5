"""Invitations taken and forgotten passwords set anew."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from procrastinate.contrib.django import app

from kurator.access.invitations import find_link, issue_reset
from kurator.access.models import EntryLink, LogInFailure, User
from kurator.access.passwords import refuse_weak_password
from kurator.access.sessions import end_sessions
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


def set_password(*, user_id: UUID, password: str) -> None:
    User.objects.filter(id=user_id).update(password=make_password(password))


def ask_for_reset(*, email: str) -> None:
    """
    Leave it to a job to look whether there is such a person: the answer takes the same time and
    says the same either way.
    """
    app.configure_task(name=SEND_RESET).defer(email=clean_email(email))


def start_reset(*, email: str, now: datetime) -> None:
    """Make and send the link, if the person exists and may log in by a password."""
    user = User.objects.filter(email=email, is_active=True, is_system=False).first()
    if user is not None:
        issue_reset(user_id=user.id, now=now)
        note_security_event("access.reset_asked", subject=str(user.id))


def refuse_many_resets(*, email: str, addr: str, now: datetime) -> None:
    """Letters are asked for as seldom as log-ins may fail; each request counts."""
    account = f"reset:{clean_email(email)}"
    refuse_many_failures(account=account, addr=addr, now=now)
    LogInFailure.objects.create(email=account, addr=addr, at=now)
