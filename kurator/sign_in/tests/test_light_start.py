"""Large libraries are loaded by the first who needs them, not by every process."""

import os
import subprocess
import sys

import pytest

LARGE = [
    "PIL",
    "allauth.mfa.webauthn.internal.auth",
    "cryptography.x509",
    "fido2",
    "jwt",
    "lxml",
    "onelogin",
    "qrcode",
    "requests",
    "xlsxwriter",
    "xmlsec",
]
START = """
import sys
import django

django.setup()
from kurator.platform.features import features

features()
import kurator.config.urls

print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


@pytest.mark.parametrize("login", ["web", "worker"])
def test_starting_a_process_loads_no_library_of_log_in(login: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kurator.config.settings",
        "KURATOR_DATABASE_LOGIN": login,
    }
    done = subprocess.run(
        [sys.executable, "-c", START, *LARGE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
