"""Whoever serves customers watches nobody: the audit is for those who answer for it."""

import pytest

from kurator.demo.company import role_permissions


@pytest.mark.parametrize("role", ["operator", "manager", "supervisor"])
def test_only_the_administrator_sees_the_security_log_and_takes_copies(role: str) -> None:
    watched = {"audit.security", "audit.retention", "audit.copy"}
    assert watched.isdisjoint(role_permissions(role))
    assert watched <= set(role_permissions("administrator"))


def test_an_operator_does_not_see_who_looked() -> None:
    assert "audit.views" not in role_permissions("operator")
    assert "audit.views" in role_permissions("supervisor")


@pytest.mark.parametrize("role", ["operator", "manager", "supervisor"])
def test_nobody_but_the_administrator_removes_for_good_or_takes_formulas_out(role: str) -> None:
    assert {"parties.erase", "exports.raw"}.isdisjoint(role_permissions(role))


def test_an_operator_serves_customers_and_nothing_else() -> None:
    assert set(role_permissions("operator")) == {
        "consents.record", "exports.run", "files.edit", "files.view", "notes.edit",
        "parties.create", "parties.edit", "parties.share", "parties.view", "segments.view",
        "strategies.view", "tasks.edit", "tasks.view", "views.share",
    }  # fmt: skip
