"""The background worker."""

import argparse
import os

NAME = "worker"
HELP = "the background worker alone (the database must run)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_: argparse.Namespace) -> int:
    from kurator.config.supervisor.parent import die_with_parent
    from kurator.platform.database.check import require_safe_database

    die_with_parent()
    os.environ["KURATOR_DATABASE_LOGIN"] = "worker"
    require_safe_database(login="worker")
    from kurator.config.worker import main

    main()
    return 0
