"""
The function that clears every table of customers who are removed for good, generated from each
model's `placement`: a new table that belongs to a customer cannot be forgotten. What may hold a copy
of him goes as well; somebody who lay in the recycle bin already when it was made is not in it, and
of somebody who is not there any more nothing was copied.
"""

from collections.abc import Iterable, Iterator

from django.db import models

from kurator.access.policies import placement_of

SIGNATURE = "k.clear_parties(gone uuid[])"
_FUNCTION = """
CREATE OR REPLACE FUNCTION {signature} RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE last_seen timestamptz := coalesce((
  SELECT max(coalesce(p.deleted_at, 'infinity')) FROM public.parties_party p WHERE p.id = ANY(gone)), '-infinity');
BEGIN
{body}
END $$"""


def clearing_statement(all_models: Iterable[type[models.Model]]) -> str:
    """Return the statement that (re)creates the function."""
    known = list(all_models)
    body = "\n".join(f"  {line};" for line in [*_copies(known), *_acts(known)])
    return _FUNCTION.format(signature=SIGNATURE, body=body)


def _copies(all_models: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in all_models:
        table, copies = model._meta.db_table, placement_of(model).copies
        if copies is None:
            continue
        act = "UPDATE public.{} t SET {}" if copies.cleared else "DELETE FROM public.{} t"
        yield f"{act.format(table, copies.cleared)} WHERE {copies.when}"


def _acts(all_models: Iterable[type[models.Model]]) -> Iterator[str]:
    cleared = [model for model in all_models if _column(model)]
    for model in _children_first(cleared):
        table, column, erased = model._meta.db_table, _column(model), placement_of(model).erased
        act = f"UPDATE public.{table} SET {erased}" if erased else f"DELETE FROM public.{table}"
        yield f"{act} WHERE {column} = ANY(gone)"


def _column(model: type[models.Model]) -> str:
    placement = placement_of(model)
    return placement.erased_by or ("id" if placement.owner_column else "")


def _children_first(cleared: list[type[models.Model]]) -> Iterator[type[models.Model]]:
    """Whoever points at another goes before it."""
    waiting = sorted(cleared, key=lambda model: model._meta.db_table)
    while waiting:
        named = {target for model in waiting for target in _targets(model) if target is not model}
        free = [model for model in waiting if model not in named]
        if not free:
            raise ValueError(f"tables point at each other in a circle: {waiting}")
        yield from free
        waiting = [model for model in waiting if model in named]


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    fields = model._meta.get_fields()
    return {one.related_model for one in fields if isinstance(one, models.ForeignKey)}
