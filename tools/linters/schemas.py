"""
Two classes of one name that reach the description of the API: the later silently takes the
place of the earlier there, and the pages' types follow the wrong one.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tools.linters.source import Problem, Source

ROOTS = frozenset({"Schema", "StrictSchema", "BaseModel"})
CHOICES = frozenset({"Enum", "StrEnum", "IntEnum", "TextChoices", "IntegerChoices"})


def check_schema_names(sources: Iterable[Source]) -> Iterator[Problem]:
    classes = [
        (source, node)
        for source in sources
        if source.domain and not source.is_test and not source.is_migration
        for node in source.tree.body
        if isinstance(node, ast.ClassDef)
    ]
    schemas = _with_descendants(classes, ROOTS)
    spoken = {
        name
        for source, node in classes
        if node.name in schemas and _bases(node) & (schemas | ROOTS)
        for name in _annotated(node)
    }
    choices = _with_descendants(classes, CHOICES) & spoken
    places: dict[str, list[tuple[Source, ast.ClassDef]]] = defaultdict(list)
    for source, node in classes:
        bases = _bases(node)
        if bases & (schemas | ROOTS) or (node.name in choices and bases & (choices | CHOICES)):
            places[node.name].append((source, node))
    for name, found in places.items():
        (first, _), *others = found
        for source, node in others:
            yield source.problem(
                node.lineno,
                "schema-names",
                f"{name} is also a shape of {first.path}, and the description of the API has room "
                "for one of a name: give this one another",
            )


def _bases(node: ast.ClassDef) -> set[str]:
    """The names of the bases, without their modules and parameters."""
    bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return {
        base.attr if isinstance(base, ast.Attribute) else base.id
        for base in bases
        if isinstance(base, ast.Attribute | ast.Name)
    }


def _with_descendants(
    classes: Iterable[tuple[Source, ast.ClassDef]], roots: frozenset[str]
) -> set[str]:
    pairs = [(node.name, _bases(node)) for _, node in classes]
    known: set[str] = set()
    while more := {name for name, bases in pairs if bases & (known | roots)} - known:
        known |= more
    return known


def _annotated(node: ast.ClassDef) -> set[str]:
    return {
        name.id
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        for name in ast.walk(field.annotation)
        if isinstance(name, ast.Name)
    }
