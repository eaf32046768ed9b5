"""Every place in a right body, and the body with something else there."""

import copy
from collections.abc import Iterator
from typing import Any

Place = tuple[Any, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Yield the places of all values, the containers included."""
    if at:
        yield at
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in inside:
            yield from places(inner, (*at, key))


def value_at(body: Any, at: Place) -> Any:
    for key in at:
        body = body[key]
    return body


def with_value(body: Any, at: Place, value: Any) -> Any:
    changed = copy.deepcopy(body)
    value_at(changed, at[:-1])[at[-1]] = value
    return changed
