"""Short ways to roles for tests."""

from collections.abc import Mapping

from kurator.access.models import Role


def grant_permissions(*, role_code: str, permissions: Mapping[str, bool]) -> None:
    """Add (True) or remove (False) permissions of a role."""
    role = Role.objects.get(code=role_code)
    kept = {code for code in role.permissions if permissions.get(code, True)}
    role.permissions = sorted(kept | {code for code, wanted in permissions.items() if wanted})
    role.save(update_fields=["permissions"])
