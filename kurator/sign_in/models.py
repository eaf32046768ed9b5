"""What a log-in remembers on its way, and who may vouch for a person."""

from allauth.mfa.models import Authenticator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from kurator.kernel.ids import new_id
from kurator.platform import placement


class Factor(Authenticator):  # type: ignore[misc]  # allauth is untyped
    """allauth's table of second factors; its placement is declared here."""

    placement = placement.local(auth="SELECT, INSERT, UPDATE, DELETE")

    class Meta:
        proxy = True


class Flow(models.Model):
    """
    A log-in between its steps, or a factor between being offered and being confirmed.

    `key_hash` is the SHA-256 of the browser's flow cookie, or of its session; `memory` is what the
    step before left for the next (challenge, state, nonce).
    """

    placement = placement.local(auth="SELECT, INSERT, UPDATE, DELETE")

    id = models.UUIDField(primary_key=True, default=new_id)
    key_hash = models.TextField()
    purpose = models.TextField()
    user = models.ForeignKey("access.User", null=True, on_delete=models.CASCADE, related_name="+")
    memory = models.JSONField(default=dict)
    attempts = models.IntegerField(db_default=0)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("key_hash", "purpose", name="one_flow_once")]
        indexes = [models.Index(fields=["expires_at"], name="flows_by_expiry")]


class FactorReset(models.Model):
    """
    Kept until 0.2 for the version before, which may still run: its link for lost factors.
    `access.EntryLink` has taken it over; what is left here are debts.
    """

    placement = placement.local(auth="SELECT, INSERT, UPDATE, DELETE")

    user = models.OneToOneField(
        "access.User", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.TextField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Provider(models.Model):
    """
    A service that vouches for people: an OpenID Connect issuer or a SAML identity provider.

    `certificate` may hold several certificates one after another: while keys change, the old and the
    new one count. Where `metadata_url` is given, certificate and log-in address come from there;
    `metadata_problem` tells why the latest reading failed, and what was read before stays.

    `makes_people` lets in whom nobody invited, with the team and the roles named here; both are looked
    at again when somebody comes, because they may have changed or gone.
    """

    placement = placement.reference(web="SELECT, INSERT, UPDATE, DELETE", auth="SELECT")

    class Kind(models.TextChoices):
        OIDC = "OIDC"
        SAML = "SAML"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=Kind)
    name = models.TextField()
    is_enabled = models.BooleanField(default=True)
    issuer = models.TextField()
    client_id = models.TextField(db_default="")
    sealed_secret = models.TextField(db_default="")
    sso_url = models.TextField(db_default="")
    certificate = models.TextField(db_default="")
    metadata_url = models.TextField(db_default="", default="")
    metadata_read_at = models.DateTimeField(null=True)
    metadata_tried_at = models.DateTimeField(null=True)
    metadata_problem = models.TextField(db_default="", default="")
    domains = ArrayField(models.TextField(), default=list)
    is_second_factor = models.BooleanField(default=True)
    makes_people = models.BooleanField(default=False, db_default=False)
    new_team_id = models.UUIDField(null=True)
    new_role_ids = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    changed_at = models.DateTimeField()


class ProviderAccount(models.Model):
    """Which person of the provider is which of ours; found by the provider's own id of him."""

    placement = placement.local(web="SELECT, DELETE", auth="SELECT, INSERT, UPDATE, DELETE")

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    uid = models.TextField()
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("provider", "uid", name="one_account_once")]


class SeenAssertion(models.Model):
    """Statements of providers that were used: each lets somebody in once."""

    placement = placement.local(web="SELECT, DELETE", auth="SELECT, INSERT, DELETE")

    pk = models.CompositePrimaryKey("provider_id", "assertion")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    assertion = models.TextField()
    expires_at = models.DateTimeField()
