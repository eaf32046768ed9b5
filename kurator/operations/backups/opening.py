"""The first thing that happens to a restored database: everything outgoing is held, the erased are erased."""

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from kurator.platform.context import Context

REASON = "restored"
PORTION = 500


def _actor() -> "Context":
    from kurator.platform.context import Context

    return Context(actor_kind="console", actor_name="kurator restore", channel="console")


def hold_everything(*, restored_to: datetime | None, now: datetime) -> int:
    """Return how many actions are now unknown: they may have happened after that instant."""
    from kurator.platform.context import open_scope
    from kurator.platform.features import features
    from kurator.platform.outbound import pause_outbound
    from kurator.tracking.security import note_security_event

    with open_scope(_actor()):
        pause_outbound(reason=REASON, restored_to=restored_to, now=now)
        unknown = sum(one.after_restore(now) for one in features() if one.after_restore)
        details = {
            "restored_to": restored_to.isoformat() if restored_to else "",
            "unknown": unknown,
        }
        note_security_event("operations.restored", details=details)
        return unknown


def erase_again() -> int:
    """Clear the copy of everybody on the erasure list; returns how many had come back."""
    from kurator.operations.backups.erasures import kept
    from kurator.parties.services.erasing import erase_again as clear
    from kurator.platform.context import open_scope

    listed = [(UUID(party), datetime.fromisoformat(at)) for party, at in sorted(kept().items())]
    count = 0
    for first in range(0, len(listed), PORTION):
        portion = listed[first : first + PORTION]
        with open_scope(_actor()):
            count += clear(erased=portion)
    return count


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()
    restored_to = datetime.fromisoformat(arguments[0]) if arguments[0] else None
    unknown = hold_everything(restored_to=restored_to, now=datetime.fromisoformat(arguments[1]))
    sys.stdout.write(f"{unknown} {erase_again()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
