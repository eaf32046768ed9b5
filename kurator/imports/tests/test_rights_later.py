"""What an import may is looked at whenever it goes on, and not only when it is mapped."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kurator.access.models import User, UserRole
from kurator.access.services import rebuild_visibility
from kurator.imports.models import Import
from kurator.imports.services import portions
from kurator.imports.services.running import run_import
from kurator.imports.tests.builders import imported, now, started, upload
from kurator.parties.models import Attribute, Party
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R001-58")]
FILE = "id,name\n1,Ann\n"
WITH_OWNER = "id,name,owner\n1,Ann,boris@example.com\n"
WITH_NEW = "id,name,plan\n1,Ann,DSL\n2,Bob,DSL\n3,Cyd,LTE\n4,Dan,LTE\n"


def _lose(user: User, *permissions: str, **fields: str) -> None:
    role = UserRole.objects.get(user=user).role
    role.permissions = [code for code in role.permissions if code not in permissions]
    role.fields = {code.replace("__", "."): level for code, level in fields.items()}
    role.save()


def _mapped(client: ApiClient, file: str, **body: Any) -> str:
    import_id: str = upload(client, file).json["id"]
    if body:
        answer = client.patch(f"/imports/{import_id}", {"columns": [], **body})
        assert answer.status == 200, answer.json
    return import_id


def _codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json.get("errors", [])]


CASES = [
    pytest.param(FILE, "owner", "parties.assign", "imports.may_not_assign", id="owner-of-all"),
    pytest.param(WITH_OWNER, "", "parties.assign", "imports.may_not_assign", id="owner-column"),
    pytest.param(WITH_NEW, "", "attributes.manage", "imports.may_not_define", id="new-attribute"),
]


@pytest.mark.parametrize("step", ["check", "run"])
@pytest.mark.parametrize(("file", "option", "lost", "code"), CASES)
def test_a_right_lost_since_the_mapping(
    api: Api, cast: Cast, file: str, option: str, lost: str, code: str, step: str
) -> None:
    anna = api("anna")
    body = {"options": {"owner": str(cast.boris.id)}} if option else {}
    import_id = _mapped(anna, file, **body)
    _lose(cast.anna, lost)
    answer = anna.post(f"/imports/{import_id}/{step}")
    assert (answer.status, _codes(answer)) == (422, [code]), answer.json
    assert not Party.objects.exists()
    assert not Attribute.objects.exists()


@pytest.mark.parametrize(("file", "option", "lost", "code"), CASES)
def test_a_right_lost_while_it_waits(
    api: Api, cast: Cast, file: str, option: str, lost: str, code: str
) -> None:
    anna = api("anna")
    body = {"options": {"owner": str(cast.boris.id)}} if option else {}
    import_id = _mapped(anna, file, **body)
    assert anna.post(f"/imports/{import_id}/run").status == 202
    _lose(cast.anna, lost)
    run_import(UUID(import_id), clock=now)
    assert Import.objects.get(id=import_id).status == "FAILED"
    assert not Party.objects.exists()
    assert not Attribute.objects.exists()


def test_an_owner_who_left_the_scope_gets_nobody(api: Api, cast: Cast) -> None:
    anna = api("anna")
    import_id = _mapped(anna, FILE, options={"owner": str(cast.boris.id)})
    User.objects.filter(id=cast.boris.id).update(team_id=cast.viktor.team_id)
    rebuild_visibility()
    answer = anna.post(f"/imports/{import_id}/run")
    assert (answer.status, _codes(answer)) == (422, ["imports.foreign_owner"])


def test_an_earlier_file_gives_no_right_of_before(api: Api, cast: Cast) -> None:
    anna = api("anna")
    import_id = _mapped(anna, FILE, options={"owner": str(cast.boris.id)})
    started(anna, import_id)
    assert Party.objects.get().owner_id == cast.boris.id
    _lose(cast.anna, "parties.assign")
    imported(anna, FILE.replace("1,Ann", "2,Bob"))
    assert Party.objects.get(external_id="2").owner_id == cast.anna.id


def test_a_field_closed_since_the_mapping_stays_as_it_is(api: Api, cast: Cast) -> None:
    anna = api("anna")
    imported(anna, "id,name,tax number\n1,Ann,1111111118\n")
    import_id = _mapped(anna, "id,name,tax number\n1,Anne,2222222226\n")
    _lose(cast.anna, party__tax_id="READ")
    started(anna, import_id)
    party = Party.objects.get()
    assert (party.tax_id, party.name) == ("1111111118", {"en": "Anne"})


@pytest.mark.parametrize("loss", ["disabled", "imports.run", "parties.assign", "field"])
def test_rights_lost_in_the_midst_stop_it(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    """What is written stays; not one portion more is written with rights of before."""
    monkeypatch.setattr(portions, "PORTION", 2)
    anna = api("anna")
    file = "id,name,owner,tax number\n" + "".join(
        f"{n},Ann {n},boris@example.com,1111111118\n" for n in range(8)
    )
    import_id = _mapped(anna, file)
    assert anna.post(f"/imports/{import_id}/run").status == 202

    def lose(state: Import) -> None:
        if loss == "disabled":
            User.objects.filter(id=cast.anna.id).update(is_active=False)
        elif loss == "field":
            _lose(cast.anna, party__tax_id="NONE")
        else:
            _lose(cast.anna, loss)

    run_import(UUID(import_id), clock=now, on_portion=lose)
    assert Party.objects.count() == 2
    run_import(UUID(import_id), clock=now)  # as the queue asks
    one = Import.objects.get(id=import_id)
    if loss == "field":  # goes on with what is left of them
        assert Party.objects.exclude(tax_id="").count() == 2
        assert (one.status, one.rows_done) == ("DONE", 8)
        return
    assert (one.status, one.rows_done, Party.objects.count()) == ("FAILED", 2, 2)
    assert one.failure == {"code": "rights_gone", "params": {}}


def test_nobody_who_is_gone_gets_customers(api: Api, cast: Cast) -> None:
    User.objects.filter(id=cast.boris.id).update(is_active=False)
    import_id = _mapped(api("anna"), FILE)
    body = {"columns": [], "options": {"owner": str(cast.boris.id)}}
    assert _codes(api("anna").patch(f"/imports/{import_id}", body)) == ["imports.foreign_owner"]
