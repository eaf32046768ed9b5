"""The first thing that happens to a restored database: everything outgoing is held."""

import os
import sys
from datetime import datetime

REASON = "restored"


def hold_everything(*, restored_to: datetime | None, now: datetime) -> int:
    """Return how many actions are now unknown: they may have happened after that instant."""
    from kurator.platform.context import Context, open_scope
    from kurator.platform.features import features
    from kurator.platform.outbound import pause_outbound
    from kurator.tracking.security import note_security_event

    actor = Context(actor_kind="console", actor_name="kurator restore", channel="console")
    with open_scope(actor):
        pause_outbound(reason=REASON, restored_to=restored_to, now=now)
        unknown = sum(one.after_restore(now) for one in features() if one.after_restore)
        details = {
            "restored_to": restored_to.isoformat() if restored_to else "",
            "unknown": unknown,
        }
        note_security_event("operations.restored", details=details)
        return unknown


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()
    restored_to = datetime.fromisoformat(arguments[0]) if arguments[0] else None
    count = hold_everything(restored_to=restored_to, now=datetime.fromisoformat(arguments[1]))
    sys.stdout.write(f"{count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
