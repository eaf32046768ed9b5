"""
Grants and row-level security, generated from each model's `placement` (docs/adr/0003-two-locks.md).

A policy is a hashed `IN (SELECT definer_function())`, never a bare setting: that is what plans
well on one machine. For a sharded cluster this generator is the one place to change.
"""

from collections.abc import Iterable

from django.db import models

from kurator.platform.placement import Placement

SCOPED, AUTH, WORKER = "kurator_scoped", "kurator_auth", "kurator_worker"
PEOPLE = "kurator_people"
DEFINER = "kurator_definer"
_VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def placement_of(model: type[models.Model]) -> Placement:
    """Return the declared placement; raises LookupError for a model without one."""
    declared = getattr(model, "placement", None)
    if not isinstance(declared, Placement):
        raise LookupError(f"{model.__module__}.{model.__name__} declares no placement")
    return declared


def _grants(table: str, placement: Placement) -> Iterable[str]:
    for role, rights in (
        (SCOPED, placement.web),
        (AUTH, placement.auth),
        (PEOPLE, placement.people),
        (WORKER, placement.worker),
    ):
        yield f"REVOKE ALL ON public.{table} FROM {role}"
        if rights:
            yield f"GRANT {rights} ON public.{table} TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON public.{table} TO {DEFINER}"
    yield f"GRANT SELECT ON public.{table} TO {WORKER}"


def predicate(placement: Placement) -> str:
    """Return the SQL condition under which the viewer sees a row; '' = everybody sees all."""
    if placement.owner_column:
        hidden = f"{placement.hidden_column} IS NULL AND " if placement.hidden_column else ""
        return f"{hidden}{_is_owned_or_shared(placement.owner_column, 'id', 'k.my_shared()')}"
    if placement.party_column and placement.user_column:
        mine = f"({_is_mine(placement)} AND k.is_live({placement.party_column}))"
        return f"{mine} OR {_is_of_visible_party(placement)}"
    if placement.party_column:
        return _is_of_visible_party(placement)
    if placement.permission:
        return f"(SELECT k.may('{placement.permission}'))"
    return _is_mine(placement) if placement.user_column else ""


def _is_of_visible_party(placement: Placement) -> str:
    return (
        f"EXISTS (SELECT FROM public.parties_party visible"
        f" WHERE visible.id = {placement.party_column})"
    )


def _is_owned_or_shared(owner: str, party: str, shared: str) -> str:
    return f"({owner} IN (SELECT k.my_owners()) OR {party} IN (SELECT {shared}))"


def _write_predicate(placement: Placement) -> str:
    """Whether the viewer may change or remove a row: seeing by a share to read is not enough."""
    if placement.owner_column:
        owned = _is_owned_or_shared(placement.owner_column, "id", "k.my_shared_to_edit()")
        hidden = f"{placement.hidden_column} IS NULL AND " if placement.hidden_column else ""
        return f"{hidden}{owned}"
    if not placement.party_column or "UPDATE" not in placement.web:
        return predicate(placement)
    owned = _is_owned_or_shared("visible.owner_id", "visible.id", "k.my_shared_to_edit()")
    of_party = f"{_is_of_visible_party(placement)[:-1]} AND {owned})"
    if placement.user_column:
        return f"({_is_mine(placement)} AND k.is_live({placement.party_column})) OR {of_party}"
    return of_party


def _is_mine(placement: Placement) -> str:
    return f"{placement.user_column} = (SELECT nullif(current_setting('k.uid', true), '')::uuid)"


def _insert_condition(placement: Placement) -> str:
    """A new row needs a visible customer: being assigned to it is not enough."""
    if placement.owner_column:
        return f"{placement.owner_column} IN (SELECT k.my_owners())"
    if placement.party_column and placement.user_column:
        return _is_of_visible_party(placement)
    return _write_predicate(placement)


def _policies(table: str, placement: Placement) -> Iterable[str]:
    condition = predicate(placement)
    if not condition:
        return
    yield f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY"
    for verb in _VERBS:
        name = f"scoped_{verb.lower()}"
        yield f"DROP POLICY IF EXISTS {name} ON public.{table}"
        if verb in placement.web:
            wanted = condition if verb == "SELECT" else _write_predicate(placement)
            using = f" USING ({wanted})" if verb != "INSERT" else ""
            checked = _insert_condition(placement) if verb == "INSERT" else wanted
            check = f" WITH CHECK ({checked})" if verb in ("INSERT", "UPDATE") else ""
            yield f"CREATE POLICY {name} ON public.{table} FOR {verb} TO {SCOPED}{using}{check}"
    yield f"DROP POLICY IF EXISTS worker ON public.{table}"
    yield f"CREATE POLICY worker ON public.{table} TO {WORKER} USING (true) WITH CHECK (true)"


def policy_statements(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Return the statements for all models of the house, in order of table names."""
    statements: list[str] = []
    for model in sorted(all_models, key=lambda m: m._meta.db_table):
        placement = placement_of(model)
        table = model._meta.db_table
        statements += _grants(table, placement)
        statements += _policies(table, placement)
    return statements
