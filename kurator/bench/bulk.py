"""`bulk`: a field of many customers changed through the real job, against the bare UPDATE."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from kurator.bench.figures import Figure, median, report, seconds, tell
from kurator.bench.loaded import admin, become_worker, prepare

MANY = 100_000
ROUNDS = 3
DEMAND = 5_000
"""Customers a second, for one field with its history."""
PREVIEW_DEMAND = 1.0
"""Seconds that a person waits to see what an undo of a hundred thousand customers would do."""


def run(rows: int) -> None:
    """Customers per second: change, undo, hand-over; the floor is the same rows without triggers."""
    prepare(rows)
    amount = min(MANY, rows)
    with admin(rows) as connection:
        floor = amount / median([_bare(connection, number, amount) for number in range(ROUNDS)])
        connection.execute("ANALYZE parties_party")
        person, colleague = _people(connection)
    tell(f"the bare UPDATE of {amount:,} customers: {floor:,.0f} a second")
    become_worker()
    changes, previews, undos = [], [], []
    for number in range(ROUNDS):
        spent, run_id = _change(person, number, amount)
        changes.append(amount / spent)
        tell(f"changed: {changes[-1]:,.0f} a second")
        previews.append(preview_seconds(person, run_id))
        tell(f"its undo shown beforehand in {previews[-1]:.2f} s")
        undos.append(amount / _timed(person, partial(_undo, set_id=run_id))[0])
        tell(f"taken back: {undos[-1]:,.0f} a second")
        _settle(rows)
    report(Figure("bulk", "change_per_s", median(changes), "1/s", DEMAND))
    report(Figure("bulk", "change_to_bare_update", median(changes), "1/s", floor))
    report(Figure("bulk", "undo_preview", median(previews), "s", PREVIEW_DEMAND * amount / MANY))
    report(Figure("bulk", "undo_per_s", median(undos), "1/s", floor))
    spent, run_id = _timed(person, lambda viewer: _hand_over(viewer, colleague, amount))
    report(Figure("bulk", "hand_over_per_s", amount / spent, "1/s", floor))
    # The base is kept, and the other benches need its owners as they were.
    spent, _ = _timed(person, partial(_undo, set_id=run_id))
    report(Figure("bulk", "hand_over_undo_per_s", amount / spent, "1/s", floor))


def _bare(connection: Any, number: int, amount: int) -> float:
    connection.execute("ALTER TABLE parties_party DISABLE TRIGGER ALL")
    spent = seconds(
        lambda: connection.execute(
            "UPDATE parties_party SET status = CASE WHEN %s %% 2 = 0 THEN 'ACTIVE' ELSE 'FORMER' END"
            " WHERE id IN (SELECT id FROM parties_party WHERE deleted_at IS NULL"
            "               ORDER BY id LIMIT %s)",
            [number, amount],
        )
    )
    connection.execute("ALTER TABLE parties_party ENABLE TRIGGER ALL")
    connection.execute("VACUUM parties_party")
    return spent


def _people(connection: Any) -> tuple[UUID, UUID]:
    """Somebody who sees all, and another one."""
    found = connection.execute(
        "SELECT u.id FROM access_user u JOIN access_userrole ur ON ur.user_id = u.id"
        "  JOIN access_role r ON r.id = ur.role_id"
        " WHERE r.scope = 'ALL' AND 'parties.bulk' = ANY(r.permissions) AND u.is_active LIMIT 1"
    ).fetchone()
    other = connection.execute(
        "SELECT id FROM access_user WHERE is_active AND id <> %s LIMIT 1", [found[0]]
    ).fetchone()
    return found[0], other[0]


def _timed(person: UUID, start: Callable[[Any], Any]) -> tuple[float, UUID]:
    """Start as the person in a request does, then let the job carry it out."""
    from kurator.access.selectors import find_viewer
    from kurator.bulk.services.running import run_in_background
    from kurator.platform.context import WEB_ROLE, Context, open_scope

    viewer = find_viewer(person)
    began = time.perf_counter()
    with open_scope(Context(uid=str(person)), role=WEB_ROLE):
        run_id = start(viewer).id
    run_in_background(run_id, clock=lambda: datetime.now(UTC))
    return time.perf_counter() - began, run_id


def preview_seconds(person: UUID, set_id: UUID) -> float:
    """How long a person waits until an undo of the change set is shown, before it is begun."""
    from kurator.access.selectors import find_viewer
    from kurator.bulk.selectors.undo_previews import preview_undo
    from kurator.bulk.services.applying import transactions_of
    from kurator.parties.catalogue import current_catalogue
    from kurator.platform.context import WEB_ROLE, Context, open_scope

    with open_scope():
        viewer = find_viewer(person)
    if viewer is None:
        raise LookupError(f"nobody has the id {person}")
    with open_scope(Context(uid=str(person)), role=WEB_ROLE):
        catalogue = current_catalogue()
        began = time.perf_counter()
        seen = preview_undo(viewer, transactions_of(set_id), catalogue=catalogue)
        spent = time.perf_counter() - began
    if not seen.undone:
        raise SystemExit("nothing would come back")
    return spent


def _selection(amount: int) -> Any:
    from kurator.bulk.selectors.selections import Selection
    from kurator.platform.queries import read_rows

    found = read_rows(
        "SELECT id FROM parties_party WHERE deleted_at IS NULL ORDER BY id LIMIT %s", [amount]
    )
    return Selection(ids=[row[0] for row in found])


def _change(person: UUID, number: int, amount: int) -> tuple[float, UUID]:
    status = "SLEEPING" if number % 2 == 0 else "LEAVING"
    return _timed(
        person, lambda viewer: _start(viewer, amount, {"values": {"party.status": status}})
    )


def _start(viewer: Any, amount: int, action: dict[str, Any]) -> Any:
    from kurator.bulk.services.starting import start_change
    from kurator.bulk.types import Action
    from kurator.parties.selectors.filters import list_vocabulary

    return start_change(
        viewer=viewer,
        selection=_selection(amount),
        action=Action(**action),
        fingerprint=None,
        now=datetime.now(UTC),
        vocabulary=list_vocabulary("en"),
    )


def _undo(viewer: Any, set_id: UUID) -> Any:
    from kurator.bulk.services.undoing import start_undo

    return start_undo(viewer=viewer, set_id=set_id, is_forced=False, now=datetime.now(UTC))


def _hand_over(viewer: Any, colleague: UUID, amount: int) -> Any:
    return _start(viewer, amount, {"owner_ids": [colleague], "with_tasks": True})


def _settle(rows: int) -> None:
    with admin(rows) as connection:
        connection.execute("TRUNCATE tracking_dirtysubject, platform_outboxevent")
        connection.execute("VACUUM parties_party")
