"""Problems of single values, in the languages of the house."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

TEXTS: Final[Mapping[str, LocalizedText]] = {
    "parties.required": {
        "en": "This cannot be empty.",
        "ru": "Это поле нельзя оставить пустым.",
        "uk": "Це поле не можна лишити порожнім.",
    },
    "parties.unknown_field": {
        "en": "There is no such field.",
        "ru": "Такого поля нет.",
        "uk": "Такого поля немає.",
    },
    "parties.read_only": {
        "en": "This field is not changed here.",
        "ru": "Это поле здесь не меняется.",
        "uk": "Це поле тут не змінюється.",
    },
    "parties.expected_name": {
        "en": "Write a name, or names by language.",
        "ru": "Напишите название или названия по языкам.",
        "uk": "Напишіть назву або назви за мовами.",
    },
    "parties.unknown_language": {
        "en": "Names are kept in ru, uk and en.",
        "ru": "Названия хранятся на ru, uk и en.",
        "uk": "Назви зберігаються на ru, uk і en.",
    },
    "parties.expected_text": {
        "en": "Not a text.",
        "ru": "Это не текст.",
        "uk": "Це не текст.",
    },
    "parties.too_long": {
        "en": "At most {limit} characters; these are {length}.",
        "ru": "Не больше {limit} знаков, а здесь {length}.",
        "uk": "Не більше {limit} знаків, а тут {length}.",
    },
    "parties.broken_text": {
        "en": "Contains a character that no text may have (NUL or half of a pair).",
        "ru": "Содержит знак, недопустимый в тексте (NUL или половина пары).",
        "uk": "Містить знак, неприпустимий у тексті (NUL або половина пари).",
    },
    "parties.unknown_time_zone": {
        "en": "There is no such time zone. Write it like Europe/Kyiv.",
        "ru": "Такого часового пояса нет. Пишите, например, Europe/Kyiv.",
        "uk": "Такого часового поясу немає. Пишіть, наприклад, Europe/Kyiv.",
    },
    "parties.expected_number": {
        "en": "Not a number.",
        "ru": "Это не число.",
        "uk": "Це не число.",
    },
    "parties.expected_money": {
        "en": "Not an amount: a whole number of the smallest units is expected.",
        "ru": "Это не сумма: нужно целое число наименьших единиц валюты.",
        "uk": "Це не сума: потрібне ціле число найменших одиниць валюти.",
    },
    "parties.expected_bool": {
        "en": "Only yes or no.",
        "ru": "Только да или нет.",
        "uk": "Лише так або ні.",
    },
    "parties.expected_date": {
        "en": "Not a date. Write it like 2026-03-31.",
        "ru": "Это не дата. Пишите, например, 2026-03-31.",
        "uk": "Це не дата. Пишіть, наприклад, 2026-03-31.",
    },
    "parties.unknown_choice": {
        "en": "Not one of: {choices}.",
        "ru": "Не из списка: {choices}.",
        "uk": "Не зі списку: {choices}.",
    },
    "parties.expected_user": {
        "en": "Not an id of a person.",
        "ru": "Это не идентификатор сотрудника.",
        "uk": "Це не ідентифікатор співробітника.",
    },
    "parties.unknown_user": {
        "en": "There is no such person, or he works here no longer.",
        "ru": "Такого сотрудника нет, или он больше не работает.",
        "uk": "Такого співробітника немає, або він більше не працює.",
    },
    "parties.unknown_tag": {
        "en": "There is no such tag.",
        "ru": "Такого тега нет.",
        "uk": "Такого тегу немає.",
    },
    "parties.external_id_taken": {
        "en": "Another customer has this external id.",
        "ru": "Этот внешний код уже занят другим клиентом.",
        "uk": "Цей зовнішній код уже зайнятий іншим клієнтом.",
    },
    "parties.unknown_audience": {
        "en": "There is no such team or role.",
        "ru": "Такой команды или роли нет.",
        "uk": "Такої команди або ролі немає.",
    },
    "parties.unknown_in_view": {
        "en": "A list cannot hold this: {name}.",
        "ru": "Список не может этого содержать: {name}.",
        "uk": "Список не може цього містити: {name}.",
    },
    "parties.external_id_recycled": {
        "en": "The customer with this external id lies in the recycle bin. Restore him first.",
        "ru": "Клиент с этим внешним кодом лежит в корзине. Сначала восстановите его.",
        "uk": "Клієнт із цим зовнішнім кодом лежить у кошику. Спочатку відновіть його.",
    },
    "parties.external_id_twice": {
        "en": "An earlier row has the same external id.",
        "ru": "Такой же внешний код есть в строке выше.",
        "uk": "Такий самий зовнішній код є в рядку вище.",
    },
    "parties.not_a_phone": {
        "en": "Not a phone number. Write it with the country: +380 67 123 45 67, ext. 801.",
        "ru": "Это не номер телефона. Пишите с кодом страны: +7 812 309-44-10, доб. 801.",
        "uk": "Це не номер телефону. Пишіть з кодом країни: +380 67 123 45 67, дод. 801.",
    },
    "parties.not_a_website": {
        "en": "This is not the address of a website. It begins with https:// or with its name.",
        "ru": "Это не адрес сайта. Он начинается с https:// или с имени.",
        "uk": "Це не адреса сайту. Вона починається з https:// або з імені.",
    },
    "parties.not_an_email": {
        "en": "Not an e-mail address. Write it like name@example.com.",
        "ru": "Это не адрес почты. Пишите, например, name@example.com.",
        "uk": "Це не адреса пошти. Пишіть, наприклад, name@example.com.",
    },
}
