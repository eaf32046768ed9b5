"""Django's own checks of an installation that is reached by https: none may complain."""

import os
import sys


def main() -> int:
    os.environ["KURATOR_PUBLIC_URL"] = "https://crm.example.com"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["django", "check", "--deploy", "--fail-level", "WARNING"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
