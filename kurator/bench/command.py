"""`kurator bench`: figures against their floors, one JSON line each."""

import argparse
from importlib import import_module

NAME = "bench"
HELP = "measure figures against their floors"
USES_DJANGO = False
BENCHES = (
    "activate",
    "backup",
    "bulk",
    "crash",
    "event",
    "http",
    "import",
    "load",
    "poison",
    "tracking",
    "start",
    "upgrade",
)
MODULES = {"import": "imports"}  # a word of the language cannot name a module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", choices=BENCHES, help="one bench; all without it")
    parser.add_argument("--rows", type=int, default=100_000, help="customers in the base")


def run(arguments: argparse.Namespace) -> int:
    for name in [arguments.name] if arguments.name else BENCHES:
        import_module(f"kurator.bench.{MODULES.get(name, name)}").run(arguments.rows)
    return 0
