"""A program acts for nobody who could not log in without a second factor himself."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kurator.access.models import EntryLink, Role, UserRole
from kurator.sign_in.models import FactorReset, Provider, ProviderAccount
from kurator.sign_in.tests.builders import give_password
from kurator.sign_in.tests.test_factor_reset import offer, token_from, use
from kurator.sign_in.tests.test_second_factor import set_up
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")


def make_key(client: ApiClient) -> str:
    answer = client.post("/keys", {"name": "Robot", "scopes": ["parties.view"]})
    assert answer.status == 201, answer.content
    secret: str = answer.json["secret"]
    return secret


def read_by(secret: str) -> int:
    bearer = {"Authorization": f"Bearer {secret}"}
    return ApiClient().post("/parties/search", {}, **bearer).status


def demand_factor(cast: Cast) -> None:
    role = UserRole.objects.get(user=cast.anna).role_id
    Role.objects.filter(id=role).update(requires_second_factor=True)


def test_a_role_that_asks_for_a_factor_asks_it_of_keys_too(cast: Cast, api: Api) -> None:
    anna = api("anna")
    secret = make_key(anna)
    assert read_by(secret) == 200
    demand_factor(cast)
    assert read_by(secret) == 401
    set_up(anna)
    assert read_by(secret) == 200


@pytest.mark.parametrize(("is_second_factor", "status"), [(True, 200), (False, 401)])
def test_a_provider_that_vouches_for_the_second_step_is_enough(
    cast: Cast, api: Api, is_second_factor: bool, status: int
) -> None:
    secret, now = make_key(api("anna")), datetime.now(UTC)
    demand_factor(cast)
    provider = Provider.objects.create(
        kind="OIDC",
        name="Example",
        issuer="https://id.example.com",
        is_second_factor=is_second_factor,
        changed_at=now,
    )
    ProviderAccount.objects.create(
        provider=provider, user=cast.anna, uid="1", linked_at=now, last_used_at=now
    )
    assert read_by(secret) == status
    provider.delete()
    assert read_by(secret) == 401


def test_a_reset_of_the_factors_ends_the_keys_at_once_and_for_good(cast: Cast, api: Api) -> None:
    give_password(cast.anna)
    anna = api("anna")
    set_up(anna)
    secret = make_key(anna)
    token = token_from(offer(api, cast))
    assert read_by(secret) == 401
    assert SecurityEvent.objects.get(kind="access.keys_revoked").subject == str(cast.anna.id)
    client, _ = use(token)
    set_up(client)
    assert read_by(secret) == 401


def test_a_debt_of_a_factor_stops_keys_that_were_not_revoked(cast: Cast, api: Api) -> None:
    anna = api("anna")
    set_up(anna)
    secret, now = make_key(anna), datetime.now(UTC)
    debt = {"token_hash": "0", "created_at": now, "expires_at": now, "used_at": now}
    EntryLink.objects.create(user=cast.anna, purpose=EntryLink.Purpose.FACTORS, **debt)
    assert read_by(secret) == 401


def test_a_debt_that_the_version_before_noted_counts_and_is_settled(cast: Cast, api: Api) -> None:
    now = datetime.now(UTC)
    debt = {"token_hash": "0", "created_at": now, "expires_at": now, "used_at": now}
    FactorReset.objects.create(user=cast.anna, **debt)
    anna = api("anna")
    assert anna.post("/parties/search", {}).json["code"] == "access.factor_owed"
    set_up(anna)
    assert anna.post("/parties/search", {}).status == 200
