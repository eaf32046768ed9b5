"""Who sees and changes whom, without a database; and the names of all who take part."""

from dataclasses import dataclass, field

PEOPLE = ("anna", "boris", "viktor", "olena")
OWNERS = (*PEOPLE, "nobody")
TEAMS: dict[str, str | None] = {
    "company": None,
    "north": "company",
    "south": "company",
    "port": "south",
}
PARTIES = ("oak", "elm", "fir", "ash", "yew")
ROLES = {"clerk": "OWN", "lead": "TEAM", "head": "SUBTREE"}
FIRST_TEAM = {
    "anna": "north",
    "boris": "north",
    "viktor": "port",
    "olena": "company",
}
FIRST_ROLE = {"anna": "lead", "boris": "lead", "viktor": "clerk", "olena": "head"}


@dataclass
class Share:
    can_edit: bool
    has_end: bool
    is_over: bool = False


@dataclass
class Model:
    """Who may do what with whom, without a database."""

    parents: dict[str, str | None] = field(default_factory=lambda: dict(TEAMS))
    team: dict[str, str | None] = field(default_factory=lambda: {**FIRST_TEAM})
    scopes: dict[str, str] = field(default_factory=lambda: dict(ROLES))
    held: dict[str, set[str]] = field(
        default_factory=lambda: {person: {role} for person, role in FIRST_ROLE.items()}
    )
    owner: dict[str, str] = field(default_factory=lambda: dict(zip(PARTIES, OWNERS, strict=True)))
    assignee: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PARTIES, "nobody"))
    disabled: set[str] = field(default_factory=set)
    recycled: set[str] = field(default_factory=set)
    shares: dict[tuple[str, str], Share] = field(default_factory=dict)

    def is_below(self, team: str | None, top: str) -> bool:
        return team is not None and (team == top or self.is_below(self.parents[team], top))

    def sees_owner(self, who: str, owner: str) -> bool:
        scopes = {self.scopes[role] for role in self.held[who]}
        own, theirs = self.team[who], self.team.get(owner)
        if own is not None and "SUBTREE" in scopes and self.is_below(theirs, own):
            return True
        is_beside = own is not None and own == theirs
        return owner == who or "ALL" in scopes or ("TEAM" in scopes and is_beside)

    def gives(self, who: str) -> set[str]:
        """Whom he sees without a share: he may also hand them over, share and recycle them."""
        return {p for p, o in self.owner.items() if self.sees_owner(who, o)} - self.recycled

    def shared(self, who: str, *, to_edit: bool) -> set[str]:
        return {
            party
            for (party, receiver), share in self.shares.items()
            if receiver in (who, self.team[who])
            and not share.is_over
            and (share.can_edit or not to_edit)
        } - self.recycled

    def sees(self, who: str) -> set[str]:
        return self.gives(who) | self.shared(who, to_edit=False)

    def edits(self, who: str) -> set[str]:
        return self.gives(who) | self.shared(who, to_edit=True)

    def bin(self, who: str) -> set[str]:
        return {p for p in self.recycled if self.sees_owner(who, self.owner[p])}

    def assigned(self, who: str) -> set[str]:
        return {p for p, person in self.assignee.items() if person == who} - self.recycled
