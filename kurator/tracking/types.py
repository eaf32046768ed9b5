"""Who acted and why, as a reader is told: in his language, whatever the act was called since."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from kurator.kernel.localized import LocalizedText, text_in

WORDS_OF_ACT: Final = (
    "CASE WHEN t.actor_kind <> 'user' THEN"
    " (SELECT w.words::text FROM tracking_actwords w WHERE w.transaction_id = t.id) END"
)
"""What an act `t` is called in all languages, as a column; people have one name and no words."""
UNDO: Final = "undo:"
"""Before the id of what was taken back, as the reason of the act that did it."""
_UNDOING: Final[LocalizedText] = {
    "en": "taking a change back",
    "ru": "возврат прежнего",
    "uk": "повернення попереднього",
}
_CONSOLE: Final[LocalizedText] = {
    "en": "Command line",
    "ru": "Командная строка",
    "uk": "Командний рядок",
}
_BY_KEY: Final[LocalizedText] = {
    "en": "{name} (key: {other})",
    "ru": "{name} (ключ: {other})",
    "uk": "{name} (ключ: {other})",
}
_WITH_EYES: Final[LocalizedText] = {
    "en": "{name} (as {other})",
    "ru": "{name} (глазами: {other})",
    "uk": "{name} (очима: {other})",
}
_THROUGH: Final = re.compile(r"(?P<name>.*) \((?P<way>key:|as) (?P<other>.*)\)", re.DOTALL)


@dataclass(frozen=True)
class ToldAct:
    """`undoes_id` is the change, or the change set, that the act took back."""

    actor: str
    reason: str
    undoes_id: str | None = None


def tell_act(
    *, kind: str, name: str, language: str, reason: str = "", words: str | None = None
) -> ToldAct:
    """`words` is what `WORDS_OF_ACT` yields; without them the texts kept at the time serve."""
    kept: Mapping[str, Any] = orjson.loads(words) if words else {}
    actor = text_in(kept.get("actor") or {}, language) or tell_actor(kind, name, language)
    if reason.startswith(UNDO):
        return ToldAct(actor, text_in(_UNDOING, language), reason.removeprefix(UNDO))
    return ToldAct(actor, text_in(kept.get("reason") or {}, language) or reason)


def tell_actor(kind: str, name: str, language: str) -> str:
    """Tell a kept name: parts of Kurator are Kurator, and what stands beside a name is translated."""
    if kind == "system":
        return "Kurator"
    if kind == "console":
        where = text_in(_CONSOLE, language)
        return f"{where} ({name})" if name else where
    through = _THROUGH.fullmatch(name) if kind == "user" else None
    if through is None:
        return name
    form = _BY_KEY if through["way"] == "key:" else _WITH_EYES
    return text_in(form, language).format(name=through["name"], other=through["other"])
