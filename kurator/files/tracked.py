"""What of a file is kept in the history of its customer."""

from kurator.platform.capture import TrackedColumn, TrackedTable

FILE = TrackedTable(
    table="files_file",
    entity="file",
    party_column="party_id",
    topic="files.changed",
    permission="files.view",
    wakes_strategies=False,
    label={"en": "File", "ru": "Файл", "uk": "Файл"},
    prelude=("file.state", "WAITING"),
    columns=[
        TrackedColumn(
            "name",
            "file.name",
            is_personal=True,
            label={"en": "File name", "ru": "Имя файла", "uk": "Ім’я файлу"},
        ),
        TrackedColumn(
            "description",
            "file.description",
            is_personal=True,
            label={
                "en": "Description of the file",
                "ru": "Описание файла",
                "uk": "Опис файлу",
            },
        ),
        TrackedColumn(
            "current",
            "file.version",
            label={"en": "Version of the file", "ru": "Версия файла", "uk": "Версія файлу"},
        ),
        TrackedColumn(
            "state",
            "file.state",
            label={"en": "State of the file", "ru": "Состояние файла", "uk": "Стан файлу"},
            choices={
                "KEPT": {"en": "kept", "ru": "на месте", "uk": "на місці"},
                "REMOVED": {"en": "in the bin", "ru": "в корзине", "uk": "у кошику"},
                "WAITING": {
                    "en": "on a note being written",
                    "ru": "в заметке, которую пишут",
                    "uk": "у нотатці, яку пишуть",
                },
            },
        ),
    ],
)
