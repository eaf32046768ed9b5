"""Calls to the outside go through one client, which checks where they lead."""

from collections.abc import Iterator

from tools.linters.layout import imported_modules
from tools.linters.source import Problem, Source

CLIENTS = (
    "aiohttp",
    "http.client",
    "httpx",
    "requests",
    "urllib.request",
    "urllib3",
)
THE_CLIENT = "kurator/platform/egress.py"
# Benches call the product that they started themselves.
WITHOUT_CHECK = frozenset({"", "bench"})


def check_egress(source: Source) -> Iterator[Problem]:
    if source.is_test or source.domain in WITHOUT_CHECK or source.path.as_posix() == THE_CLIENT:
        return
    for line, module in imported_modules(source.tree):
        if any(module == name or module.startswith(f"{name}.") for name in CLIENTS):
            yield source.problem(
                line, "egress", f"{module} calls past the checks: use kurator.platform.egress"
            )
