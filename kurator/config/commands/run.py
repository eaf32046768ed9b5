"""Everything: what `make run` calls."""

import argparse
import os

from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.supervisor import Plan, default_processes, run_everything

NAME = "run"
HELP = "start everything: database, web server, worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("KURATOR_HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("KURATOR_PORT") or "8000"))
    parser.add_argument(
        "--processes", type=int, default=default_processes(), help="of the web server"
    )
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo company")
    parser.add_argument("--no-pages", action="store_true", help="do not build the pages")
    parser.add_argument("--dev", action="store_true", help="reload on each change, show the logs")


def _refuse_links_to_nowhere() -> None:
    """A letter whose link opens nothing is worse than a start that says why it does not happen."""
    if not os.environ.get("KURATOR_SMTP_URL"):
        return
    # The supervisor stays small: the doctor is loaded only to be asked.
    from kurator.operations.doctoring import mail_links

    found = mail_links()
    if found and not found.is_well:
        raise StartError(f"{found.what}.\n{found.remedy}")


def run(arguments: argparse.Namespace) -> int:
    _refuse_links_to_nowhere()
    return run_everything(
        Plan(
            host=arguments.host,
            port=arguments.port,
            processes=arguments.processes,
            with_demo=not arguments.no_demo,
            with_pages=not arguments.no_pages,
            is_development=arguments.dev,
        )
    )
