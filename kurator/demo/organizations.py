"""Names of organizations in three languages: a legal form, a firm, a branch of trade."""

from random import Random
from typing import Final

from kurator.demo.names import Name

FIRMS: Final[tuple[Name, ...]] = (
    ("Азимут", "Азимут", "Azimut"),
    ("Альянс", "Альянс", "Alliance"),
    ("Атлант", "Атлант", "Atlant"),
    ("Береста", "Береста", "Beresta"),
    ("Вектор", "Вектор", "Vector"),
    ("Верес", "Верес", "Veres"),
    ("Волга-Пак", "Волга-Пак", "Volga-Pak"),
    ("Галактика", "Галактика", "Galaktika"),
    ("Гарант", "Гарант", "Garant"),
    ("Горизонт", "Горизонт", "Horizon"),
    ("Днепр", "Дніпро", "Dnipro"),
    ("Дубрава", "Діброва", "Dibrova"),
    ("Заря", "Зоря", "Zoria"),
    ("Каскад", "Каскад", "Kaskad"),
    ("Квант", "Квант", "Kvant"),
    ("Компас", "Компас", "Kompas"),
    ("Кристалл", "Кристал", "Krystal"),
    ("Лотос", "Лотос", "Lotos"),
    ("Магистраль", "Магістраль", "Magistral"),
    ("Маяк", "Маяк", "Maiak"),
    ("Медлайн", "Медлайн", "Medline"),
    ("Меридиан", "Меридіан", "Meridian"),
    ("Метида", "Метіда", "Metida"),
    ("Оазис", "Оазис", "Oasis"),
    ("Пилот", "Пілот", "Pilot"),
    ("Полюс", "Полюс", "Polius"),
    ("Радуга", "Веселка", "Veselka"),
    ("Рубин", "Рубін", "Rubin"),
    ("Северная верфь", "Північна верф", "Northern Shipyard"),
    ("Сигма", "Сигма", "Sigma"),
    ("Славутич", "Славутич", "Slavutych"),
    ("Степь", "Степ", "Step"),
    ("Титан", "Титан", "Titan"),
    ("Уралхимснаб", "Уралхімснаб", "Uralkhimsnab"),
    ("Форвард", "Форвард", "Forward"),
    ("Эталон", "Еталон", "Etalon"),
    ("Юпитер", "Юпітер", "Jupiter"),
    ("Янтарь", "Бурштин", "Burshtyn"),
)
TRADES: Final[tuple[Name, ...]] = (
    ("Агро", "Агро", "Agro"),
    ("Аптека", "Аптека", "Pharmacy"),
    ("Логистика", "Логістика", "Logistics"),
    ("Маркет", "Маркет", "Market"),
    ("Медиа", "Медіа", "Media"),
    ("Мебель", "Меблі", "Furniture"),
    ("Плюс", "Плюс", "Plus"),
    ("Сервис", "Сервіс", "Service"),
    ("Строй", "Буд", "Build"),
    ("Текстиль", "Текстиль", "Textile"),
    ("Тех", "Тех", "Tech"),
    ("Транс", "Транс", "Trans"),
    ("Туризм", "Туризм", "Travel"),
    ("Холдинг", "Холдинг", "Holding"),
    ("Энерго", "Енерго", "Energo"),
)
FORMS: Final[tuple[Name, ...]] = (
    ("ООО «{}»", "ТОВ «{}»", "{} LLC"),
    ("ООО «{}»", "ТОВ «{}»", "{} LLC"),
    ("АО «{}»", "АТ «{}»", "{} JSC"),
    ("ЧП «{}»", "ПП «{}»", "{} PE"),
)
BRITISH_FORMS: Final[tuple[Name, ...]] = (
    ("{} и сыновья", "{} і сини", "{} & Sons Ltd"),
    ("Компания {}", "Компанія {}", "{} & Co Ltd"),
    ("{} Групп", "{} Груп", "{} Group plc"),
    ("{} Консалтинг", "{} Консалтинг", "{} Consulting Ltd"),
    ("Студия {}", "Студія {}", "{} Studio Ltd"),
)


def organization_name(random: Random, country: str, founders: tuple[Name, ...]) -> dict[str, str]:
    """Return the name in three languages; British firms bear a founder's surname."""
    if country == "GB":
        form, founder = random.choice(BRITISH_FORMS), random.choice(founders)
        return {
            language: form[place].format(founder[place])
            for place, language in enumerate(("ru", "uk", "en"))
        }
    form, firm, trade = random.choice(FORMS), random.choice(FIRMS), random.choice(TRADES)
    joint = random.choice((" — ", "-", " "))
    return {
        language: form[place].format(firm[place] + joint + trade[place])
        for place, language in enumerate(("ru", "uk", "en"))
    }


def organization_login(name: dict[str, str]) -> str:
    """Return the Latin part of an address of the firm."""
    letters = "".join(c if c.isalnum() and c.isascii() else " " for c in name["en"].lower())
    words = [word for word in letters.split() if word not in ("llc", "jsc", "pe", "ltd", "plc")]
    return "-".join(words)
