from ninja import Schema


class HitOut(Schema):
    id: str
    title: str
    subtitle: str
    match: str


class HitGroup(Schema):
    kind: str
    items: list[HitOut]


class HitsOut(Schema):
    groups: list[HitGroup]
