"""
Grants and row-level security, generated from each model's `placement` (docs/adr/0003-two-locks.md).

A policy is a hashed `IN (SELECT definer_function())`, never a bare setting: that is what plans
well on one machine. For a sharded cluster this generator is the one place to change.
"""

from collections.abc import Iterable

from django.db import models

from kurator.platform.placement import Placement, Writers

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


def _web_rights(model: type[models.Model], placement: Placement) -> str:
    """Whose a row is, and its key, is no matter of an UPDATE: rows move through functions only."""
    kept = {placement.owner_column, placement.party_column, placement.hidden_column} - {""}
    if not kept:
        return placement.web
    columns = ", ".join(
        column
        for field in model._meta.concrete_fields
        if (column := field.column)
        and column not in kept
        and not field.primary_key
        and not field.generated
    )
    return placement.web.replace("UPDATE", f"UPDATE ({columns})")


def _grants(model: type[models.Model], placement: Placement) -> Iterable[str]:
    table = model._meta.db_table
    for role, rights in (
        (SCOPED, _web_rights(model, placement)),
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
    if not placement.party_column:
        return predicate(placement)
    of_party = _is_of_writable_party(placement)
    if placement.user_column:
        return f"({_is_mine(placement)} AND k.is_live({placement.party_column})) OR {of_party}"
    return of_party


def _is_of_writable_party(placement: Placement) -> str:
    owned = "visible.owner_id IN (SELECT k.my_owners())"
    shared = "visible.id IN (SELECT k.my_shared_to_edit())"
    wanted = {
        Writers.READERS: "",
        Writers.OWNERS: f" AND {owned}",
        Writers.EDITORS: f" AND ({owned} OR {shared})",
    }[placement.writers]
    return f"{_is_of_visible_party(placement)[:-1]}{wanted})"


def _is_mine(placement: Placement) -> str:
    return f"{placement.user_column} = (SELECT nullif(current_setting('k.uid', true), '')::uuid)"


def _insert_condition(placement: Placement) -> str:
    """
    A new row needs the right to write: being assigned to it is not enough. New rows are few, so
    each is asked about by keys, without a list of all owners (52 us against 165, at 500: 36, 550).
    """
    if placement.owner_column:
        return f"{placement.owner_column} IN (SELECT k.my_owners())"
    if not placement.party_column:
        return _write_predicate(placement)
    return {
        Writers.READERS: _is_of_visible_party(placement),
        Writers.OWNERS: f"k.may_give({placement.party_column})",
        Writers.EDITORS: f"k.may_write({placement.party_column})",
    }[placement.writers]


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


def grant_statements(model: type[models.Model]) -> list[str]:
    """What the roles may do with a table; nobody has to wait for them to be given."""
    return list(_grants(model, placement_of(model)))


def policy_statements(model: type[models.Model]) -> list[str]:
    """The row-level security of a table; whoever reads it has to be waited for."""
    return list(_policies(model._meta.db_table, placement_of(model)))
