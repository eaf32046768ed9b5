from collections.abc import Callable

from kurator.access.models import User
from kurator.access.services import FAILURES_ALLOWED
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient


def test_a_person_logs_in_and_out(cast: Cast) -> None:
    cast.anna.set_password(PASSWORD)
    User.objects.filter(id=cast.anna.id).update(password=cast.anna.password)
    client = ApiClient()
    answer = client.post("/session", {"email": "Anna@example.com", "password": PASSWORD})
    assert answer.status == 200, answer.json
    assert answer.json["user"]["name"] == "Anna Test"
    assert client.get("/session").json["scope"] == "TEAM"
    assert client.delete("/session").status == 204
    assert client.get("/session").status == 401


def test_wrong_password_is_refused_and_counted(cast: Cast) -> None:
    client = ApiClient()
    body = {"email": "anna@example.com", "password": "wrong"}
    statuses = [client.post("/session", body).status for _ in range(FAILURES_ALLOWED + 1)]
    assert statuses == [401] * FAILURES_ALLOWED + [429]


def test_preferences_are_kept(api: Callable[[str], ApiClient]) -> None:
    anna = api("anna")
    assert anna.patch("/session", {"language": "uk", "theme": "dark"}).status == 200
    user = anna.get("/session").json["user"]
    assert (user["language"], user["theme"]) == ("uk", "dark")


def test_colleagues_are_listed(api: Callable[[str], ApiClient]) -> None:
    names = [person["name"] for person in api("viktor").get("/users").json]
    assert "Anna Test" in names


def test_a_foreign_page_cannot_log_anybody_in(cast: Cast) -> None:
    cast.anna.set_password(PASSWORD)
    User.objects.filter(id=cast.anna.id).update(password=cast.anna.password)
    body = {"email": "anna@example.com", "password": PASSWORD}
    assert ApiClient().post("/session", body, Origin="https://evil.example").status == 403
    assert ApiClient().post("/session", body, Origin="http://testserver").status == 200
