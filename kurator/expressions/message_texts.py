"""What every problem says, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from kurator.expressions.types import Lang

TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "not_object": {
        "ru": "Здесь должно быть условие или группа условий.",
        "uk": "Тут має бути умова або група умов.",
        "en": "A condition or a group of conditions is expected here.",
    },
    "missing_key": {
        "ru": "Не хватает «{key}»: дополните условие.",
        "uk": "Бракує «{key}»: доповніть умову.",
        "en": "“{key}” is missing: complete the condition.",
    },
    "unknown_key": {
        "ru": "Лишнее свойство «{key}»: уберите его.",
        "uk": "Зайва властивість «{key}»: приберіть її.",
        "en": "“{key}” does not belong here: remove it.",
    },
    "unknown_op": {
        "ru": "Операция «{op}» неизвестна: выберите другую из списка.",
        "uk": "Операція «{op}» невідома: виберіть іншу зі списку.",
        "en": "Operation “{op}” is not known: choose another from the list.",
    },
    "not_list": {
        "ru": "Здесь нужен список.",
        "uk": "Тут потрібен список.",
        "en": "A list is needed here.",
    },
    "empty_list": {
        "ru": "Список пуст: добавьте хотя бы один пункт или удалите условие.",
        "uk": "Список порожній: додайте хоча б один пункт або видаліть умову.",
        "en": "The list is empty: add at least one entry or remove the condition.",
    },
    "list_too_long": {
        "ru": "В списке пунктов: {size}, а можно не более {max}. Для большего заведите тег.",
        "uk": "У списку пунктів: {size}, а можна не більше {max}. Для більшого заведіть тег.",
        "en": "The list has {size} entries, at most {max} are allowed. Use a tag for larger lists.",
    },
    "not_takes_one": {
        "ru": "«Не» относится ровно к одному условию: объедините условия в группу.",
        "uk": "«Не» стосується рівно однієї умови: об’єднайте умови в групу.",
        "en": "“Not” takes exactly one condition: join the conditions into a group.",
    },
    "between_takes_two": {
        "ru": "Для диапазона нужны ровно два значения: от и до.",
        "uk": "Для діапазону потрібні рівно два значення: від і до.",
        "en": "A range needs exactly two values: from and to.",
    },
    "too_deep": {
        "ru": "Групп внутри групп больше {max}: вынесите часть условий в отдельный сегмент.",
        "uk": "Груп усередині груп понад {max}: винесіть частину умов в окремий сегмент.",
        "en": "Groups are nested deeper than {max}: move a part into a segment of its own.",
    },
    "too_many_nodes": {
        "ru": "Условий больше {max}: вынесите часть в отдельный сегмент.",
        "uk": "Умов понад {max}: винесіть частину в окремий сегмент.",
        "en": "There are more than {max} conditions: move a part into a segment of its own.",
    },
    "not_text": {
        "ru": "Здесь нужен текст.",
        "uk": "Тут потрібен текст.",
        "en": "A text is needed here.",
    },
    "empty_text": {
        "ru": "Введите значение; чтобы найти пустые, выберите «не заполнено».",
        "uk": "Введіть значення; щоб знайти порожні, виберіть «не заповнено».",
        "en": "Enter a value; to find empty ones choose “is empty”.",
    },
    "text_too_long": {
        "ru": "Текст длиной {size} знаков, а можно не более {max}: сократите его.",
        "uk": "Текст завдовжки {size} знаків, а можна не більше {max}: скоротіть його.",
        "en": "The text has {size} characters, at most {max} are allowed: shorten it.",
    },
    "bad_character": {
        "ru": "В тексте есть недопустимый знак: введите его заново с клавиатуры.",
        "uk": "У тексті є неприпустимий знак: введіть його заново з клавіатури.",
        "en": "The text holds a character that cannot be stored: type it again.",
    },
    "not_uuid": {
        "ru": "Это не идентификатор: выберите значение из списка.",
        "uk": "Це не ідентифікатор: виберіть значення зі списку.",
        "en": "This is not an identifier: choose a value from the list.",
    },
    "bad_value": {
        "ru": "Значение не подходит: введите текст, число, дату или «да/нет».",
        "uk": "Значення не підходить: введіть текст, число, дату або «так/ні».",
        "en": "This value does not fit: enter a text, a number, a date or yes/no.",
    },
    "integer_too_large": {
        "ru": "Число слишком велико: введите меньшее.",
        "uk": "Число завелике: введіть менше.",
        "en": "The number is too large: enter a smaller one.",
    },
    "not_finite": {
        "ru": "Это не число: введите обычное число.",
        "uk": "Це не число: введіть звичайне число.",
        "en": "This is not a number: enter an ordinary one.",
    },
    "relative_in_list": {
        "ru": "Время относительно текущего нельзя ставить в список: возьмите «от и до».",
        "uk": "Час відносно поточного не можна ставити у список: візьміть «від і до».",
        "en": "A time relative to now cannot stand in a list: use a range instead.",
    },
    "bad_unit": {
        "ru": "Единица «{unit}» неизвестна: минуты, часы, дни, недели, месяцы или годы.",
        "uk": "Одиниця «{unit}» невідома: хвилини, години, дні, тижні, місяці або роки.",
        "en": "Unit “{unit}” is not known: minutes, hours, days, weeks, months or years.",
    },
    "not_integer": {
        "ru": "Здесь нужно целое число.",
        "uk": "Тут потрібне ціле число.",
        "en": "A whole number is needed here.",
    },
    "offset_too_large": {
        "ru": "Промежуток слишком велик: не более {max} в этих единицах.",
        "uk": "Проміжок завеликий: не більше {max} у цих одиницях.",
        "en": "The span is too long: at most {max} in these units.",
    },
    "unknown_field": {
        "ru": "Поля «{field}» нет или оно вам недоступно: выберите другое.",
        "uk": "Поля «{field}» немає або воно вам недоступне: виберіть інше.",
        "en": "Field “{field}” does not exist or is not open to you: choose another.",
    },
    "op_not_for_kind": {
        "ru": "Операция «{op}» не подходит к полю «{field}»: выберите другую.",
        "uk": "Операція «{op}» не підходить до поля «{field}»: виберіть іншу.",
        "en": "Operation “{op}” does not suit field “{field}”: choose another.",
    },
    "relative_not_for_kind": {
        "ru": "Поле «{field}» — не одиночная дата: сравните его с обычным значением.",
        "uk": "Поле «{field}» — не одинична дата: порівняйте його зі звичайним значенням.",
        "en": "Field “{field}” is not a single date: compare it with an ordinary value.",
    },
    "relative_equality": {
        "ru": "Момент «{field}» не совпадёт с текущим точно: возьмите «от и до».",
        "uk": "Момент «{field}» не збіжиться з поточним точно: візьміть «від і до».",
        "en": "“{field}” will never equal the current instant exactly: use a range.",
    },
    "unit_not_for_date": {
        "ru": "В поле «{field}» дата без времени: считайте днями или более крупными единицами.",
        "uk": "У полі «{field}» дата без часу: рахуйте днями або більшими одиницями.",
        "en": "“{field}” is a date without a time: count in days or longer units.",
    },
    "reversed_range": {
        "ru": "Начало диапазона больше конца: поменяйте их местами.",
        "uk": "Початок діапазону більший за кінець: поміняйте їх місцями.",
        "en": "The range ends before it starts: swap its ends.",
    },
    "expected_text": {
        "ru": "Полю «{field}» нужен текст.",
        "uk": "Полю «{field}» потрібен текст.",
        "en": "Field “{field}” needs a text.",
    },
    "expected_number": {
        "ru": "Полю «{field}» нужно число.",
        "uk": "Полю «{field}» потрібне число.",
        "en": "Field “{field}” needs a number.",
    },
    "expected_money": {
        "ru": "Полю «{field}» нужна сумма: целое число мельчайших денежных единиц.",
        "uk": "Полю «{field}» потрібна сума: ціле число найдрібніших грошових одиниць.",
        "en": "Field “{field}” needs an amount: a whole number of the smallest coins.",
    },
    "expected_bool": {
        "ru": "Полю «{field}» нужно «да» или «нет».",
        "uk": "Полю «{field}» потрібне «так» або «ні».",
        "en": "Field “{field}” needs yes or no.",
    },
    "expected_date": {
        "ru": "Полю «{field}» нужна существующая дата в виде ГГГГ-ММ-ДД.",
        "uk": "Полю «{field}» потрібна наявна в календарі дата у вигляді РРРР-ММ-ДД.",
        "en": "Field “{field}” needs a date of the calendar, written YYYY-MM-DD.",
    },
    "expected_instant": {
        "ru": "Полю «{field}» нужны дата и время с поясом, например 2026-03-05T09:30:00Z.",
        "uk": "Полю «{field}» потрібні дата й час із поясом, наприклад 2026-03-05T09:30:00Z.",
        "en": "Field “{field}” needs a date, a time and a zone, such as 2026-03-05T09:30:00Z.",
    },
    "expected_choice": {
        "ru": "Полю «{field}» нужно значение из его списка.",
        "uk": "Полю «{field}» потрібне значення з його списку.",
        "en": "Field “{field}” needs a value of its list.",
    },
    "expected_user": {
        "ru": "Полю «{field}» нужен сотрудник: выберите его из списка.",
        "uk": "Полю «{field}» потрібен співробітник: виберіть його зі списку.",
        "en": "Field “{field}” needs a colleague: choose one from the list.",
    },
    "expected_tags": {
        "ru": "Полю «{field}» нужны теги: выберите их из списка.",
        "uk": "Полю «{field}» потрібні теги: виберіть їх зі списку.",
        "en": "Field “{field}” needs tags: choose them from the list.",
    },
    "unknown_choice": {
        "ru": "Значения «{value}» нет в списке поля «{field}»: выберите другое.",
        "uk": "Значення «{value}» немає у списку поля «{field}»: виберіть інше.",
        "en": "“{value}” is not in the list of field “{field}”: choose another value.",
    },
    "unknown_segment": {
        "ru": "Такого сегмента нет: выберите другой.",
        "uk": "Такого сегмента немає: виберіть інший.",
        "en": "There is no such segment: choose another.",
    },
    "hidden_segment": {
        "ru": "Этот сегмент касается скрытого от вас поля, и кто в него входит, вам не показывают.",
        "uk": "Цей сегмент стосується прихованого від вас поля, і хто до нього входить, вам не показують.",
        "en": "This segment is about a field that is hidden from you, so its members are not shown to you.",
    },
    "segment_cycle": {
        "ru": "Сегменты ссылаются друг на друга по кругу: уберите одну из ссылок.",
        "uk": "Сегменти посилаються один на одного по колу: приберіть одне з посилань.",
        "en": "The segments refer to each other in a circle: remove one of the references.",
    },
    "segment_broken": {
        "ru": "В условии этого сегмента ошибка: сначала исправьте его.",
        "uk": "В умові цього сегмента помилка: спершу виправте її.",
        "en": "The condition of this segment has a fault: correct it first.",
    },
    "segment_too_large": {
        "ru": "Вместе с вложенными сегментами условий слишком много: упростите один из них.",
        "uk": "Разом із вкладеними сегментами умов забагато: спростіть один із них.",
        "en": "With the segments inside there are too many conditions: simplify one of them.",
    },
}
