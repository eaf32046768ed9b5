from dataclasses import asdict

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.parties.api.answers import json_answer
from kurator.parties.schemas.search import HitsOut
from kurator.parties.selectors.hits import find_hits
from kurator.parties.selectors.search import read_query
from kurator.platform.api import ANYONE, Door
from kurator.platform.features import features

door = Door("search", "search")
HITS = 8


@door.get("", permission=ANYONE, rate="search", response=HitsOut)
def search(request: ApiRequest, q: str = "") -> HttpResponse:
    """Find customers and whatever else is known, while one types."""
    lookup = read_query(q)
    if lookup is None:
        return json_answer({"groups": []})
    viewer = request.viewer
    groups = []
    if "parties.view" in viewer.permissions:
        groups.append(("party", find_hits(viewer, lookup, HITS)))
    providers = [provider for feature in features() for provider in feature.search_providers]
    groups += [(one.kind, one.search(viewer, q, HITS)) for one in providers]
    return json_answer(
        {
            "groups": [
                {"kind": kind, "items": [asdict(hit) for hit in hits]}
                for kind, hits in groups
                if hits
            ]
        }
    )
