"""A right body for each operation that takes one, by operation id."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from kurator.sign_in.tests.identity import SamlProvider
from tests.api.world import CANARIES, World, any_id, in_days

MESSAGE: Final = {"external_id": "id", "at": "at", "values": {"party.name": "name"}}

Body = Callable[[World], Any]
PERSONS: Final = {"op": "eq", "field": "party.kind", "value": "PERSON"}

LEAVING: Final = {"set": {"party.status": "FORMER"}}


def hand_over(world: World) -> Any:
    return {
        "from_user_id": str(world.cast.anna.id),
        "to_user_ids": [str(world.cast.boris.id)],
    }


BODIES: Final[Mapping[str, Body]] = {
    "sign_in_change_preferences": lambda w: {"language": "uk"},
    "sign_in_rename_self": lambda w: {"name": "Anna Renamed"},
    "sign_in_change_password": lambda w: {"new_password": "a rather long new phrase"},
    "sign_in_confirm_totp": lambda w: {"code": "000000"},
    "sign_in_add_passkey": lambda w: {"name": "Laptop", "credential": {}},
    "sign_in_rename_passkey": lambda w: {"name": "Phone"},
    "sign_in_create_provider": lambda w: {
        "kind": "OIDC",
        "name": "Second",
        "issuer": "https://id.example.com",
        "client_id": "kurator",
    },
    "sign_in_read_metadata": lambda w: {"xml": SamlProvider().metadata()},
    "sign_in_change_provider": lambda w: {"name": "Firm's log-in"},
    "sign_in_prove": lambda w: {"password": "wrong"},
    "people_invite_person": lambda w: {
        "email": "new@example.com",
        "name": "New Person",
        "team_id": str(w.ids["team_id"]),
        "role_ids": [str(w.ids["role_id"])],
    },
    "people_change_person": lambda w: {"name": "Boris Renamed"},
    "teams_create_team": lambda w: {
        "name": {"en": "Night shift"},
        "parent_id": str(w.ids["team_id"]),
    },
    "teams_rename_team": lambda w: {"name": {"en": "Far North"}},
    "teams_move_team": lambda w: {"parent_id": None},
    "roles_create_role": lambda w: {
        "name": {"en": "Caller"},
        "permissions": ["tasks.view"],
        "scope": "OWN",
    },
    "roles_change_role": lambda w: {"permissions": ["parties.view", "tasks.view"]},
    "looks_begin_look": lambda w: {"user_id": str(w.ids["user_id"])},
    "keys_make_key": lambda w: {"name": "Telephony", "scopes": ["parties.view"]},
    "tasks_create_task": lambda w: {
        "party_id": str(w.ids["party_id"]),
        "title": "Call back",
        "due_at": in_days(1),
    },
    "tasks_change_task": lambda w: {"due_at": in_days(2)},
    "notes_add_note": lambda w: {"party_id": str(w.ids["party_id"]), "text": "Said yes"},
    "files_change_file": lambda w: {"name": "renamed.txt", "tags": ["contract"]},
    "files_issue_link": lambda w: {"purpose": "original"},
    "notifications_mark_notifications_read": lambda w: {},
    "exports_make": lambda w: {"query": {"columns": ["party.name"]}, "format": "CSV"},
    "imports_save_mapping": lambda w: {"import_id": str(w.ids["import_id"]), "name": "New"},
    "imports_change_saved_mapping": lambda w: {"shared_with": "ALL"},
    "imports_apply_mapping": lambda w: {"preset": "hubspot_contacts"},
    "imports_change_mapping": lambda w: {"name": "Mapped"},
    "shares_share_party": lambda w: {"user_id": str(w.ids["user_id"])},
    "parties_search": lambda w: {"q": "canaria", "filter": PERSONS},
    "parties_count": lambda w: {"q": "canaria"},
    "parties_create": lambda w: {
        "values": {"party.name": "Someone new"},
        "phones": ["+380671112233"],
        "emails": [CANARIES[2]],
    },
    "parties_find_duplicates": lambda w: {"phones": ["+380671112233"], "external_id": CANARIES[3]},
    "bulk_preview": lambda w: {"selection": {"q": "canaria"}, "action": LEAVING},
    "bulk_start": lambda w: {"selection": {"filter": PERSONS}, "action": LEAVING},
    "bulk_preview_hand_over": lambda w: hand_over(w),
    "bulk_hand_over": lambda w: hand_over(w),
    "changes_undo": lambda w: {},
    "recycle_bin_recycle": lambda w: {"ids": [str(w.ids["party_id"])]},
    "recycle_bin_restore": lambda w: {"ids": [str(w.ids["party_id"])]},
    "recycle_bin_erase": lambda w: {
        "ids": [str(w.ids["deleted_id"])],
        "confirmation": "K-4242",
    },
    "parties_change": lambda w: {"set": {"party.status": "FORMER"}, "base": {}},
    "parties_undo_change": lambda w: {},
    "parties_add_contact_point": lambda w: {"kind": "PHONE", "value": "+380501234567"},
    "parties_change_contact_point": lambda w: {"label": "home"},
    "catalogue_define_attribute": lambda w: {
        "code": "color",
        "label": {"en": "Color"},
        "kind": "text",
    },
    "catalogue_change_attribute": lambda w: {"label": {"en": "Plan"}},
    "catalogue_create_tag": lambda w: {"name": {"en": "New tag"}},
    "catalogue_change_tag": lambda w: {"name": {"en": "Silver"}},
    "views_save_view": lambda w: {"name": "Mine", "query": {}},
    "views_change_view": lambda w: {"name": "Ours"},
    "views_share_view": lambda w: {"audience": "ALL"},
    "views_make_default": lambda w: {"role_ids": []},
    "parties_read_totals": lambda w: {
        "q": "canaria",
        "totals": [{"field": "party.number", "fn": "max"}],
    },
    "parties_list_groups": lambda w: {"filter": PERSONS, "group": "party.status"},
    "segments_create_segment": lambda w: {"name": {"en": "New"}, "expression": PERSONS},
    "segments_preview_segment": lambda w: {"expression": PERSONS},
    "segments_change_segment": lambda w: {"name": {"en": "Persons"}},
    "strategies_create_strategy": lambda w: {"name": {"en": "New"}},
    "strategies_change_strategy": lambda w: {"name": {"en": "Renamed"}},
    "webhooks_create_webhook": lambda w: {
        "name": "Stock",
        "url": "https://93.184.216.34/hook",
        "topics": ["parties.changed"],
    },
    "webhooks_change_webhook": lambda w: {"name": "Warehouse"},
    "hook_sources_create_source": lambda w: {"name": "Billing", "mapping": MESSAGE},
    "hook_sources_change_source": lambda w: {"name": "Bills", "mapping": MESSAGE},
    "strategies_move_member": lambda w: {"stage_uid": any_id()},
    "operations_settle_action": lambda w: {"outcome": "done", "reason": "Seen to by telephone"},
    "keeping_set_retention": lambda w: {"days": 100},
    "keeping_preview_retention": lambda w: {"days": 100},
    "consents_create_purpose": lambda w: {"code": "surveys", "name": {"en": "Surveys"}},
    "consents_change_purpose": lambda w: {"name": {"en": "Advertising"}},
    "consents_record_consent": lambda w: {
        "purpose_id": str(w.ids["purpose_id"]),
        "channels": ["EMAIL"],
        "state": "GIVEN",
        "source": "call",
    },
}
