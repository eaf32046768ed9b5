"""The work of the night: seal what has closed, drop what is too old, verify all seals, tell of faults."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from kurator.audit.rules import is_night_due
from kurator.audit.services.alarm import watchers
from kurator.audit.services.alone import alone
from kurator.audit.services.retention import drop_old
from kurator.audit.services.seals import KIND_BROKEN, SEALER, seal_closed_days
from kurator.audit.services.verifying import verify_seals
from kurator.audit.types import Fault, SealState
from kurator.kernel.localized import LocalizedText
from kurator.platform.context import open_scope
from kurator.platform.notices import ask_for_notice
from kurator.platform.queries import read_value
from kurator.tracking.security import note_security_event

KIND_VERIFIED: Final = "audit.seals_verified"
KIND_NIGHT: Final = "audit.night_done"
BROKEN: LocalizedText = {
    "en": "The past was altered: {stream}, {day}. See the security log.",
    "ru": "Прошлое изменено: {stream}, {day}. Смотрите журнал безопасности.",
    "uk": "Минуле змінено: {stream}, {day}. Дивіться журнал безпеки.",
}
_LAST: Final = "SELECT max(at) FROM tracking_securityevent WHERE kind = %s"


def run_night(*, now: datetime, zone: str, must_stop: Callable[[], bool] = lambda: False) -> bool:
    """Do the night's work if it is due and nobody else does it; returns whether it was done."""
    with open_scope(SEALER):
        last = read_value(_LAST, [KIND_NIGHT])
    if not is_night_due(now=now, last=last, zone=zone):
        return False
    with alone() as is_alone:
        if is_alone:
            _work(now=now, must_stop=must_stop)
        return is_alone


def _work(*, now: datetime, must_stop: Callable[[], bool]) -> None:
    sealed = seal_closed_days(now=now)
    dropped = drop_old(now=now, must_stop=must_stop)
    days: list[SealState] = []
    faults = verify_seals(on_day=days.append)
    check_and_report(faults, days=len(days))
    with open_scope(SEALER):
        details = {"sealed": len(sealed), "dropped": sum(dropped.counts.values())}
        note_security_event(KIND_NIGHT, details=details)


def check_and_report(faults: Sequence[Fault], *, days: int) -> None:
    """Keep the result of a check as an event; tell those who see the security log of a fault."""
    with open_scope(SEALER):
        if not faults:
            note_security_event(KIND_VERIFIED, details={"days": days})
        people = watchers() if faults else []
        for fault in faults:
            words = {"stream": fault.stream, "day": str(fault.day)}
            note_security_event(
                KIND_BROKEN, subject=fault.stream, details={**words, "reason": fault.reason}
            )
            ask_for_notice(
                user_ids=people,
                kind=KIND_BROKEN,
                texts={language: text.format_map(words) for language, text in BROKEN.items()},
                source_key=f"audit.seal:{fault.stream}:{fault.day}",
            )
