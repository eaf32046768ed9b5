"""What of a customer is kept in the history and captured for strategies."""

from kurator.platform.capture import TrackedColumn, TrackedTable

PARTY = TrackedTable(
    table="parties_party",
    entity="party",
    columns=[
        TrackedColumn("kind", "party.kind"),
        TrackedColumn("external_id", "party.external_id"),
        TrackedColumn("name", "party.name", is_personal=True),
        TrackedColumn("lang", "party.lang"),
        TrackedColumn("status", "party.status"),
        TrackedColumn("owner_id", "party.owner"),
        TrackedColumn("tax_id", "party.tax_id", is_personal=True),
        TrackedColumn("birth_date", "party.birth_date", is_personal=True),
        TrackedColumn("time_zone", "party.time_zone"),
        TrackedColumn("deleted_at", "party.deleted_at"),
        TrackedColumn("created_at", "party.created_at", is_silent=True),
        TrackedColumn("updated_at", "party.updated_at", is_silent=True),
        TrackedColumn("attrs", "attrs", is_attributes=True),
    ],
)
CONTACT_POINT = TrackedTable(
    table="parties_contactpoint",
    entity="contact_point",
    party_column="party_id",
    columns=[
        TrackedColumn("kind", "party.contact_kind"),
        TrackedColumn("value", "party.contact", is_personal=True),
        TrackedColumn("norm", "party.contact_norm", is_silent=True),
        TrackedColumn("extension", "party.contact_extension", is_personal=True),
        TrackedColumn("label", "party.contact_label"),
        TrackedColumn("is_preferred", "party.contact_preferred"),
    ],
)
PARTY_TAG = TrackedTable(
    table="parties_partytag",
    entity="tag",
    party_column="party_id",
    columns=[TrackedColumn("tag_id", "party.tags")],
)
