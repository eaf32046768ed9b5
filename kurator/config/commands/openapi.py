"""The description of the API, from which the pages' client is generated."""

import argparse
import json
import sys
from pathlib import Path

NAME = "openapi"
HELP = "write the API's description (--check: fail when the committed one is old)"
USES_DJANGO = True
LOGIN = "web"

SNAPSHOT = Path(__file__).resolve().parents[3] / "web" / "src" / "api" / "openapi.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    from kurator.config.urls import api

    # Its own copy of the JSON encoder knows lazy texts and dates.
    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    text = json.dumps(described, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if not arguments.check:
        SNAPSHOT.parent.mkdir(parents=True, exist_ok=True)
        SNAPSHOT.write_text(text, encoding="utf-8")
        print(f"{len(described['paths'])} paths written to {SNAPSHOT.name}")
        return 0
    if SNAPSHOT.exists() and SNAPSHOT.read_text(encoding="utf-8") == text:
        return 0
    print("The API differs from its committed description. Run `make client`.", file=sys.stderr)
    return 1
