"""
Who may write what belongs to a customer, table by table, by the second lock alone: each statement
is sent past the program, with the rights of a request.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from kurator.access.models import User
from kurator.access.policies import placement_of
from kurator.config.declared import house_models
from kurator.kernel.ids import new_id
from kurator.parties.models import Party, PartyShare
from kurator.parties.tests.builders import make_party
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.placement import Placement, Writers
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-59")]

# Whoever declares another one here has to say why beside the model.
NOT_EDITORS = {"parties_partyshare": Writers.OWNERS, "strategies_refusal": Writers.READERS}
MAY = {
    Writers.EDITORS: {"owner": True, "editor": True, "reader": False, "stranger": False},
    Writers.OWNERS: {"owner": True, "editor": False, "reader": False, "stranger": False},
    Writers.READERS: {"owner": True, "editor": True, "reader": True, "stranger": False},
}


def asked_rights(condition: str) -> dict[str, bool]:
    """Whom a condition lets write, by the functions that it asks."""
    of_owners = "my_owners" in condition or "may_give" in condition
    of_editors = "my_shared_to_edit" in condition or "may_write" in condition
    is_open = not of_owners and not of_editors
    return {
        "owner": True,
        "editor": of_editors or is_open,
        "reader": is_open,
        "stranger": False,
    }


def of_customers() -> Iterator[tuple[type[models.Model], Placement]]:
    """Tables with a customer's column that a request may write."""
    for model in house_models():
        placement = placement_of(model)
        if placement.party_column and placement.web not in ("", "SELECT"):
            yield model, placement


def _params(*, verb: str) -> list[Any]:
    return [
        pytest.param(model, placement, id=model._meta.db_table)
        for model, placement in of_customers()
        if verb in placement.web
    ]


def share(party: Party, *, with_whom: User, by: User, can_edit: bool) -> None:
    PartyShare.objects.create(party=party, user=with_whom, can_edit=can_edit, created_by=by)


def is_let_through(person: User, statement: str, values: list[UUID]) -> bool:
    """Whether the policies let a statement pass, whatever the table itself thinks of the row."""
    with open_scope(Context(uid=str(person.id)), role=WEB_ROLE), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
        except IntegrityError:
            return True
        except ProgrammingError as error:
            if "row-level security" in str(error):
                return False
            raise
        return True


@pytest.mark.parametrize(("model", "placement"), _params(verb="INSERT"))
def test_a_row_is_added_by_whoever_may_write(
    cast: Cast, model: type[models.Model], placement: Placement
) -> None:
    party = make_party(owner=cast.anna)
    # The policies are asked before the columns that are missing here.
    sql = f"INSERT INTO {model._meta.db_table} (id, {placement.party_column}) VALUES (%s, %s)"
    values = [new_id(), party.id]
    found = {
        "stranger": is_let_through(cast.viktor, sql, values),
        "owner": is_let_through(cast.anna, sql, values),
    }
    for who in ("reader", "editor"):
        PartyShare.objects.filter(party=party).delete()
        share(party, with_whom=cast.viktor, by=cast.anna, can_edit=who == "editor")
        found[who] = is_let_through(cast.viktor, sql, values)
    assert found == MAY[placement.writers]


def test_who_else_may_write_than_editors_is_written_down() -> None:
    declared = {
        model._meta.db_table: placement.writers
        for model, placement in of_customers()
        if placement.writers is not Writers.EDITORS
    }
    assert declared == NOT_EDITORS


@pytest.mark.parametrize(("model", "placement"), _params(verb=""))
def test_each_policy_asks_for_the_right_that_is_declared(
    model: type[models.Model], placement: Placement
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cmd, coalesce(qual, '-'), coalesce(with_check, '-') FROM pg_policies"
            " WHERE tablename = %s AND 'kurator_scoped' = ANY(roles) AND cmd <> 'SELECT'",
            [model._meta.db_table],
        )
        policies = cursor.fetchall()
    assert policies
    for command, *conditions in policies:
        for condition in conditions:
            if condition != "-":
                assert asked_rights(condition) == MAY[placement.writers], command


@pytest.mark.parametrize(
    ("model", "placement"),
    [
        pytest.param(model, placement_of(model), id=model._meta.db_table)
        for model in house_models()
        if placement_of(model).party_column or placement_of(model).owner_column
    ],
)
def test_whose_a_row_is_does_not_change_by_an_update(
    model: type[models.Model], placement: Placement
) -> None:
    kept = [placement.owner_column, placement.party_column, placement.hidden_column]
    key = [field.column for field in model._meta.concrete_fields if field.primary_key]
    with connection.cursor() as cursor:
        for column in filter(None, [*kept, *key]):
            cursor.execute(
                "SELECT has_column_privilege('kurator_scoped', %s, %s, 'UPDATE')",
                [f"public.{model._meta.db_table}", column],
            )
            assert cursor.fetchone() == (False,), column


def test_an_editor_by_a_share_takes_nothing_over(cast: Cast) -> None:
    party = make_party(owner=cast.anna)
    share(party, with_whom=cast.viktor, by=cast.anna, can_edit=True)
    with open_scope(Context(uid=str(cast.viktor.id)), role=WEB_ROLE), connection.cursor() as cursor:
        cursor.execute("UPDATE parties_party SET status = 'FORMER' WHERE id = %s", [party.id])
        assert cursor.rowcount == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(
                "UPDATE parties_party SET owner_id = %s WHERE id = %s", [cast.viktor.id, party.id]
            )
