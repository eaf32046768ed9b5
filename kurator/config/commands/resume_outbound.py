"""Releases what a restore holds back."""

import argparse

from kurator.operations.wording import said

NAME = "resume-outbound"
HELP = "after a restore: let scenarios act and messages leave again"
USES_DJANGO = True
LOGIN = "worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_: argparse.Namespace) -> int:
    from kurator.platform.context import Context, open_scope
    from kurator.platform.outbound import resume_outbound

    actor = Context(actor_kind="console", actor_name="kurator resume-outbound", channel="console")
    with open_scope(actor):
        was_held = resume_outbound()
    print(said("outbound_resumed" if was_held else "outbound_free"))
    return 0
