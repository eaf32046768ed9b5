"""What may stand in which room, and what may stand nowhere."""

import ast
from collections.abc import Iterator

from tools.linters.source import Problem, Source

WITHOUT_HTTP = frozenset(
    {"services", "selectors", "models", "rules", "types", "events", "tasks", "fields", "feature"}
)
HOLLOW_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "misc", "base", "common", "managers"}
)
# Who acts, and when: the marks of a user's intention.
INTENT = frozenset({"viewer", "now"})
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")


def check_http(source: Source) -> Iterator[Problem]:
    if source.is_test or source.room not in WITHOUT_HTTP:
        return
    for line, module in imported_modules(source.tree):
        if module.startswith(("django.http", "django.shortcuts", "ninja")):
            yield source.problem(line, "http", f"{module} belongs into api.py, not here")


def check_scoped_queries(source: Source) -> Iterator[Problem]:
    """An operation asks a selector, which knows what its viewer may see."""
    if source.is_test or source.room != "api":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield source.problem(
                node.lineno, "scoped", "query in api.py: ask a selector with the viewer"
            )


def check_module_names(source: Source) -> Iterator[Problem]:
    for part in (*source.path.parts[:-1], source.path.stem):
        if part in HOLLOW_NAMES and not _is_backend(source):
            yield source.problem(
                1, "names", f"a module named {part} says nothing: name what it is about"
            )


def _is_backend(source: Source) -> bool:
    """Django looks for a database's backend in a module named base."""
    return any(
        isinstance(node, ast.ClassDef) and node.name == "DatabaseWrapper"
        for node in source.tree.body
    )


def check_signals(source: Source) -> Iterator[Problem]:
    if source.is_test:
        return
    for line, module in imported_modules(source.tree):
        if module.startswith(SIGNALS):
            yield source.problem(line, "signals", "no Django signals: publish an event")


def check_services(source: Source) -> Iterator[Problem]:
    """A service is called by name: `resolve_claim(viewer=…, claim_id=…, now=…)`."""
    if source.is_test or source.room != "services":
        return
    for node in source.tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        named = [argument.arg for argument in node.args.kwonlyargs]
        is_act = not INTENT.isdisjoint((*positional, *named))
        if is_act and len(positional) > 2:
            yield source.problem(
                node.lineno, "keyword-only", f"the parameters of {node.name} must be keyword-only"
            )


def check_related_names(source: Source) -> Iterator[Problem]:
    """A key into another domain leaves no attribute there."""
    if source.is_test or source.room != "models":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _is_relation(node) and node.args:
            label = _text(node.args[0])
            other = label.partition(".")[0] if "." in label else source.domain
            if other != source.domain and not _has_plus(node):
                yield source.problem(
                    node.lineno, "related-name", f'a key to {label} needs related_name="+"'
                )


def imported_modules(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_relation(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return name in {"ForeignKey", "OneToOneField", "ManyToManyField"}


def _text(node: ast.expr) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(ast.literal_eval(node)) if is_text else ""


def _has_plus(node: ast.Call) -> bool:
    return any(
        keyword.arg == "related_name"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value == "+"
        for keyword in node.keywords
    )
