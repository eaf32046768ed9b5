from tests.cast import Cast
from tests.client import ApiClient


def test_a_page_without_its_token_is_told_to_reload(cast: Cast) -> None:
    anna = ApiClient.logged_in(cast, "anna")
    anna.client.handler.enforce_csrf_checks = True
    refused = anna.call("PATCH", "/me", {"name": "Anna"}, **{"Accept-Language": "en"})
    assert (refused.status, refused.json["code"]) == (403, "kurator.page_stale")
    assert "Reload" in refused.json["detail"]
