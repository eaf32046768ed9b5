"""Time zones by the city people know them by; of all others the city within the zone's own name is told."""

from typing import Final

from kurator.expressions.types import Choice
from kurator.kernel.localized import LocalizedText

_CITIES: Final = """
Europe/Kyiv Kyiv|Киев|Київ
Europe/Kiev Kyiv|Киев|Київ
Europe/Uzhgorod Uzhhorod|Ужгород|Ужгород
Europe/Zaporozhye Zaporizhzhia|Запорожье|Запоріжжя
Europe/Simferopol Simferopol|Симферополь|Сімферополь
Europe/Chisinau Chișinău|Кишинёв|Кишинів
Europe/Minsk Minsk|Минск|Мінськ
Europe/Warsaw Warsaw|Варшава|Варшава
Europe/Vilnius Vilnius|Вильнюс|Вільнюс
Europe/Riga Riga|Рига|Рига
Europe/Tallinn Tallinn|Таллин|Таллінн
Europe/Helsinki Helsinki|Хельсинки|Гельсінкі
Europe/Stockholm Stockholm|Стокгольм|Стокгольм
Europe/Oslo Oslo|Осло|Осло
Europe/Copenhagen Copenhagen|Копенгаген|Копенгаген
Europe/Berlin Berlin|Берлин|Берлін
Europe/Prague Prague|Прага|Прага
Europe/Bratislava Bratislava|Братислава|Братислава
Europe/Vienna Vienna|Вена|Відень
Europe/Budapest Budapest|Будапешт|Будапешт
Europe/Bucharest Bucharest|Бухарест|Бухарест
Europe/Sofia Sofia|София|Софія
Europe/Belgrade Belgrade|Белград|Белград
Europe/Athens Athens|Афины|Афіни
Europe/Istanbul Istanbul|Стамбул|Стамбул
Europe/Rome Rome|Рим|Рим
Europe/Zurich Zürich|Цюрих|Цюрих
Europe/Amsterdam Amsterdam|Амстердам|Амстердам
Europe/Brussels Brussels|Брюссель|Брюссель
Europe/Paris Paris|Париж|Париж
Europe/Madrid Madrid|Мадрид|Мадрид
Europe/Lisbon Lisbon|Лиссабон|Лісабон
Europe/London London|Лондон|Лондон
Europe/Dublin Dublin|Дублин|Дублін
Europe/Moscow Moscow|Москва|Москва
Europe/Kaliningrad Kaliningrad|Калининград|Калінінград
Europe/Samara Samara|Самара|Самара
Asia/Yekaterinburg Yekaterinburg|Екатеринбург|Єкатеринбург
Asia/Tbilisi Tbilisi|Тбилиси|Тбілісі
Asia/Yerevan Yerevan|Ереван|Єреван
Asia/Baku Baku|Баку|Баку
Asia/Almaty Almaty|Алматы|Алмати
Asia/Tashkent Tashkent|Ташкент|Ташкент
Asia/Bishkek Bishkek|Бишкек|Бішкек
Asia/Jerusalem Jerusalem|Иерусалим|Єрусалим
Asia/Dubai Dubai|Дубай|Дубай
Asia/Tokyo Tokyo|Токио|Токіо
Asia/Shanghai Shanghai|Шанхай|Шанхай
America/New_York New York|Нью-Йорк|Нью-Йорк
America/Chicago Chicago|Чикаго|Чикаго
America/Los_Angeles Los Angeles|Лос-Анджелес|Лос-Анджелес
America/Toronto Toronto|Торонто|Торонто
"""


def _read() -> tuple[Choice, ...]:
    found = []
    for line in _CITIES.strip().splitlines():
        zone, _, cities = line.partition(" ")
        en, ru, uk = cities.split("|")
        names: LocalizedText = {"en": en, "ru": ru, "uk": uk}
        found.append(Choice(zone, names))
    return tuple(found)


ZONE_NAMES: Final = _read()
