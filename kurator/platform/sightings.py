"""
Who was shown a customer, and who was refused: announced here, kept by the features that listen.

An observer is called within the request and must cost next to nothing; it never refuses a read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

NOTED_REFUSALS = frozenset({403, 404})
LOOKED_THROUGH = "as:"
"""Begins the channel of what was read with another person's eyes; his id follows."""

REFRESH_HEADER = "X-Kurator-Refresh"
"""By this our pages tell that nobody opened anything: what is on the screen is read anew."""


@dataclass(frozen=True)
class Reader:
    """Who reads, from where. `client` is the name of his program."""

    user_id: UUID
    name: str
    channel: str
    addr: str
    client: str


@dataclass(frozen=True)
class Sighting:
    """
    `party_id` is the customer whose card was opened; `rows` counts customers shown in a list. An
    open page that read the card anew by itself says `is_refresh`.
    """

    reader: Reader
    at: datetime
    party_id: UUID | None = None
    rows: int = 0
    is_refresh: bool = False


@dataclass(frozen=True)
class Refusal:
    """`subject` is the id in the address, whether such a record exists or not."""

    reader: Reader
    operation: str
    status: int
    subject: str
    request_id: str


@dataclass(frozen=True)
class Observer:
    seen: Callable[[Sighting], None]
    refused: Callable[[Refusal], None]


def note_card(request: HttpRequest, party_id: UUID) -> None:
    """Tell that the one who asks has been shown everything of one customer."""
    is_refresh = REFRESH_HEADER in request.headers
    _tell(Sighting(_reader(request), datetime.now(UTC), party_id, is_refresh=is_refresh))


def note_list(request: HttpRequest, rows: int) -> None:
    """Tell that the one who asks has been shown so many customers in a list."""
    if rows:
        _tell(Sighting(_reader(request), datetime.now(UTC), rows=rows))


def _tell(sighting: Sighting) -> None:
    for observer in _observers():
        observer.seen(sighting)


def note_refusal(request: HttpRequest, response: HttpResponse) -> None:
    """Tell of a refused request of somebody who is logged in: no permission, or nothing to be seen."""
    if response.status_code not in NOTED_REFUSALS or not hasattr(request, "viewer"):
        return
    match = request.resolver_match
    named: dict[str, Any] = match.kwargs if match else {}
    refusal = Refusal(
        reader=_reader(request),
        operation=f"{request.method} {match.route if match else '?'}",
        status=response.status_code,
        subject=str(next(iter(named.values()), ""))[:100],
        request_id=getattr(request, "request_id", ""),
    )
    for observer in _observers():
        observer.refused(refusal)


def _reader(request: HttpRequest) -> Reader:
    viewer: Any = getattr(request, "viewer")  # noqa: B009 - set by the gate, unknown to Django's type
    return Reader(
        user_id=viewer.acting_id,
        name=viewer.acting_name,
        channel=_channel(request, viewer),
        addr=request.META.get("REMOTE_ADDR", ""),
        client=request.headers.get("User-Agent", "")[:200],
    )


def _channel(request: HttpRequest, viewer: Any) -> str:
    if viewer.is_looked_through:
        return f"{LOOKED_THROUGH}{viewer.user_id}"
    return "web" if request.headers.get("X-Kurator-Client") == "web" else "api"


def _observers() -> list[Observer]:
    from kurator.platform.features import features

    return [feature.observer for feature in features() if feature.observer]
