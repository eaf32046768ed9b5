from typing import Any

from django.http import HttpRequest

from kurator.access import selectors
from kurator.access.rules import initials
from kurator.access.schemas import DemoLogIn, DemoOut, PersonOut
from kurator.access.session import ApiRequest
from kurator.platform.api import ANONYMOUS, ANYONE, Door
from kurator.platform.database.home import read_demo_logins

door = Door("access", "")
DOORS = (door,)


@door.get("/demo", permission=ANONYMOUS, response=DemoOut)
def get_demo(request: HttpRequest) -> Any:
    """Return the log-ins of the demo company; an empty list elsewhere."""
    return DemoOut(logins=[DemoLogIn(**row) for row in read_demo_logins()])


@door.get("/users", permission=ANYONE, response=list[PersonOut])
def list_users(request: ApiRequest) -> list[PersonOut]:
    """Return colleagues by name; those who are not active included."""
    return [
        PersonOut(
            id=row.id,
            name=row.name,
            initials=initials(row.name),
            team_id=row.team_id,
            is_active=row.is_active,
        )
        for row in selectors.list_people(request.viewer)
    ]
