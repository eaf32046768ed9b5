"""One of everything, owned by Anna: what operations are tried on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from kurator.access.models import ApiKey
from kurator.access.services import create_role
from kurator.activities.tests.builders import make_task
from kurator.audit.tests.builders import consent_ids
from kurator.bulk.models import BulkRun
from kurator.bulk.types import Action, action_to_json
from kurator.exports.models import Export
from kurator.imports.models import Import, SavedMapping
from kurator.kernel.ids import new_id
from kurator.parties.models import Party, PartyShare, View
from kurator.parties.tests.builders import make_attribute, make_contact_point, make_party, make_tag
from kurator.sign_in.tests.builders import make_log_in
from kurator.strategies.models import Strategy
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage, tag_step
from kurator.strategies.tests.test_engine import turn
from kurator.tracking.models import Change
from kurator.webhooks.tests.builders import (
    make_delivery,
    make_message,
    make_source,
    make_webhook,
)
from tests.api.operated import make_troubles
from tests.cast import Cast
from tests.client import ApiClient

CANARIES = (
    "Canaria Serinus",
    "380671112233",
    "canary@example.com",
    "CANARY-77",
    "canary task",
    "canary-scan",
)
CSV = b"id,name\nCANARY-88,Canaria Serinus\n"


@dataclass
class World:
    """`ids` by the name of the path parameter; `refused` are the expected answers of 400 and above."""

    cast: Cast
    ids: dict[str, Any]
    queries: dict[str, str] = field(default_factory=dict)
    refused: dict[str, tuple[int, ...]] = field(default_factory=dict)
    running: Strategy | None = None


def make_world(cast: Cast) -> World:
    gold, silver = make_tag("gold"), make_tag("silver")
    party = make_party(
        owner=cast.anna,
        name=CANARIES[0],
        external_id=CANARIES[3],
        tags=[gold],
        phones=["+380671112233"],
    )
    email = make_contact_point(party, CANARIES[2], kind="EMAIL")
    make_party(owner=cast.viktor, name="Viktor's own")
    consented = consent_ids(party.id, cast.anna.id)
    strategy = make_strategy(
        make_segment(eq("party.status", "ACTIVE"), "Active"),
        [stage("One", eq("party.kind", "PERSON"), [tag_step(silver.id)])],
    )
    turn()
    Party.objects.filter(id=party.id).update(status="LEAVING")
    Party.objects.filter(id=party.id).update(status="ACTIVE")
    ids: dict[str, Any] = {
        **_people(cast, party),
        "party_id": party.id,
        "contact_point_id": email.id,
        "tag_id": silver.id,
        "attribute_id": make_attribute("plan").id,
        "segment_id": make_segment(eq("party.kind", "PERSON")).id,
        "strategy_id": strategy.id,
        "task_id": make_task(party, cast.anna.id, title={"en": CANARIES[4]}).id,
        "change_id": _latest_change(party),
        "view_id": View.objects.create(user_id=cast.anna.id, name="V", query={}).id,
        "import_id": _import(cast),
        "export_id": _export(cast),
        **make_troubles(party.id, strategy),
        **make_log_in(cast.anna),
        "mapping_id": _mapping(cast),
    }
    ids |= _more(cast, party) | _file(cast, party) | consented | {"code": "audit.views"}
    world = World(cast, ids, running=strategy)
    _note_queries(world, party)
    _note_expected_refusals(world)
    return world


def _more(cast: Cast, party: Party) -> dict[str, Any]:
    deleted = make_party(owner=cast.anna, name="Deleted")
    Party.objects.filter(id=deleted.id).update(number=4_242, deleted_at=datetime.now(UTC))
    return _webhooks(cast) | _changes(cast, party) | {"number": 1, "deleted_id": deleted.id}


def _webhooks(cast: Cast) -> dict[str, Any]:
    hook, _ = make_webhook(cast.anna, "https://93.184.216.34/hook")
    source, _ = make_source(cast.anna)
    return {
        "webhook_id": hook.id,
        "delivery_id": make_delivery(hook).id,
        "source_id": source.id,
        "message_id": make_message(source, {}).id,
    }


def _role() -> Any:
    name = {"en": "Reader"}
    return create_role(code="READER", name=name, permissions=["parties.view"], scope="OWN").id


def _key(cast: Cast) -> Any:
    return ApiKey.objects.create(
        user=cast.anna, name="Old program", beginning="kur_abcdef", key_hash="0", scopes=[]
    ).id


def _people(cast: Cast, party: Party) -> dict[str, Any]:
    return {
        "user_id": cast.boris.id,
        "team_id": cast.boris.team_id,
        "role_id": _role(),
        "key_id": _key(cast),
        "share_id": _share(cast, party),
    }


def _share(cast: Cast, party: Party) -> Any:
    return PartyShare.objects.create(party=party, user=cast.boris, created_by=cast.anna).id


def _latest_change(party: Party) -> Any:
    return Change.objects.filter(party_id=party.id, operation="U").latest("id").id


def _changes(cast: Cast, party: Party) -> dict[str, Any]:
    return {"run_id": _run(cast), "change_set_id": _set_of(cast, party)}


def _run(cast: Cast) -> Any:
    run = BulkRun.objects.create(
        user_id=cast.anna.id,
        kind=BulkRun.Kind.CHANGE,
        action=action_to_json(Action(values={"party.status": "NEW"})),
    )
    return run.id


def _set_of(cast: Cast, party: Party) -> Any:
    """What Anna changed by herself."""
    anna = ApiClient.logged_in(cast, "anna")
    assert anna.call("PATCH", f"/parties/{party.id}", {"set": {"party.lang": "uk"}}).status == 200
    return Change.objects.filter(party_id=party.id).latest("id").transaction_id


def _import(cast: Cast) -> Any:
    file = SimpleUploadedFile("c.csv", CSV, content_type="text/csv")
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    answer = ApiClient.logged_in(cast, "anna").upload("/imports", file=file)
    assert answer.status in (200, 201), answer.content
    found = Import.objects.get()
    return found.id


def _mapping(cast: Cast) -> Any:
    columns = [{"head": CANARIES[0], "target": "party.name", "options": {}}]
    return SavedMapping.objects.create(user_id=cast.anna.id, name=CANARIES[0], columns=columns).id


def _export(cast: Cast) -> Any:
    """One that is done, with its file."""
    key = "k" * 32
    folder = settings.FILES_DIR / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / key).write_text(CANARIES[0])
    now = datetime.now(UTC)
    return Export.objects.create(
        user_id=cast.anna.id,
        subject="party",
        name=CANARIES[0],
        format="CSV",
        query={"columns": ["party.name"]},
        reach={"hidden": [], "owners": [], "shared": []},
        status="DONE",
        file_key=key,
        size=len(CANARIES[0]),
        created_at=now,
        expires_at=now + timedelta(days=7),
    ).id


def _note_queries(world: World, party: Party) -> None:
    place = f"?record_kind=party&record_id={party.id}"
    world.queries |= {
        "search_search": "?q=canaria",
        "files_add_file": place,
        "files_get_room": place,
    }


def _file(cast: Cast, party: Party) -> dict[str, Any]:
    """A file with two versions, and an address of it."""
    anna = ApiClient.logged_in(cast, "anna")
    place = f"?record_kind=party&record_id={party.id}"
    added = anna.send(f"/files{place}", b"What was agreed.\n", f"{CANARIES[5]}.txt")
    assert added.status == 201, added.content
    file_id = added.json["id"]
    assert anna.send(f"/files/{file_id}/versions", b"What was agreed then.\n").status == 201
    address = anna.post(f"/files/{file_id}/link", {}).json["url"]
    copy = anna.post(f"/audit/parties/{party.id}/copy").json["url"]
    return {
        "file_id": file_id,
        "token": address.rpartition("/")[2],
        "copy_token": copy.rpartition("/")[2],
    }


def _note_expected_refusals(world: World) -> None:
    """Operations that the state of this world refuses even to the one who may."""
    world.refused.update(
        {
            "teams_move_team": (403,),
            "teams_remove_team": (403,),
            "keeping_set_retention": (403,),  # she does not see all customers
            "strategies_move_member": (409,),
            "strategies_resume_strategy": (409,),
            "imports_cancel": (409,),
            "views_make_default": (404,),  # this view is not shared
            "exports_cancel": (409,),
            "tasks_reopen_task": (409,),
            "sign_in_confirm_totp": (422,),
            "sign_in_add_passkey": (422,),
            "sign_in_prove": (422,),
            "people_reset_factors": (409,),  # he has none
            "files_restore_file": (409,),
            "files_erase_file": (409,),
            "files_drop_waiting_file": (409,),
        }
    )


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def any_id() -> str:
    return str(new_id())
