"""What went wrong in other CRMs, by the names of their advisories: it must not go wrong here."""

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.egress import AddressRefused, Egress
from kurator.platform.features import PACKAGE
from tests.api.fingerprint import fingerprint
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
MARKUP = ["<script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>"]


def test_espo_cve_2026_41160_a_refused_write_is_not_stored(api: Api, cast: Cast) -> None:
    """POST of a note answered 403 and was stored all the same."""
    party = make_party(owner=cast.anna)
    viktor, nina = api("viktor"), api("nina")
    before = fingerprint()
    body = {"party_id": str(party.id), "text": "pinned"}
    assert viktor.post("/notes", body).status == 404
    assert nina.post("/notes", body).status == 403
    assert fingerprint() == before


def test_espo_cve_2026_109957_an_id_taken_on_trust(api: Api, cast: Cast) -> None:
    """The id of another's file in a body was believed. Here: another's customer in a bulk change."""
    party = make_party(owner=cast.anna)
    answer = api("viktor").post(
        "/parties/bulk", {"ids": [str(party.id)], "set": {"party.status": "FORMER"}}
    )
    assert answer.status >= 400 or Party.objects.get(id=party.id).status != "FORMER"
    assert Party.objects.get(id=party.id).status == party.status


@pytest.mark.parametrize(
    "url",
    [
        "https://127.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
    ],
)
def test_espo_cve_2026_33534_and_twenty_21071_requests_into_the_inner_network(
    api: Api, url: str
) -> None:
    """Other spellings of the loopback, and IPv4 inside of IPv6, passed the check."""
    with pytest.raises(AddressRefused):
        Egress().check(url)
    body = {"name": "x", "url": url, "topics": ["parties.changed"]}
    answer = api("anna").post("/webhooks", body)
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["url"]


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "\t=1+1", "\u00a0@x", "\ufeff+1", "＝1"])
def test_espo_cve_2026_55154_a_formula_behind_blank_signs(cell: str) -> None:
    """A leading blank or control sign stepped past the sanitiser."""
    from kurator.kernel.defuse import defuse

    assert defuse(cell).startswith("'")


@pytest.mark.parametrize("text", MARKUP)
def test_espo_1363_and_cve_2026_53575_markup_in_names(api: Api, cast: Cast, text: str) -> None:
    """Names came out as HTML. Here answers are JSON that no browser takes for a page."""
    make_party(owner=cast.anna, name=text)
    answer = api("anna").post("/parties/search", {"limit": 5})
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "nonce-" not in policy
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)


INJECTIONS = [
    "1 OR 1=1",
    "id; DROP TABLE parties_party",
    "party.name') UNION SELECT 1--",
    "(SELECT 1)",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_espo_cve_2026_53574_and_suite_cve_2024_36412_sql_in_sort_and_filter(
    api: Api, text: str
) -> None:
    """Names of fields and expressions reached the database as SQL."""
    anna = api("anna")
    bodies: list[Any] = [
        {"sort": [{"field": text, "desc": True}]},
        {"filter": {"op": "eq", "field": text, "value": 1}},
        {"filter": {"op": text, "field": "party.name", "value": 1}},
        {"columns": [text]},
    ]
    for body in bodies:
        answer = anna.post("/parties/search", body)
        assert answer.status == 422, body
        assert "SELECT" not in orjson.dumps(answer.json["code"]).decode()
    value = {"filter": {"op": "eq", "field": "party.name", "value": text}}
    assert anna.post("/parties/search", value).status == 200


@pytest.mark.parametrize("text", ["{{7*7}}", "${7*7}", "{0.__class__}", "%(secret)s", "{party}"])
def test_mautic_cve_2026_115189_templates_in_texts_stay_texts(
    api: Api, cast: Cast, text: str
) -> None:
    """User texts were run as templates. Here they come back as they were."""
    party = make_party(owner=cast.anna)
    anna = api("anna")
    assert anna.post("/notes", {"party_id": str(party.id), "text": text}).status == 201
    assert text in orjson.dumps(anna.get(f"/parties/{party.id}/feed").json).decode()


def test_mautic_cve_2026_115190_nothing_is_deserialised_into_objects() -> None:
    """A segment's filter was unpickled. No code here reads anything but JSON."""
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:pickle|marshal|shelve|yaml|dill)\b|\b(?:eval|exec)\(", re.MULTILINE
    )
    sources = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    assert [str(path) for path in sources if forbidden.search(path.read_text())] == []


def test_espo_cve_2026_33656_files_are_not_found_by_names_from_outside(api: Api) -> None:
    """An id with "../" in it led out of the folder of files."""
    anna = api("anna")
    for place in ("..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "....//"):
        assert anna.get(f"/imports/{place}").status in (400, 404, 422)


def test_typebot_cve_2026_39969_an_unsigned_hook_is_not_believed(cast: Cast) -> None:
    from kurator.webhooks.models import Inbound
    from kurator.webhooks.tests.builders import make_source

    source, _ = make_source(cast.anna)
    client = ApiClient().client
    answer = client.post(f"/api/v1/hooks/{source.id}", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert not Inbound.objects.exists()
