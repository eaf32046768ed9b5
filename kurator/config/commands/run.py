"""Everything: what `make run` calls."""

import argparse
import os

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


def run(arguments: argparse.Namespace) -> int:
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
