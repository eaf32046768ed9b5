from uuid import UUID

from ninja import Schema


class PersonOut(Schema):
    id: UUID
    name: str
    initials: str
    team_id: UUID | None
    is_active: bool


class DemoLogIn(Schema):
    email: str
    password: str
    role: str
    name: str


class DemoOut(Schema):
    logins: list[DemoLogIn]
