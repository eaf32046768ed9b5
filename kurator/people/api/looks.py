from datetime import UTC, datetime
from typing import Any

from kurator.access.session import COOKIE, ApiRequest
from kurator.people.schemas import LookIn, LookOut
from kurator.people.services import looks
from kurator.platform.api import ANYONE, Door
from kurator.platform.context import PEOPLE_ROLE, open_role

PERMISSION = "people.see_as"
door = Door("looks", "looks", people_only=True)


@door.post("", proof="always", permission=PERMISSION, response={201: LookOut})
def begin_look(request: ApiRequest, payload: LookIn) -> Any:
    """See Kurator as that person sees it, for 30 minutes or until stopped; nothing can be changed."""
    with open_role(PEOPLE_ROLE):
        look = looks.begin_look(
            viewer=request.viewer,
            user_id=payload.user_id,
            session_key=request.COOKIES[COOKIE],
            now=datetime.now(UTC),
        )
    looks.tell_person(viewer=request.viewer, look=look)
    return 201, LookOut(user_id=look.person_id, until=look.ends_at)


@door.delete("", proof="never", permission=ANYONE, looking="oneself", response={204: None})
def end_look(request: ApiRequest) -> tuple[int, None]:
    """See with one's own eyes again."""
    with open_role(PEOPLE_ROLE):
        looks.end_look(
            viewer=request.viewer, session_key=request.COOKIES[COOKIE], now=datetime.now(UTC)
        )
    return 204, None
