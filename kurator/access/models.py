"""Users, teams in a tree, roles, sessions, keys, and the closure of who sees whose customers."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class NewId(models.Func):
    """An id made by the database. Kept until 0.2 for the version before, which gives none."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


class Team(models.Model):
    placement = placement.reference(web=placement.READ, people=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.JSONField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")


class Role(models.Model):
    """
    Permissions and the scope of records they apply to. `fields` restricts fields of the catalogue:
    code → NONE (hidden) or READ; what is not named may be edited. The system role is the
    administrators': it has every permission of the house and stays as it is.
    """

    placement = placement.reference(web=placement.READ, people=placement.WRITE)

    class Scope(models.TextChoices):
        OWN = "OWN"
        TEAM = "TEAM"
        SUBTREE = "SUBTREE"
        ALL = "ALL"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name = models.JSONField()
    permissions = ArrayField(models.TextField(), default=list)
    scope = models.TextField(choices=Scope, default=Scope.OWN)
    requires_second_factor = models.BooleanField(db_default=False)
    fields = models.JSONField(db_default=Value({}, models.JSONField()), default=dict)
    is_system = models.BooleanField(db_default=False, default=False)


class User(AbstractBaseUser):
    """A person who logs in; the system user with the nil id owns customers without anybody."""

    placement = placement.reference(web="", auth="SELECT, UPDATE", people=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.TextField(unique=True)
    name = models.TextField()
    language = models.TextField(default="en")
    theme = models.TextField(default="auto")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    roles = models.ManyToManyField(Role, through="UserRole", related_name="+")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]


class UserRole(models.Model):
    placement = placement.reference(web="", people=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("user", "role", name="one_role_once")]


class Session(models.Model):
    """
    `key_hash` is the SHA-256 of the cookie; the cookie itself is never stored. `id` names the
    session on screens. `proven_at` is when the person last showed that it is he; `is_strong` says
    that a second factor, a passkey or a trusted provider stood behind the log-in.
    """

    placement = placement.local(web="", auth="SELECT, INSERT, UPDATE, DELETE")

    key_hash = models.TextField(primary_key=True)
    id = models.UUIDField(unique=True, db_default=NewId())
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    proven_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    addr = models.TextField(default="")
    client = models.TextField(default="")
    method = models.TextField(db_default="password")
    is_strong = models.BooleanField(db_default=False)


class Look(models.Model):
    """
    An administrator sees Kurator with another person's eyes, in one session and for a short while.
    `session_id` is the id of that session, without a constraint: the look outlives it as a record.
    """

    placement = placement.local(web="", people="SELECT, INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    session_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    """Whose eyes they are."""
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session_id"],
                condition=models.Q(ended_at=None),
                name="one_look_in_a_session",
            ),
            models.CheckConstraint(
                condition=~models.Q(user=models.F("person")), name="a_look_is_at_another"
            ),
        ]


class EntryLink(models.Model):
    """
    A link that is used once: an invitation, a password forgotten, or factors that were lost.
    `token_hash` is the SHA-256 of what stands behind its #. A used one for lost factors means that
    the person owes a new factor; adding it ends the row.
    """

    placement = placement.local(web="SELECT, INSERT, DELETE", auth="SELECT, INSERT, UPDATE, DELETE")

    class Purpose(models.TextChoices):
        INVITATION = "INVITATION"
        RESET = "RESET"
        FACTORS = "FACTORS"

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.TextField(choices=Purpose)
    token_hash = models.TextField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class LogInFailure(models.Model):
    """Failed attempts, by lower-case e-mail and by address, for the delay after many."""

    placement = placement.local(web="", auth="SELECT, INSERT, DELETE")

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.TextField()
    addr = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "at"], name="failures_by_email"),
            models.Index(fields=["addr", "at"], name="failures_by_addr"),
        ]


class VisibleOwner(models.Model):
    """Closure: `viewer` sees the customers of `owner`. Rebuilt where teams or roles change."""

    placement = placement.reference(web="", people=placement.WRITE)

    pk = models.CompositePrimaryKey("viewer", "owner")
    viewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")


class ApiKey(models.Model):
    """
    A program's key to its owner's rights, narrowed to `scopes`. Only the SHA-256 is stored;
    `beginning` is what the person may recognize it by. Empty `networks` = from everywhere.
    """

    placement = placement.local(web="", people=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    beginning = models.TextField()
    key_hash = models.TextField(unique=True)
    scopes = ArrayField(models.TextField())
    networks = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_addr = models.TextField(default="")
    revoked_at = models.DateTimeField(null=True)
