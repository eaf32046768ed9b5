"""The demo company: load it, name its log-ins."""

import argparse
import json
from datetime import UTC, datetime

NAME = "demo"
HELP = "the demo company: load, rights, logins"
LOGIN = "worker"
SEED = 20_260_312


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    load = actions.add_parser("load", help="load it, unless it is there already")
    load.add_argument("--customers", type=int, default=5_000)
    load.add_argument("--seed", type=int, default=SEED)
    rights = actions.add_parser("rights", help="bring the rights of its roles up to date")
    rights.add_argument("--seed", type=int, default=SEED)
    logins = actions.add_parser("logins", help="print who may log in, as JSON")
    logins.add_argument("--all", action="store_true", help="everybody, not one of each role")


def run(arguments: argparse.Namespace) -> int:
    from kurator.demo.logins import demo_logins

    if arguments.action == "logins":
        print(json.dumps(demo_logins(everybody=arguments.all), ensure_ascii=False, indent=1))
        return 0
    if arguments.action == "rights":
        return _renew_rights(arguments.seed)
    return _load(customers=arguments.customers, seed=arguments.seed)


def _load(*, customers: int, seed: int) -> int:
    from kurator.demo.load import load_company
    from kurator.demo.logins import demo_logins, write_logins
    from kurator.demo.progress import reporter

    is_new = load_company(
        now=datetime.now(UTC), customers=customers, seed=seed, progress=reporter()
    )
    write_logins()
    print("The demo company is loaded." if is_new else "The demo company is loaded already.")
    for login in demo_logins():
        print(f"  {login['role']:<14} {login['email']:<32} {login['password']}")
    return 0


def _renew_rights(seed: int) -> int:
    from kurator.demo.company import renew_rights
    from kurator.demo.load import LOADER
    from kurator.platform.context import open_scope

    with open_scope(LOADER):
        print(f"Roles of the demo brought up to date: {renew_rights(seed)}")
    return 0
