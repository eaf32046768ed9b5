"""A change of many in the background stops when the rights that it takes are gone."""

from collections.abc import Callable

import pytest

from kurator.access.models import User, UserRole
from kurator.bulk.models import BulkRun
from kurator.bulk.services import running
from kurator.bulk.tests.test_bulk import start
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party, make_tag
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R001-63")]
Api = Callable[[str], ApiClient]


def test_person_who_lost_his_rights_stops_the_run(
    api: Api, cast: Cast, in_background: Callable[[], None]
) -> None:
    make_party(owner=cast.anna)
    run = start(api("anna"), {}, {"set": {"party.status": "FORMER"}})
    cast.anna.is_active = False
    cast.anna.save()
    in_background()
    found = BulkRun.objects.get(id=run["id"])
    assert (found.status, found.failure) == ("FAILED", "rights_gone")
    assert not Party.objects.filter(status="FORMER").exists()


@pytest.mark.parametrize("loss", ["permission", "field", "tags"])
def test_rights_that_were_lost_in_part_stop_it_too(
    api: Api, cast: Cast, in_background: Callable[[], None], loss: str
) -> None:
    """What is left of his rights lets him do other things to many, but not this one."""
    party = make_party(owner=cast.anna)
    action = {
        "permission": {"owner_ids": [str(cast.boris.id)]},
        "field": {"set": {"party.status": "FORMER"}},
        "tags": {"add_tags": [str(make_tag("gold").id)]},
    }[loss]
    run = start(api("anna"), {}, action)
    role = UserRole.objects.get(user=cast.anna).role
    if loss == "permission":
        role.permissions = [code for code in role.permissions if code != "parties.assign"]
    else:
        role.fields = {"field": {"party.status": "READ"}, "tags": {"party.tags": "NONE"}}[loss]
    role.save()
    in_background()
    found = BulkRun.objects.get(id=run["id"])
    assert (found.status, found.failure) == ("FAILED", "rights_gone")
    party.refresh_from_db()
    assert (party.owner_id, party.status) == (cast.anna.id, "ACTIVE")


@pytest.mark.parametrize("loss", ["person", "permission", "field"])
def test_rights_lost_in_the_midst_stop_it_after_the_portion_at_hand(
    api: Api,
    cast: Cast,
    in_background: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    loss: str,
) -> None:
    """A run may take minutes: nothing more of it is done with rights of before."""
    for _ in range(12):
        make_party(owner=cast.anna)
    run = start(api("anna"), {}, {"set": {"party.status": "FORMER"}})

    def lose(point: str) -> None:
        role = UserRole.objects.get(user=cast.anna).role
        if loss == "person":
            User.objects.filter(id=cast.anna.id).update(is_active=False)
        elif loss == "permission":
            role.permissions = [code for code in role.permissions if code != "parties.edit"]
        else:
            role.fields = {"party.status": "READ"}
        role.save()

    points = {"bulk.portion_committed": lose}
    monkeypatch.setattr(running, "fault_point", lambda point: points.get(point, str)(point))
    in_background()
    found = BulkRun.objects.get(id=run["id"])
    assert (found.status, found.failure, found.done) == ("FAILED", "rights_gone", 4)
    assert Party.objects.filter(status="FORMER").count() == 4
