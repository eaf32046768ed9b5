from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from kurator.access.links import issue_link
from kurator.access.models import EntryLink
from kurator.access.rules import initials
from kurator.access.session import ApiRequest, require_proof
from kurator.access.types import Viewer
from kurator.people.schemas import (
    AdministeredPersonOut,
    InvitedOut,
    PersonDetailOut,
    PersonIn,
    PersonPatch,
    Way,
)
from kurator.people.selectors import people
from kurator.people.services import persons
from kurator.platform.api import Door
from kurator.platform.context import PEOPLE_ROLE, open_role
from kurator.sign_in.selectors import second_factors

PERMISSION = "people.manage"
GIVE_ACCESS = frozenset({"email", "team_id", "role_ids"})
"""By whose change somebody else gets in, or sees more."""
door = Door("people", "people")


def _shape(row: people.PersonRow) -> dict[str, Any]:
    return {**vars(row), "initials": initials(row.name)}


def _detail(viewer: Viewer, user_id: UUID) -> PersonDetailOut:
    return PersonDetailOut(
        **_shape(people.get_person(viewer, user_id)),
        customers=people.count_customers(viewer, user_id),
        second_factors=cast(list[Way], list(second_factors(user_id=user_id))),
    )


def _answer(viewer: Viewer, user_id: UUID) -> AdministeredPersonOut:
    return AdministeredPersonOut(**_shape(people.get_person(viewer, user_id)))


@door.get("", permission=PERMISSION, response=list[AdministeredPersonOut])
def list_persons(request: ApiRequest) -> Any:
    """Return everybody with team, roles, state and when last seen; the disabled come last."""
    with open_role(PEOPLE_ROLE):
        return [AdministeredPersonOut(**_shape(row)) for row in people.list_persons(request.viewer)]


@door.post("", tells_secret=True, proof="always", permission=PERMISSION, response={201: InvitedOut})
def invite_person(request: ApiRequest, payload: PersonIn) -> Any:
    """Invite a person; the link in the answer is shown once."""
    with open_role(PEOPLE_ROLE):
        user = persons.invite_person(viewer=request.viewer, **payload.model_dump())
        person = _answer(request.viewer, user.id)
    link = issue_link(user_id=user.id, purpose=EntryLink.Purpose.INVITATION, now=datetime.now(UTC))
    return 201, InvitedOut(person=person, link=link)


@door.get("/{user_id}", permission=PERMISSION, response=PersonDetailOut)
def get_person(request: ApiRequest, user_id: UUID) -> Any:
    """Return one person with the number of customers."""
    with open_role(PEOPLE_ROLE):
        return _detail(request.viewer, user_id)


@door.patch("/{user_id}", proof="sometimes", permission=PERMISSION, response=AdministeredPersonOut)
def change_person(request: ApiRequest, user_id: UUID, payload: PersonPatch) -> Any:
    """
    Change name, e-mail, language, team or roles; who sees whose customers follows at once. E-mail,
    team and roles ask for a recent proof.
    """
    if payload.model_fields_set & GIVE_ACCESS:
        require_proof(request)
    with open_role(PEOPLE_ROLE):
        persons.change_person(
            viewer=request.viewer, user_id=user_id, changes=payload.model_dump(exclude_unset=True)
        )
        return _answer(request.viewer, user_id)


@door.post("/{user_id}/disable", proof="never", permission=PERMISSION, response=PersonDetailOut)
def disable_person(request: ApiRequest, user_id: UUID) -> Any:
    """End sessions and keys at once; the customers stay with the person until handed over."""
    with open_role(PEOPLE_ROLE):
        persons.disable_person(viewer=request.viewer, user_id=user_id, now=datetime.now(UTC))
        return _detail(request.viewer, user_id)


@door.post(
    "/{user_id}/enable", proof="always", permission=PERMISSION, response=AdministeredPersonOut
)
def enable_person(request: ApiRequest, user_id: UUID) -> Any:
    """Let a disabled person log in again."""
    with open_role(PEOPLE_ROLE):
        persons.enable_person(viewer=request.viewer, user_id=user_id)
        return _answer(request.viewer, user_id)


@door.post(
    "/{user_id}/reset",
    tells_secret=True,
    proof="always",
    permission=PERMISSION,
    response=InvitedOut,
)
def reset_person(request: ApiRequest, user_id: UUID) -> Any:
    """End password and sessions; only the link in the answer lets the person in again."""
    with open_role(PEOPLE_ROLE):
        persons.reset_person(viewer=request.viewer, user_id=user_id)
        person = _answer(request.viewer, user_id)
    is_new = person.state == "invited"
    purpose = EntryLink.Purpose.INVITATION if is_new else EntryLink.Purpose.RESET
    link = issue_link(user_id=user_id, purpose=purpose, now=datetime.now(UTC))
    return InvitedOut(person=person, link=link)


@door.post(
    "/{user_id}/factor-reset",
    tells_secret=True,
    proof="always",
    permission=PERMISSION,
    response=InvitedOut,
)
def reset_factors(request: ApiRequest, user_id: UUID) -> Any:
    """
    End all sessions; by the link in the answer and the password the person removes the lost factors.
    """
    now, viewer = datetime.now(UTC), request.viewer
    with open_role(PEOPLE_ROLE):
        link = persons.reset_factors(viewer=viewer, user_id=user_id, now=now)
        return InvitedOut(person=_answer(viewer, user_id), link=link)
