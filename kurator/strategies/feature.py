from kurator.platform.features import EventTopic, Feature, Loop, Permission
from kurator.strategies.engine.loops import run_engine, run_scenarios
from kurator.strategies.engine.outward import mark_unknown_after_restore, run_outward
from kurator.strategies.personal_data import MOVE_DATA
from kurator.strategies.sections import CARD, FEED
from kurator.strategies.selectors import strategies_on_segment
from kurator.strategies.steps import WAIT_STEP

FEATURE = Feature(
    name="strategies",
    steps=[WAIT_STEP],
    loops=[
        Loop("strategies.engine", run_engine),
        Loop("strategies.scenarios", run_scenarios),
        Loop("strategies.outward", run_outward),
    ],
    after_restore=mark_unknown_after_restore,
    card_sections=[CARD],
    feed_sources=[FEED],
    personal_data=[MOVE_DATA],
    segment_users=strategies_on_segment,
    permission_headings={
        "strategies": {"en": "Strategies", "ru": "Стратегии", "uk": "Стратегії"},
    },
    permissions=[
        Permission(
            "strategies.view",
            {"en": "See strategies", "ru": "Видеть стратегии", "uk": "Бачити стратегії"},
        ),
        Permission(
            "strategies.edit",
            {"en": "Edit strategies", "ru": "Менять стратегии", "uk": "Змінювати стратегії"},
        ),
        Permission(
            "strategies.activate",
            {
                "en": "Activate, pause and end strategies",
                "ru": "Включать, приостанавливать и завершать стратегии",
                "uk": "Вмикати, призупиняти й завершувати стратегії",
            },
        ),
    ],
    inner_topics={
        "strategies.counted": {
            "en": "Counters of a strategy changed",
            "ru": "Счётчики стратегии изменились",
            "uk": "Лічильники стратегії змінилися",
        },
    },
    topics=[
        EventTopic(
            "strategies.moved",
            {
                "en": "Customers moved between stages",
                "ru": "Клиенты перешли между этапами",
                "uk": "Клієнти перейшли між етапами",
            },
            "strategies.view",
        ),
        EventTopic(
            "strategies.changed",
            {"en": "Strategies changed", "ru": "Стратегии изменились", "uk": "Стратегії змінилися"},
            "strategies.view",
            "/strategies/{id}",
        ),
    ],
)
