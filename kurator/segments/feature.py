from kurator.platform.features import EventTopic, Feature, Permission
from kurator.segments.vocabulary import segment_lookup

FEATURE = Feature(
    name="segments",
    segment_lookup=segment_lookup,
    permission_headings={
        "segments": {"en": "Segments", "ru": "Сегменты", "uk": "Сегменти"},
    },
    permissions=[
        Permission(
            "segments.view",
            {"en": "See segments", "ru": "Видеть сегменты", "uk": "Бачити сегменти"},
        ),
        Permission(
            "segments.edit",
            {"en": "Build segments", "ru": "Строить сегменты", "uk": "Будувати сегменти"},
        ),
    ],
    topics=[
        EventTopic(
            "segments.changed",
            {"en": "Segments changed", "ru": "Сегменты изменились", "uk": "Сегменти змінилися"},
            "segments.view",
            "/segments/{id}",
        ),
    ],
)
