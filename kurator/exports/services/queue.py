"""What an export is among the runs in the background, and the notices of them."""

from typing import Final

from kurator.exports.models import Export
from kurator.kernel.localized import LocalizedText
from kurator.platform.notices import ask_for_notice
from kurator.platform.runs import RunKind

RUN: Final = "exports.run"
EXPORTS: Final = RunKind(
    "exports",
    Export,
    argument="export_id",
    jobs={Export.Status.QUEUED: RUN, Export.Status.RUNNING: RUN},
)
_READY: Final[LocalizedText] = {
    "en": "The file of your export can be fetched: {name}",
    "ru": "Файл выгрузки готов: {name}",
    "uk": "Файл вивантаження готовий: {name}",
}
_FAILED: Final[LocalizedText] = {
    "en": "The export has failed: {name}",
    "ru": "Выгрузка не удалась: {name}",
    "uk": "Вивантаження не вдалося: {name}",
}

_WITHDRAWN: Final[LocalizedText] = {
    "en": "The file of your export was withdrawn, because a customer was removed for good: {name}."
    " Make it again if you need it.",
    "ru": "Файл вашей выгрузки отозван, потому что клиент удалён навсегда: {name}. Если он нужен,"
    " сделайте выгрузку заново.",
    "uk": "Файл вашого вивантаження відкликано, бо клієнта видалено назавжди: {name}. Якщо він"
    " потрібен, зробіть вивантаження знову.",
}


def tell_outcome(one: Export) -> None:
    """Tell the person that the file can be fetched, or will not come."""
    words = _READY if one.status == Export.Status.DONE else _FAILED
    ask_for_notice(
        user_ids=[one.user_id],
        kind="export_ready",
        texts={language: text.format(name=one.name) for language, text in words.items()},
        source_key=f"export:{one.id}:{one.epoch}",
    )


def tell_withdrawn(one: Export) -> None:
    ask_for_notice(
        user_ids=[one.user_id],
        kind="export_ready",
        texts={language: text.format(name=one.name) for language, text in _WITHDRAWN.items()},
        source_key=f"export:{one.id}:withdrawn",
    )
