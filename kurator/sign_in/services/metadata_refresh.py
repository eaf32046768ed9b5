"""Providers whose description stands at an address: read each day, so that their keys may change."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from kurator.sign_in.models import Provider, ProviderAccount
from kurator.sign_in.rules import certificates_in, fingerprint_of
from kurator.sign_in.services.metadata_problems import MetadataRefused
from kurator.tracking.security import note_security_event

READ_AGAIN: Final = timedelta(days=1)
TRY_AGAIN: Final = timedelta(hours=1)
Scope = Callable[[], AbstractContextManager[None]]


def claim_due_provider(*, now: datetime) -> UUID | None:
    """Return one whose description is to be read, and nobody else's for an hour; None when all are."""
    due = Q(metadata_tried_at=None) | Q(metadata_tried_at__lt=now - READ_AGAIN)
    due |= Q(metadata_tried_at__gt=now)  # the clock was put back
    failed = ~Q(metadata_problem="") & Q(metadata_tried_at__lt=now - TRY_AGAIN)
    row = (
        Provider.objects.select_for_update(skip_locked=True)
        .filter(due | failed, is_enabled=True, kind=Provider.Kind.SAML)
        .exclude(metadata_url="")
        .order_by("metadata_tried_at")
        .first()
    )
    if row is None:
        return None
    row.metadata_tried_at = now
    row.save(update_fields=["metadata_tried_at"])
    return row.id


def refresh_provider(*, provider_id: UUID, scope: Scope, now: datetime) -> None:
    """
    Read the description anew; a failure keeps what is there and is noted beside it.

    Waits for the provider, so it runs outside of any transaction; `scope` opens one on the rights of
    whoever asks.
    """
    # Large libraries, for SAML only.
    from kurator.sign_in.services.saml_metadata import fetch_metadata

    with scope():
        asked = Provider.objects.filter(id=provider_id).exclude(metadata_url="").first()
    if asked is None:
        return
    problem = ""
    try:
        found = fetch_metadata(address=asked.metadata_url, issuer=asked.issuer, now=now)
    except MetadataRefused as refusal:
        problem = refusal.reason
    with scope():
        row = Provider.objects.select_for_update().filter(id=provider_id).first()
        if row is None or (row.metadata_url, row.issuer) != (asked.metadata_url, asked.issuer):
            return
        row.metadata_tried_at, row.metadata_problem = now, problem
        if not problem:
            _take_over(row, sso_url=found.sso_url, certificate=found.certificate)
            row.metadata_read_at = now
        row.save()


def _take_over(row: Provider, *, sso_url: str, certificate: str) -> None:
    """
    Keys change under the eyes of whoever owns the address, so people stay known; the first reading
    of an address proves nothing of the sort.
    """
    before, after = certificates_in(row.certificate), certificates_in(certificate)
    row.sso_url, row.certificate = sso_url, certificate
    came = [fingerprint_of(one) for one in after if one not in before]
    went = [fingerprint_of(one) for one in before if one not in after]
    if not came and not went:
        return
    details: dict[str, Any] = {"name": row.name, "came": came, "went": went}
    if row.metadata_read_at is None and not set(before) & set(after):
        details["unlinked"], _ = ProviderAccount.objects.filter(provider=row).delete()
    note_security_event("access.provider_keys_changed", subject=str(row.id), details=details)
