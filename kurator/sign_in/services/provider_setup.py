"""Providers of log-in, set up by an administrator on his own rights."""

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.models import Team
from kurator.access.rules import is_within
from kurator.access.sealing import seal
from kurator.access.selectors import (
    parents_of_teams,
    rights_of_role,
    rights_of_viewer,
    teams_within_reach,
)
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText
from kurator.platform.context import PEOPLE_ROLE, open_role
from kurator.sign_in.models import Provider, ProviderAccount
from kurator.sign_in.rules import certificates_in, is_safe_address
from kurator.sign_in.services.new_people import harmless_roles
from kurator.tracking.security import note_security_event

_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_TEXTS: Final[dict[str, LocalizedText]] = {
    "address": {
        "en": "An address that begins with https:// is needed.",
        "ru": "Нужен адрес, который начинается с https://.",
        "uk": "Потрібна адреса, що починається з https://.",
    },
    "certificate": {
        "en": "X.509 certificates in PEM form are needed, one after another.",
        "ru": "Нужны сертификаты X.509 в виде PEM, один за другим.",
        "uk": "Потрібні сертифікати X.509 у вигляді PEM, один за одним.",
    },
    "domain": {
        "en": "A domain looks like example.com.",
        "ru": "Домен выглядит так: example.com.",
        "uk": "Домен виглядає так: example.com.",
    },
    "team": {
        "en": "A team that you may put people into is needed.",
        "ru": "Нужна команда, в которую вы можете принимать людей.",
        "uk": "Потрібна команда, до якої ви можете приймати людей.",
    },
    "roles": {
        "en": "Only roles that administer nothing and give no more than you have yourself.",
        "ru": "Только роли, которые ничем не управляют и дают не больше, чем есть у вас.",
        "uk": "Лише ролі, які нічим не керують і дають не більше, ніж маєте ви.",
    },
    "missing": {
        "en": "Required.",
        "ru": "Нужно заполнить.",
        "uk": "Потрібно заповнити.",
    },
}


def create_provider(*, viewer: Viewer, values: dict[str, Any], now: datetime) -> Provider:
    """Raises InvalidInput."""
    row = Provider(id=new_id(), kind=values.pop("kind"), changed_at=now)
    _apply(row, values, viewer)
    row.save(force_insert=True)
    details = {"name": row.name, "kind": row.kind}
    note_security_event("access.provider_created", subject=str(row.id), details=details)
    return row


def change_provider(
    *, viewer: Viewer, provider_id: UUID, values: dict[str, Any], now: datetime
) -> Provider:
    """
    Change a provider; raises NotFound, InvalidInput.

    Another issuer or client, or none of the certificates of before, may belong to somebody else, whose
    ids of people would hit ours: everybody is recognized anew.
    """
    row = Provider.objects.select_for_update().filter(id=provider_id).first()
    if row is None:
        raise NotFound
    before, keys, address = _identity(row), certificates_in(row.certificate), row.metadata_url
    row.changed_at = now
    _apply(row, values, viewer)
    if row.metadata_url != address:
        row.metadata_read_at, row.metadata_tried_at, row.metadata_problem = None, None, ""
    row.save()
    details: dict[str, Any] = {"fields": sorted(values)}
    if _identity(row) != before or (keys and not set(keys) & set(certificates_in(row.certificate))):
        details["unlinked"], _ = ProviderAccount.objects.filter(provider=row).delete()
    note_security_event("access.provider_changed", subject=str(row.id), details=details)
    return row


def delete_provider(*, provider_id: UUID) -> None:
    row = Provider.objects.filter(id=provider_id).first()
    if row is None:
        raise NotFound
    name = row.name
    row.delete()
    note_security_event("access.provider_deleted", subject=str(provider_id), details={"name": name})


def _identity(row: Provider) -> tuple[str, ...]:
    """Who speaks when the provider speaks, and of whose people."""
    return row.issuer.rstrip("/"), row.client_id


def _apply(row: Provider, values: dict[str, Any], viewer: Viewer) -> None:
    secret = values.pop("client_secret", "")
    if secret:
        row.sealed_secret = seal(secret, place=str(row.id))
    if "domains" in values:
        values["domains"] = [domain.strip().lower().lstrip("@") for domain in values["domains"]]
    if "new_role_ids" in values:
        values["new_role_ids"] = [str(role_id) for role_id in values["new_role_ids"]]
    for name, value in values.items():
        setattr(row, name, value)
    found = [*_problems(row), *_problems_of_new_people(row, viewer)]
    problems = [FieldProblem((name,), kind, _TEXTS[kind]) for name, kind in found if kind]
    if problems:
        raise InvalidInput(problems=problems)


def _problems(row: Provider) -> list[tuple[str, str]]:
    domains = [("domains", "domain") for name in row.domains if not _DOMAIN.fullmatch(name)]
    if row.kind == Provider.Kind.OIDC:
        missing = "" if row.client_id else "missing"
        return [("issuer", _address_problem(row.issuer)), ("client_id", missing), *domains]
    return [
        ("sso_url", _address_problem(row.sso_url)),
        ("certificate", _certificate_problem(row.certificate)),
        ("metadata_url", _address_problem(row.metadata_url) if row.metadata_url else ""),
        *domains,
    ]


def _problems_of_new_people(row: Provider, viewer: Viewer) -> list[tuple[str, str]]:
    if not row.makes_people:
        return []
    roles = harmless_roles(row.new_role_ids)
    own = rights_of_viewer(viewer)
    are_within = all(is_within(rights_of_role(role), own) for role in roles)
    is_whole = len(roles) == len(set(row.new_role_ids))
    with open_role(PEOPLE_ROLE):
        reach = teams_within_reach(viewer, parents_of_teams())
    has_team = row.new_team_id is None or Team.objects.filter(id=row.new_team_id).exists()
    is_reached = reach is None or row.new_team_id in reach
    return [
        ("domains", "" if row.domains else "missing"),
        ("new_role_ids", "" if are_within and is_whole else "roles"),
        ("new_team_id", "" if has_team and is_reached else "team"),
    ]


def _address_problem(text: str) -> str:
    return "" if is_safe_address(text) else "address"


def _certificate_problem(text: str) -> str:
    from cryptography import x509

    try:
        x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        return "certificate"
    return ""
