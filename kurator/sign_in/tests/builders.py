import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from kurator.access.models import User
from tests.cast import PASSWORD


def give_password(user: User, password: str = PASSWORD) -> None:
    user.set_password(password)
    User.objects.filter(id=user.id).update(password=user.password)


def code_at(secret: str, *, steps: int = 0) -> str:
    """Return the code of the app now, or so many half-minutes away."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))
