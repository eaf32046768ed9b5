"""Whoever serves customers watches nobody: the audit is for those who answer for it."""

import pytest

from kurator.access.models import Role
from kurator.access.types import Scope, Viewer
from kurator.demo.company import ROLES, found_company, renew_rights, role_permissions
from kurator.demo.load import LOADER
from kurator.kernel.ids import new_id
from kurator.parties.field_rights import closed_to_undo
from kurator.platform.context import Context, open_scope
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event


@pytest.mark.parametrize("role", ["operator", "manager", "supervisor"])
def test_only_the_administrator_sees_the_security_log_and_takes_copies(role: str) -> None:
    watched = {"audit.security", "audit.retention", "audit.copy"}
    assert watched.isdisjoint(role_permissions(role))
    assert watched <= set(role_permissions("administrator"))


def test_an_operator_does_not_see_who_looked() -> None:
    assert "audit.views" not in role_permissions("operator")
    assert "audit.views" in role_permissions("supervisor")


@pytest.mark.parametrize("right", ["changes.manage", "audit.views", "views.manage"])
def test_what_colleagues_do_is_the_business_of_who_answers_for_them(right: str) -> None:
    given = {role for role in ROLES if right in role_permissions(role)}
    assert given == {"supervisor", "administrator"}


@pytest.mark.parametrize(
    "right", ["parties.erase", "exports.raw", "exports.unlimited", "consents.manage"]
)
def test_what_the_whole_firm_answers_for_is_the_administrators(right: str) -> None:
    assert {role for role in ROLES if right in role_permissions(role)} == {"administrator"}


@pytest.mark.parametrize("role", ["manager", "supervisor", "administrator"])
def test_whoever_imports_may_take_all_of_it_back(role: str) -> None:
    permissions = frozenset(role_permissions(role))
    assert {"imports.run", "parties.edit"} <= permissions
    viewer = Viewer(new_id(), "Somebody", "en", permissions, Scope.OWN, ())
    assert closed_to_undo(viewer) == frozenset()


def test_an_operator_serves_customers_and_nothing_else() -> None:
    assert set(role_permissions("operator")) == {
        "consents.record", "exports.run", "files.edit", "files.view", "notes.edit",
        "parties.create", "parties.edit", "parties.share", "parties.view", "segments.view",
        "strategies.view", "tasks.edit", "tasks.view", "views.share",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestADemoOfAnOlderVersion:
    @pytest.fixture
    def operator(self) -> Role:
        """As an older version made it: may remove for good, and may not share."""
        with open_scope(LOADER):
            found_company(7)
        role = Role.objects.get(code="operator")
        role.permissions = ["parties.erase", "parties.view"]
        role.save()
        return role

    def _renew(self) -> int:
        with open_scope(LOADER):
            return renew_rights(7)

    def test_gets_the_rights_of_today(self, operator: Role) -> None:
        assert (self._renew(), self._renew()) == (1, 0)
        operator.refresh_from_db()
        assert operator.permissions == role_permissions("operator")
        event = SecurityEvent.objects.get(kind="people.role_changed")
        assert (event.subject, event.details["rights_taken"]) == (
            str(operator.id),
            ["parties.erase"],
        )

    def test_keeps_what_a_person_has_made_of_it(self, operator: Role) -> None:
        with open_scope(Context(actor_kind="user", actor_id=str(operator.id), channel="web")):
            note_security_event("people.role_changed", subject=str(operator.id), details={})
        assert self._renew() == 0
        operator.refresh_from_db()
        assert operator.permissions == ["parties.erase", "parties.view"]

    def test_an_installation_without_a_demo_is_let_alone(self) -> None:
        assert self._renew() == 0
