"""What went wrong in other CRMs, by the names of their advisories: it must not go wrong here."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from kurator.files.tests.builders import add
from kurator.imports.models import SavedMapping
from kurator.imports.tests.builders import upload
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
    """The id of another's file in a body was believed: by an import, and by anything else."""
    party = make_party(owner=cast.anna)
    saved = SavedMapping.objects.create(user_id=cast.anna.id, name="Anna's", columns=[])
    viktor = api("viktor")
    own = upload(viktor, "id,name\n1,One\n").json["id"]
    before = fingerprint()
    answer = viktor.post(f"/imports/{own}/apply", {"mapping_id": str(saved.id)})
    assert answer.status == 404
    assert fingerprint() == before
    action = {"set": {"party.status": "FORMER"}}
    chosen = {"selection": {"ids": [str(party.id)]}, "action": action}
    assert viktor.post("/bulk", chosen).json["code"] == "bulk.nothing_changes"
    assert Party.objects.get(id=party.id).status == party.status


def test_espo_cve_2026_75505_a_change_of_many_takes_no_files(api: Api, cast: Cast) -> None:
    """The id of any attachment in a change of many gave its content to one's own record."""
    anna, viktor = api("anna"), api("viktor")
    file = add(anna, make_party(owner=cast.anna))
    own = make_party(owner=cast.viktor)
    before = fingerprint()
    for code in ("party.files", "files", "file_id", "attachmentId"):
        action = {"selection": {"ids": [str(own.id)]}, "action": {"set": {code: file["id"]}}}
        assert viktor.post("/bulk", action).status == 422
    note = {"party_id": str(own.id), "text": "mine now", "file_ids": [file["id"]]}
    assert viktor.post("/notes", note).status in (404, 422)
    assert fingerprint() == before


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


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:6379/_",
        "//127.0.0.1/",
        "/etc/passwd",
    ],
)
@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("/webhooks", {"name": "x", "topics": ["parties.changed"]}, "url"),
        ("/providers", {"kind": "OIDC", "name": "x", "client_id": "x"}, "issuer"),
        ("/provider-metadata", {}, "address"),
    ],
)
def test_mautic_cve_2026_9557_and_ghsa_mgv8_addresses_of_other_kinds(
    api: Api, path: str, body: dict[str, Any], place: str, url: str
) -> None:
    """An address of a user read files of the system and services of the machine."""
    answer = api("anna").post(path, {**body, place: url})
    assert answer.status == 422, answer.content
    assert [one["loc"][-1] for one in answer.json["errors"]] in ([place], [])
    assert b"root:" not in answer.content


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


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/parties/groups", {"group": "?"}),
        ("/parties/totals", {"totals": [{"fn": "sum", "field": "?"}]}),
        ("/parties/totals", {"totals": [{"fn": "?", "field": "party.number"}]}),
    ],
)
def test_mautic_cve_2022_25775_sql_in_what_a_report_reckons(
    api: Api, path: str, body: Any, text: str
) -> None:
    """Columns, groups and functions of a report were put into the statement as they came."""
    sent = orjson.loads(orjson.dumps(body).replace(b'"?"', orjson.dumps(text)))
    answer = api("anna").post(path, sent)
    assert answer.status == 422, answer.content
    assert b"SELECT count" not in answer.content


@pytest.mark.parametrize("text", INJECTIONS)
def test_mautic_cve_2026_115191_and_115192_sql_in_the_rule_of_a_segment(
    api: Api, text: str
) -> None:
    anna = api("anna")
    for node in (
        {"op": "eq", "field": text, "value": 1},
        {"op": text, "field": "party.name", "value": "a"},
        {"op": "le", "field": "party.created_at", "value": {"now": {"n": 1, "unit": text}}},
        {"op": "and", "of": [{"op": "in_segment", "segment": text}]},
    ):
        body = {"name": {"en": "x"}, "expression": node}
        assert anna.post("/segments", body).status == 422, node
    value = {"op": "contains", "field": "party.name", "value": text}
    assert anna.post("/segments/preview", {"expression": value}).json["count"] == 0


@pytest.mark.parametrize("text", ["' OR '1'='1", "a@b.c' UNION SELECT 1--", "%' AND sleep(5)--"])
def test_suite_cve_2025_54788_36408_36410_and_36411_sql_in_what_is_searched_for(
    api: Api, cast: Cast, text: str
) -> None:
    make_party(owner=cast.anna, name="Iryna", phones=["+380671112233"])
    anna, quoted = api("anna"), quote(text)
    for path in (f"/search?q={quoted}", f"/files?q={quoted}", f"/audit/events?kind={quoted}"):
        answer = anna.get(path)
        assert answer.status in (200, 422), answer.content
        assert b"Iryna" not in answer.content
    assert anna.post("/parties/search", {"q": text}).json["items"] == []
    assert anna.post("/parties/duplicates", {"emails": [text]}).status in (200, 422)


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
