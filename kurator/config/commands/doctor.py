"""Looks at everything, and says what to do about what is found."""

import argparse
from urllib.parse import urlsplit

from kurator.config.supervisor.listening import answers
from kurator.operations.doctoring import Diagnosis, examine, say, web_address, web_diagnosis

NAME = "doctor"
HELP = "look at everything, and say what to do"
ILL = 5
MARKS = {True: "✓", False: "✗", None: "!"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what needs somebody")


def run(arguments: argparse.Namespace) -> int:
    found = examine()
    address = web_address()
    if address:
        place = urlsplit(address)
        ready = answers(host=place.hostname or "", port=place.port or 80, path="/readyz")
        found.append(web_diagnosis(address, is_ready=ready))
    for diagnosis in found:
        if not (arguments.quiet and diagnosis.is_well):
            _tell(diagnosis)
    ill = [one for one in found if one.is_well is False]
    print()
    print(say("some_ill", count=len(ill)) if ill else say("all_well"))
    return ILL if ill else 0


def _tell(diagnosis: Diagnosis) -> None:
    print(f"  {MARKS[diagnosis.is_well]} {diagnosis.what}")
    if diagnosis.remedy:
        print(f"      {diagnosis.remedy}")
