from kurator.parties.catalogue import SUBJECT
from kurator.parties.event_kinds import EVENT_KINDS
from kurator.parties.fields import text
from kurator.parties.personal_data import PERSONAL_DATA
from kurator.parties.records import PARTY_RECORD
from kurator.parties.retention import RECYCLE_BIN
from kurator.parties.selectors.exporting import PARTIES
from kurator.parties.services.erasing import ERASE
from kurator.parties.steps import STEPS
from kurator.parties.tracked import CONTACT_POINT, PARTY, PARTY_TAG
from kurator.platform.features import EventTopic, Feature, Permission

PERMISSIONS = (
    Permission("parties.view", text("See customers", "Видеть клиентов", "Бачити клієнтів")),
    Permission("parties.edit", text("Change customers", "Менять клиентов", "Змінювати клієнтів")),
    Permission("parties.create", text("Add customers", "Добавлять клиентов", "Додавати клієнтів")),
    Permission(
        "parties.assign",
        text("Assign owners", "Назначать владельцев", "Призначати власників"),
    ),
    Permission(
        "parties.delete",
        text(
            "Delete customers and restore them",
            "Удалять клиентов и восстанавливать их",
            "Видалати клієнтів і відновлювати їх",
        ),
    ),
    Permission(
        ERASE,
        text(
            "Remove deleted customers for good",
            "Удалять клиентов из корзины навсегда",
            "Видаляти клієнтів із кошика назавжди",
        ),
    ),
    Permission(
        "parties.share",
        text("Share customers", "Делиться клиентами", "Ділитися клієнтами"),
    ),
    Permission(
        "attributes.manage",
        text("Define attributes", "Настраивать атрибуты", "Налаштовувати атрибути"),
    ),
    Permission(
        "views.share",
        text("Share saved lists", "Делиться представлениями", "Ділитися поданнями"),
    ),
    Permission(
        "views.manage",
        text(
            "Change shared lists of others, set them for roles",
            "Менять общие представления других, назначать их ролям",
            "Змінювати спільні подання інших, призначати їх ролям",
        ),
    ),
    Permission("tags.manage", text("Define tags", "Настраивать теги", "Налаштовувати теги")),
)

FEATURE = Feature(
    name="parties",
    event_kinds=EVENT_KINDS,
    permission_headings={
        "parties": {"en": "Customers", "ru": "Клиенты", "uk": "Клієнти"},
        "attributes": {"en": "Attributes", "ru": "Атрибуты", "uk": "Атрибути"},
        "tags": {"en": "Tags", "ru": "Теги", "uk": "Теги"},
        "views": {"en": "Views", "ru": "Представления", "uk": "Подання"},
    },
    permissions=PERMISSIONS,
    subjects=[SUBJECT],
    steps=STEPS,
    exporters=[PARTIES],
    tracked=[PARTY, CONTACT_POINT, PARTY_TAG],
    topics=[
        EventTopic(
            "parties.changed",
            {"en": "Customers changed", "ru": "Клиенты изменились", "uk": "Клієнти змінилися"},
            "parties.view",
        ),
        EventTopic(
            "parties.erased",
            text(
                "Customers removed for good",
                "Клиенты удалены навсегда",
                "Клієнтів видалено назавжди",
            ),
            "parties.view",
        ),
    ],
    retention=[RECYCLE_BIN],
    personal_data=PERSONAL_DATA,
    record_kinds=[PARTY_RECORD],
)
