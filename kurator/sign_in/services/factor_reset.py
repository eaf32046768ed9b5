"""Factors that were lost: an administrator gives a link, the password does the rest."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password

from kurator.access.links import issue_link, leave_letter
from kurator.access.models import EntryLink, User
from kurator.access.services import revoke_keys
from kurator.access.sessions import end_sessions
from kurator.sign_in.models import Factor, FactorReset, Flow
from kurator.sign_in.selectors import second_factors
from kurator.sign_in.services.mail import FACTORS_REMOVED, SEND_NEWS
from kurator.sign_in.services.refusals import NoFactorLost, NoPassword, WrongPassword
from kurator.tracking.security import note_security_event


def offer_factor_reset(*, user_id: UUID, now: datetime) -> str:
    """
    End the person's sessions and keys and return a link by which, with the password, he removes his
    factors.

    Raises NoFactorLost, NoPassword.
    """
    user = User.objects.get(id=user_id)
    if not second_factors(user_id=user_id):
        raise NoFactorLost
    if not user.has_usable_password():
        raise NoPassword
    end_sessions(user_id=user_id)
    revoke_keys(user_id=user_id)
    note_security_event("access.factor_reset_offered", subject=str(user_id))
    return issue_link(user_id=user_id, purpose=EntryLink.Purpose.FACTORS, now=now)


def remove_lost_factors(*, user: User, password: str) -> None:
    """Remove all factors and keys of the person, who owes a new factor then. Raises WrongPassword."""
    if not user.has_usable_password() or not check_password(password, user.password):
        raise WrongPassword
    kinds = sorted(Factor.objects.filter(user_id=user.id).values_list("type", flat=True))
    Factor.objects.filter(user_id=user.id).delete()
    Flow.objects.filter(user_id=user.id).delete()
    revoke_keys(user_id=user.id)
    note_security_event("access.factors_reset", subject=str(user.id), details={"kinds": kinds})
    if settings.MAIL_IS_ON:
        leave_letter(SEND_NEWS, user_id=user.id, news=FACTORS_REMOVED)


def settle_factor_debt(*, user_id: UUID) -> None:
    """The person has a factor again."""
    EntryLink.objects.filter(user_id=user_id, purpose=EntryLink.Purpose.FACTORS).delete()
    FactorReset.objects.filter(user_id=user_id).delete()
