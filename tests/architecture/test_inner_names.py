"""Events and background jobs have a name in each language: the page Operations shows no codes."""

import ast
import re
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path

from procrastinate.contrib.django import app

from kurator.kernel.localized import LANGUAGES
from kurator.platform.features import PACKAGE, features, job_labels, topic_labels
from tests.architecture.test_event_kinds import module_of

ANNOUNCERS = {"publish", "announce_people"}


def calls(names: Collection[str] = ANNOUNCERS) -> Iterator[tuple[Path, ast.expr]]:
    """Return the file and the first argument of each announcement in the program itself."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield path, node.args[0] if node.args else node.keywords[0].value


def _name(called: ast.expr) -> str:
    """Also of a generic one, as in `RunKind[Export](…)`."""
    found = called.value if isinstance(called, ast.Subscript) else called
    return str(getattr(found, "id", ""))


def topics() -> Iterator[str]:
    """Topics that stand in a call or in a constant, those of tracked tables, and those of SQL."""
    for path, first in calls():
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.Name) and first.id.isupper():
            yield str(getattr(import_module(module_of(path)), first.id))
    for _, kind in calls({"RunKind"}):  # long work tells how far it is
        yield f"{ast.literal_eval(kind)}.progress"
    yield from (table.topic for feature in features() for table in feature.tracked)
    insert = r"INSERT INTO public\.platform_outboxevent[^;]*?'([a-z_]+\.[a-z_]+)'"
    for path in sorted(PACKAGE.rglob("*.sql")):
        yield from re.findall(insert, path.read_text(encoding="utf-8"))


def test_every_event_has_a_name() -> None:
    found, labels = set(topics()), topic_labels()
    assert len(found) > 12
    assert found - set(labels) == set()
    inner = {code for feature in features() for code in feature.inner_topics}
    assert inner - found == set(), "nothing publishes these"
    assert all(label.get(code) for label in labels.values() for code in LANGUAGES)


def test_every_job_has_a_name() -> None:
    own = {
        name for name in app.tasks if not name.startswith(("builtin", "procrastinate.", "tests."))
    }
    assert own == set(job_labels())
    assert all(label.get(code) for label in job_labels().values() for code in LANGUAGES)
