"""
All settings. Each has a default; none is required for the first run.

KURATOR_HOME             folder of data and secrets
KURATOR_DATABASE_URL     server of your own instead of the embedded one
KURATOR_DATABASE_LOGIN   web | worker | owner: whose rights this process has
KURATOR_TIME_ZONE        zone of the company (Europe/Kyiv)
KURATOR_HOSTS            host names that are served, by commas (* in a trusted network)
KURATOR_PUBLIC_URL       https://crm.example.com when a proxy ends TLS
KURATOR_TRUSTED_PROXIES  addresses of that proxy, by commas (this machine)
KURATOR_API_RATE         requests of one person: per second, at once (20:60); off
KURATOR_API_AT_ONCE      requests of one person that are worked on at the same time (6); off
KURATOR_SLOW_AT_ONCE     of these, counts, previews and the like (3)
KURATOR_SEARCH_RATE      the same for the search box (5:20)
KURATOR_DOORS_RATE       log-ins begun by a provider or a passkey from one address (2:30)
KURATOR_HOOKS_RATE       messages of one program that tells us something (50:500)
KURATOR_EGRESS_ALLOW     internal networks that may be called, by commas: 10.1.0.0/16
KURATOR_SMTP_URL         smtp://name:password@mail.example.com:587?from=crm@example.com; smtps:// for TLS
                         from the start. Without it no mail is sent, and links are handed over
KURATOR_LOG_LEVEL        INFO
KURATOR_LONG_JOBS        how many imports, exports and other long jobs run at once (1)
KURATOR_SHORT_JOBS       how many short jobs run at once (1)
"""

import hashlib
import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from kurator.config.logs import configure_logs
from kurator.config.mail import mail_settings
from kurator.platform.addresses import parse_networks
from kurator.platform.database.connections import Login, dsn_for
from kurator.platform.database.home import ensure_secrets, files_directory
from kurator.platform.features import feature_packages
from kurator.platform.limits import parse_rate, parse_share

BASE_DIR = Path(__file__).resolve().parent.parent.parent
WEB_DIST = BASE_DIR / "web" / "dist"
DATABASE_LOGIN = cast(Login, os.environ.get("KURATOR_DATABASE_LOGIN", "web"))
COMPANY_TIME_ZONE = os.environ.get("KURATOR_TIME_ZONE", "Europe/Kyiv")

DEBUG = False
# 256 random bits, written as long as Django wants to see them.
SECRET_KEY = hashlib.sha512(b"django " + ensure_secrets()["session"].encode()).hexdigest()
ALLOWED_HOSTS = os.environ.get("KURATOR_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("KURATOR_PUBLIC_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# The web server has already put what a trusted proxy reports in the place of scheme and address.
TRUSTED_PROXIES = parse_networks(
    os.environ.get("KURATOR_TRUSTED_PROXIES", "127.0.0.1,::1" if PUBLIC_URL else "")
)
RATES = {
    "api": parse_rate(os.environ.get("KURATOR_API_RATE", "20:60")),
    "search": parse_rate(os.environ.get("KURATOR_SEARCH_RATE", "5:20")),
    "doors": parse_rate(os.environ.get("KURATOR_DOORS_RATE", "2:30")),
    "hooks": parse_rate(os.environ.get("KURATOR_HOOKS_RATE", "50:500")),
}
AT_ONCE = {
    "api": parse_share(os.environ.get("KURATOR_API_AT_ONCE", "6")),
    "slow": parse_share(os.environ.get("KURATOR_SLOW_AT_ONCE", "3")),
}
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
EGRESS_ALLOW = parse_networks(os.environ.get("KURATOR_EGRESS_ALLOW", ""))
ROOT_URLCONF = "kurator.config.urls"
WSGI_APPLICATION = "kurator.config.wsgi.application"
ASGI_APPLICATION = "kurator.config.asgi.application"
INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.contenttypes",  # allauth needs these two; nobody has rights on their tables
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    *(f"kurator.{name}" for name in feature_packages()),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kurator.platform.middleware.RequestMiddleware",
    "kurator.config.pages.Pages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dsn_for(DATABASE_LOGIN),
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Kurator"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_ADAPTER = "kurator.sign_in.allauth_parts.FactorAdapter"
SOCIALACCOUNT_ADAPTER = "kurator.sign_in.allauth_parts.ProviderAdapter"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
# A browser takes a cookie of this name only over TLS, for the whole host and from the host itself.
CSRF_COOKIE_NAME = "__Host-kurator_csrf" if CSRF_COOKIE_SECURE else "kurator_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
_MAIL = mail_settings(os.environ.get("KURATOR_SMTP_URL", ""))
MAIL_IS_ON = _MAIL is not None
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
if _MAIL:
    EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starts_tls, _MAIL.is_tls
    DEFAULT_FROM_EMAIL = _MAIL.sender
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
APPEND_SLASH = False
WHITENOISE_ROOT = str(WEB_DIST) if WEB_DIST.exists() else None
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/"  # their names carry a hash of their content
SECURE_HSTS_SECONDS = 31_536_000 if CSRF_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CSRF_COOKIE_SECURE
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy that ends TLS redirects; here a wrong proxy setting would loop
    "security.W021",  # whether a whole domain is https for ever is not for one program to say
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
FILES_DIR = files_directory()
LONG_JOBS = max(1, int(os.environ.get("KURATOR_LONG_JOBS", "1")))
SHORT_JOBS = max(1, int(os.environ.get("KURATOR_SHORT_JOBS", "1")))

LOGGING_CONFIG = None
configure_logs(os.environ.get("KURATOR_LOG_LEVEL", "INFO"))
