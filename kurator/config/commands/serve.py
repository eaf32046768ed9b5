"""The web server alone."""

import argparse
import os

NAME = "serve"
HELP = "the web server alone (the database must run)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("KURATOR_HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("KURATOR_PORT") or "8000"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--reload", action="store_true", help="one process, reloaded on changes")


def run(arguments: argparse.Namespace) -> int:
    from kurator.config.cli import set_up_django
    from kurator.config.supervisor.parent import die_with_parent
    from kurator.config.supervisor.web_server import serve, serve_with_reload
    from kurator.platform.database.check import require_safe_database

    die_with_parent()
    os.environ["KURATOR_DATABASE_LOGIN"] = "web"
    require_safe_database(login="web")
    set_up_django(login="web")
    if arguments.reload:
        return serve_with_reload(host=arguments.host, port=arguments.port)
    return serve(host=arguments.host, port=arguments.port, processes=arguments.processes)
