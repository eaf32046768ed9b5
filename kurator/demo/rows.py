"""From customers and their lives to rows of tables, ready to be copied into the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import orjson

from kurator.demo.clock import Clock, day_of
from kurator.demo.company import Colleague
from kurator.demo.customers import Contact, Customer
from kurator.demo.ids import demo_id
from kurator.demo.life import (
    BILLING,
    OWNER,
    SUPERVISOR,
    SUPPORT,
    SURVEY,
    WATCH,
    Date,
    Moment,
    live,
)

Row = tuple[Any, ...]
COLUMNS = {
    "parties_party": "id, number, kind, external_id, name, lang, status, owner_id, tax_id,"
    " birth_date, time_zone, attrs, created_at, updated_at, version",
    "parties_contactpoint": "id, party_id, kind, value, norm, extension, label, is_preferred,"
    " position",
    "parties_partytag": "id, party_id, tag_id, added_at",
    "tracking_changetransaction": "id, at, actor_kind, actor_id, actor_name, channel, addr,"
    " client, request_id, reason",
    "tracking_actwords": "transaction_id, words",
    "tracking_change": "id, party_id, transaction_id, entity, entity_id, operation, diff, personal",
    "activities_task": "id, party_id, title, text, due_at, assignee_id, status, result, creator,"
    " created_by_id, created_at, closed_at, closed_by_id",
    "activities_note": "id, party_id, text, author_id, created_at",
}
_SYSTEMS = {
    BILLING: ("integration", "billing", "Billing", "api"),
    SUPPORT: ("integration", "telephony", "Telephony", "api"),
    SURVEY: ("integration", "survey", "Survey", "api"),
    WATCH: ("system", "", "Kurator", "worker"),
}
_BILLING_RUN = {
    "en": "monthly billing run",
    "ru": "ежемесячное начисление",
    "uk": "щомісячне нарахування",
}
_SHARED = (BILLING, WATCH, SUPERVISOR)
IMPORT = "import"
ADDRESSES = ("10.20.0.14", "10.20.0.21", "10.20.3.7", "10.40.1.18")
BROWSER = "Mozilla/5.0"


def packed(value: Any) -> str:
    return orjson.dumps(value).decode()


@dataclass
class Ledger:
    """All rows by table; transactions that touch many customers are made once."""

    seed: int
    clock: Clock
    people: Sequence[Colleague]
    tag_ids: dict[str, UUID]
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[tuple[str, int, int, str], UUID] = field(default_factory=dict)

    def colleague(self, role: str) -> Colleague:
        return next(one for one in self.people if one.role == role)

    def transaction(
        self, random: Random, moment: Moment, actor: Colleague | None, *, is_shared: bool
    ) -> UUID:
        """Return the id of the transaction of this moment, writing it if it is new."""
        key = (moment.by, moment.day, moment.minute, str(actor.id if actor else ""))
        if is_shared and key in self.shared:
            return self.shared[key]
        day = day_of(moment.day, moment.minute)
        source = Random(f"{self.seed}:{key}") if is_shared else random
        tx_id = demo_id(source, day=day)
        self.shared[key] = tx_id
        at = self.clock.at(moment.day, moment.minute)
        address = random.choice(ADDRESSES)
        is_run = is_shared and moment.by == BILLING
        reason = _BILLING_RUN["en"] if is_run else ""
        self.rows["tracking_changetransaction"].append(
            (tx_id, at, *_actor(moment.by, actor, address, str(tx_id)), reason)
        )
        if is_run:
            self.rows["tracking_actwords"].append((tx_id, packed({"reason": _BILLING_RUN})))
        return tx_id


def _actor(by: str, actor: Colleague | None, address: str, request_id: str) -> Row:
    if by in _SYSTEMS:
        return (*_SYSTEMS[by], "", "", request_id)
    user = ("user", str(actor.id), actor.name) if actor else ("system", "", "Kurator")
    channel = "import" if by == IMPORT else "web"
    return (*user, channel, address, BROWSER, request_id)


def add_customers(ledger: Ledger, customers: Iterable[Customer]) -> None:
    for customer in customers:
        _add_customer(ledger, customer)


def _add_customer(ledger: Ledger, customer: Customer) -> None:
    random = Random(f"{ledger.seed}:rows:{customer.index}")
    first, moments = live(ledger.seed, customer, ledger.people)
    entered = _enter(ledger, random, customer)
    state = dict(first)
    changed = [moment for moment in moments if _change(ledger, random, customer, moment, state)]
    _add_party(ledger, customer, state, [entered, *moments], version=1 + len(changed))


def _enter(ledger: Ledger, random: Random, customer: Customer) -> Moment:
    """Return the moment the customer was entered: by hand, or with an import of many."""
    is_import = customer.external_id is not None and random.random() < 0.6
    minute = 7 * 60 if is_import else 11 * 60
    by, actor = (
        (IMPORT, ledger.colleague("administrator"))
        if is_import
        else (OWNER, customer.owner or ledger.colleague("supervisor"))
    )
    moment = Moment(customer.born, minute, by)
    tx_id = ledger.transaction(random, moment, actor, is_shared=is_import)
    day = day_of(customer.born, minute)
    ledger.rows["tracking_change"].append(
        (demo_id(random, day=day), customer.id, tx_id, "party", customer.id, "I", "{}", None)
    )
    for position, contact in enumerate(customer.contacts):
        ledger.rows["parties_contactpoint"].append(_contact_row(customer, contact, position))
        ledger.rows["tracking_change"].append(
            (
                demo_id(random, day=day + 1e-6 * (position + 1)),
                customer.id,
                tx_id,
                "contact_point",
                contact.id,
                "I",
                *_contact_diff(contact),
            )
        )
    return moment


def _contact_row(customer: Customer, contact: Contact, position: int) -> Row:
    return (
        contact.id,
        customer.id,
        contact.kind,
        contact.value,
        contact.norm,
        contact.extension,
        contact.label,
        contact.is_preferred,
        position,
    )


def _contact_diff(contact: Contact) -> tuple[str, str]:
    plain = {
        "party.contact_kind": [None, contact.kind],
        "party.contact_label": [None, contact.label],
        "party.contact_preferred": [None, contact.is_preferred],
    }
    personal = {
        "party.contact": [None, contact.value],
        "party.contact_extension": [None, contact.extension],
    }
    return packed(plain), packed(personal)


def _written(value: Any, clock: Clock) -> Any:
    return clock.date(value.day).isoformat() if isinstance(value, Date) else value


def _change(
    ledger: Ledger,
    random: Random,
    customer: Customer,
    moment: Moment,
    state: dict[str, Any],
) -> bool:
    """Apply a moment; returns whether it changed the customer's own row."""
    diff = {
        code: [_written(state.get(code), ledger.clock), _written(value, ledger.clock)]
        for code, value in moment.values.items()
        if state.get(code) != value
    }
    state.update(moment.values)
    if not diff and not moment.tags:
        return False
    actor = ledger.colleague("supervisor") if moment.by == SUPERVISOR else customer.owner
    is_shared = moment.by in _SHARED and moment.minute in (180, 250, 620)
    actor = None if moment.by in _SYSTEMS else actor
    tx_id = ledger.transaction(random, moment, actor, is_shared=is_shared)
    day = day_of(moment.day, moment.minute)
    if diff:
        change_id = demo_id(random, day=day)
        ledger.rows["tracking_change"].append(
            (change_id, customer.id, tx_id, "party", customer.id, "U", packed(diff), None)
        )
    for tag in moment.tags:
        _add_tag(ledger, random, customer, moment, tag, tx_id)
    return bool(diff)


def _add_tag(
    ledger: Ledger, random: Random, customer: Customer, moment: Moment, tag: str, tx_id: UUID
) -> None:
    day = day_of(moment.day, moment.minute)
    row_id, tag_id = demo_id(random, day=day), ledger.tag_ids[tag]
    at = ledger.clock.at(moment.day, moment.minute)
    ledger.rows["parties_partytag"].append((row_id, customer.id, tag_id, at))
    diff = packed({"party.tags": [None, str(tag_id)]})
    change_id = demo_id(random, day=day)
    ledger.rows["tracking_change"].append(
        (change_id, customer.id, tx_id, "tag", row_id, "I", diff, None)
    )


def _add_party(
    ledger: Ledger,
    customer: Customer,
    state: dict[str, Any],
    life: Sequence[Moment],
    *,
    version: int,
) -> None:
    clock, entered, latest = ledger.clock, life[0], life[-1]
    attrs = {
        code.removeprefix("attr."): _written(value, clock)
        for code, value in state.items()
        if code.startswith("attr.")
    }
    birth = None
    if customer.birth_year:
        ordinal = clock.date(0).replace(year=customer.birth_year, month=1, day=1).toordinal()
        birth = clock.date(0).fromordinal(ordinal + customer.birth_day)
    ledger.rows["parties_party"].append(
        (
            customer.id,
            customer.number,
            customer.kind,
            customer.external_id,
            packed(customer.name),
            customer.language,
            state["party.status"],
            customer.owner_id,
            customer.tax_id,
            birth,
            customer.time_zone,
            packed(attrs),
            clock.at(entered.day, entered.minute),
            clock.at(latest.day, latest.minute),
            version,
        )
    )
