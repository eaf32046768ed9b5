"""How everything is, in one look."""

import argparse
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from kurator.config.supervisor.listening import ask
from kurator.operations.doctoring import (
    NO_HOME,
    Diagnosis,
    examine,
    rules_diagnosis,
    verdict,
    web_address,
    web_diagnosis,
)

NAME = "doctor"
HELP = "look at everything, and say what to do"
MARKS = {True: "✓", False: "✗", None: "!"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what needs somebody")


def run(arguments: argparse.Namespace) -> int:
    found = examine()
    if found[0].code != NO_HOME:
        found += [*_rules(), *_web()]
    for diagnosis in found:
        if not (arguments.quiet and diagnosis.is_well):
            _tell(diagnosis)
    words, code = verdict(found)
    print()
    print(words)
    return code


def _rules() -> Iterator[Diagnosis]:
    """Only the code knows what it declares, so Django is set up for this one."""
    from django.db import Error

    from kurator.config.cli import set_up_django
    from kurator.platform.database.errors import DatabaseError

    try:
        set_up_django(login="owner")
        from kurator.config.rules_in_force import breaches

        yield rules_diagnosis(breaches())
    except (Error, DatabaseError):
        return  # that the database cannot be asked is told already


def _web() -> Iterator[Diagnosis]:
    address = web_address()
    if address:
        yield web_diagnosis(address, failed_checks(address))


def failed_checks(address: str) -> list[str] | None:
    """What /readyz says there; None when nobody answers."""
    place = urlsplit(address)
    _, said = ask(host=place.hostname or "", port=place.port or 80, path="/readyz")
    try:
        return [str(name) for name in json.loads(said).get("failed", [])]
    except ValueError:
        return None


def _tell(diagnosis: Diagnosis) -> None:
    print(f"  {MARKS[diagnosis.is_well]} {diagnosis.what}")
    if diagnosis.remedy:
        print(f"      {diagnosis.remedy}")
