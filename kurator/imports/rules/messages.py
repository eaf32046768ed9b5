"""Every refusal of a file, row or cell in the languages of the viewers."""

from collections.abc import Mapping
from typing import Any, Final

from kurator.kernel.localized import LocalizedText, text_in

SHAPES: Final[Mapping[str, LocalizedText]] = {
    "spreadsheet": {
        "en": "a spreadsheet (Excel, OpenDocument) or a zip archive",
        "ru": "электронная таблица (Excel, OpenDocument) или архив zip",
        "uk": "електронна таблиця (Excel, OpenDocument) або архів zip",
    },
    "pdf": {"en": "a PDF document", "ru": "документ PDF", "uk": "документ PDF"},
    "archive": {"en": "an archive", "ru": "архив", "uk": "архів"},
    "picture": {"en": "a picture", "ru": "картинка", "uk": "зображення"},
    "program": {"en": "binary data", "ru": "двоичные данные", "uk": "двійкові дані"},
    "document": {"en": "a text document", "ru": "текстовый документ", "uk": "текстовий документ"},
    "markup": {
        "en": "a web page or XML",
        "ru": "веб-страница или XML",
        "uk": "вебсторінка або XML",
    },
}

LEFT_OUT: Final = "left_out"
"""Marks the problem of a cell whose row goes in without it."""
TEXTS: Final[Mapping[str, LocalizedText]] = {
    "empty_file": {
        "en": "The file is empty.",
        "ru": "Файл пуст.",
        "uk": "Файл порожній.",
    },
    "only_header": {
        "en": "The file has a header (row 1) and not one customer below it.",
        "ru": "В файле есть заголовок (строка 1) и ни одного клиента под ним.",
        "uk": "У файлі є заголовок (рядок 1) і жодного клієнта під ним.",
    },
    "no_header": {
        "en": "The file has no header: the first row is blank. Name the columns in row 1.",
        "ru": "В файле нет заголовка: первая строка пуста. Назовите столбцы в строке 1.",
        "uk": "У файлі немає заголовка: перший рядок порожній. Назвіть стовпці в рядку 1.",
    },
    "not_a_table": {
        "en": "This is {kind}, not a text table. Open it in its program and save it as CSV (UTF-8).",
        "ru": "Это {kind}, а не текстовая таблица. Откройте файл в его программе и сохраните как CSV (UTF-8).",
        "uk": "Це {kind}, а не текстова таблиця. Відкрийте файл у його програмі й збережіть як CSV (UTF-8).",
    },
    "broken_workbook": {
        "en": "The workbook is damaged. Open it in its program and save it anew, or save it as CSV.",
        "ru": "Книга повреждена. Откройте её в своей программе и сохраните заново или как CSV.",
        "uk": "Книгу пошкоджено. Відкрийте її у своїй програмі й збережіть наново або як CSV.",
    },
    "no_workbook": {
        "en": "This archive is no XLSX workbook with a sheet of cells. Save it as XLSX or CSV.",
        "ru": "Этот архив не книга XLSX с листом ячеек. Сохраните таблицу как XLSX или CSV.",
        "uk": "Цей архів не книга XLSX з аркушем комірок. Збережіть таблицю як XLSX або CSV.",
    },
    "no_such_sheet": {
        "en": "The workbook has no sheet “{sheet}” any more.",
        "ru": "В книге больше нет листа «{sheet}».",
        "uk": "У книзі більше немає аркуша «{sheet}».",
    },
    "workbook_too_large": {
        "en": "Unpacked, a part of this workbook is larger than {limit} MB. Save the table as CSV.",
        "ru": "В распакованном виде часть этой книги больше {limit} МБ. Сохраните таблицу как CSV.",
        "uk": "У розпакованому вигляді частина цієї книги більша за {limit} МБ. Збережіть таблицю як CSV.",
    },
    "workbook_too_many_parts": {
        "en": "The workbook consists of more than {limit} parts. Save the table as CSV.",
        "ru": "В книге больше {limit} частей. Сохраните таблицу как CSV.",
        "uk": "У книзі понад {limit} частин. Збережіть таблицю як CSV.",
    },
    "workbook_bomb": {
        "en": "A part of this workbook is packed more than {limit} times: that is no table of customers.",
        "ru": "Часть этой книги сжата более чем в {limit} раз: это не таблица клиентов.",
        "uk": "Частину цієї книги стиснено більш ніж у {limit} разів: це не таблиця клієнтів.",
    },
    "workbook_entities": {
        "en": "The workbook declares entities, which no spreadsheet program writes. It was not read.",
        "ru": "В книге объявлены сущности XML, чего табличные программы не делают. Она не прочитана.",
        "uk": "У книзі оголошено сутності XML, чого табличні програми не роблять. Її не прочитано.",
    },
    "file_too_large": {
        "en": "The file is larger than {limit} MB. Split it into parts.",
        "ru": "Файл больше {limit} МБ. Разделите его на части.",
        "uk": "Файл більший за {limit} МБ. Розділіть його на частини.",
    },
    "broken_bytes": {
        "en": "Line {line}, byte {byte}: {value} is not valid {encoding}. Save the file anew as UTF-8.",
        "ru": "Строка {line}, байт {byte}: {value} недопустим в {encoding}. Сохраните файл заново в UTF-8.",
        "uk": "Рядок {line}, байт {byte}: {value} неприпустимий у {encoding}. Збережіть файл заново в UTF-8.",
    },
    "line_too_long": {
        "en": "Line {line} is longer than {limit} bytes: this is not a table of customers.",
        "ru": "Строка {line} длиннее {limit} байт: это не таблица клиентов.",
        "uk": "Рядок {line} довший за {limit} байтів: це не таблиця клієнтів.",
    },
    "too_many_columns": {
        "en": "Row 1 has {columns} columns; at most {limit} can be imported.",
        "ru": "В строке 1 столбцов: {columns}; импортировать можно не больше {limit}.",
        "uk": "У рядку 1 стовпців: {columns}; імпортувати можна не більше {limit}.",
    },
    "quotes_everywhere": {
        "en": "The quotes are broken in more than a thousand rows, up to row {row}. Save the file anew as CSV.",
        "ru": "Кавычки нарушены больше чем в тысяче строк, последняя — {row}. Сохраните файл заново как CSV.",
        "uk": "Лапки порушено більше ніж у тисячі рядків, останній — {row}. Збережіть файл заново як CSV.",
    },
    "broken_quotes": {
        "en": "The quotes of this row do not close. Inside a quoted cell a quote is written twice.",
        "ru": "Кавычки в этой строке не закрываются. Внутри ячейки в кавычках кавычка пишется дважды.",
        "uk": "Лапки в цьому рядку не закриваються. Усередині комірки в лапках лапка пишеться двічі.",
    },
    "cell_too_long": {
        "en": "A cell is longer than {limit} characters.",
        "ru": "Ячейка длиннее {limit} знаков.",
        "uk": "Комірка довша за {limit} знаків.",
    },
    "ragged_row": {
        "en": "The row has {cells} cells, the header {columns}: values may stand in wrong columns.",
        "ru": "В строке ячеек: {cells}, в заголовке: {columns}; значения могли сместиться в чужие столбцы.",
        "uk": "У рядку комірок: {cells}, у заголовку: {columns}; значення могли зміститися в чужі стовпці.",
    },
    "nul": {
        "en": "Contains a character that no text may have (NUL or half of a pair).",
        "ru": "Содержит знак, недопустимый в тексте (NUL или половина пары).",
        "uk": "Містить знак, неприпустимий у тексті (NUL або половина пари).",
    },
    "text_too_long": {
        "en": "{length} characters, at most {limit} fit here.",
        "ru": "Знаков: {length}, сюда помещается не больше {limit}.",
        "uk": "Знаків: {length}, сюди вміщується не більше {limit}.",
    },
    "no_number": {
        "en": "Not a number.",
        "ru": "Это не число.",
        "uk": "Це не число.",
    },
    "ambiguous_number": {
        "en": "One thousand or one with decimals? Say what the comma and the point mean in this column.",
        "ru": "Тысяча или единица с дробью? Укажите, что значат запятая и точка в этом столбце.",
        "uk": "Тисяча чи одиниця з дробом? Укажіть, що означають кома і крапка в цьому стовпці.",
    },
    "damaged_number": {
        "en": "A spreadsheet has shortened this number (like 3.8E+11); its digits are lost. Take them from the source.",
        "ru": "Таблица сократила это число (вроде 3,8E+11), его цифры потеряны. Возьмите их из источника.",
        "uk": "Таблиця скоротила це число (на зразок 3,8E+11), його цифри втрачено. Візьміть їх із джерела.",
    },
    "number_too_long": {
        "en": "More than {limit} significant digits. Import such a column as text.",
        "ru": "Больше {limit} значащих цифр. Импортируйте такой столбец как текст.",
        "uk": "Більше {limit} значущих цифр. Імпортуйте такий стовпець як текст.",
    },
    "no_money": {
        "en": "Not an amount of money.",
        "ru": "Это не денежная сумма.",
        "uk": "Це не грошова сума.",
    },
    "other_currency": {
        "en": "The amount is in {found}, the attribute in {currency}.",
        "ru": "Сумма в {found}, а атрибут в {currency}.",
        "uk": "Сума в {found}, а атрибут у {currency}.",
    },
    "too_many_decimals": {
        "en": "More than {limit} decimals; amounts are not rounded.",
        "ru": "Больше {limit} знаков после запятой; суммы не округляются.",
        "uk": "Більше {limit} знаків після коми; суми не округлюються.",
    },
    "no_bool": {
        "en": "Neither yes nor no.",
        "ru": "Ни да, ни нет.",
        "uk": "Ні так, ні ні.",
    },
    "no_date": {
        "en": "Not a date.",
        "ru": "Это не дата.",
        "uk": "Це не дата.",
    },
    "impossible_date": {
        "en": "There is no such day in the calendar.",
        "ru": "Такого дня нет в календаре.",
        "uk": "Такого дня немає в календарі.",
    },
    "ambiguous_date": {
        "en": "Day or month first? Say so for this column.",
        "ru": "Первым идёт день или месяц? Укажите это для столбца.",
        "uk": "Першим іде день чи місяць? Укажіть це для стовпця.",
    },
    "date_out_of_range": {
        "en": "The year must be between {earliest} and {latest}.",
        "ru": "Год должен быть между {earliest} и {latest}.",
        "uk": "Рік має бути між {earliest} і {latest}.",
    },
    "unknown_choice": {
        "en": "None of the {known} values of this list.",
        "ru": "Такого значения нет в списке (всего значений: {known}).",
        "uk": "Такого значення немає в списку (усього значень: {known}).",
    },
    "unknown_person": {
        "en": "No colleague has this name or e-mail.",
        "ru": "Нет сотрудника с таким именем или почтой.",
        "uk": "Немає співробітника з таким ім’ям або поштою.",
    },
    "person_of_others": {
        "en": "You may not give customers to this colleague.",
        "ru": "Вы не можете передавать клиентов этому сотруднику.",
        "uk": "Ви не можете передавати клієнтів цьому співробітнику.",
    },
    "unknown_tag": {
        "en": "There is no tag “{tag}”. Create it first.",
        "ru": "Нет тега «{tag}». Сначала создайте его.",
        "uk": "Немає тегу «{tag}». Спершу створіть його.",
    },
    "no_email": {
        "en": "Not an e-mail address.",
        "ru": "Это не адрес почты.",
        "uk": "Це не адреса пошти.",
    },
    "no_phone": {
        "en": "Not a phone number of {region}; write others with + and the country code.",
        "ru": "Это не номер телефона ({region}); номера других стран пишите с + и кодом страны.",
        "uk": "Це не номер телефону ({region}); номери інших країн пишіть із + і кодом країни.",
    },
    LEFT_OUT: {
        "en": "Only this cell is left out.",
        "ru": "Пропущена только эта ячейка.",
        "uk": "Пропущено лише цю комірку.",
    },
    "nobody": {
        "en": "Neither a name nor an external id tells who this is.",
        "ru": "Ни имя, ни внешний код не говорят, кто это.",
        "uk": "Ні ім’я, ні зовнішній код не кажуть, хто це.",
    },
    "blank_key": {
        "en": "The external id is blank.",
        "ru": "Внешний код пуст.",
        "uk": "Зовнішній код порожній.",
    },
    "duplicate_key": {
        "en": "The same external id already stands in row {first}.",
        "ru": "Тот же внешний код уже есть в строке {first}.",
        "uk": "Той самий зовнішній код уже є в рядку {first}.",
    },
    "foreign_customer": {
        "en": "This external id belongs to a customer you don't serve.",
        "ru": "Этот внешний код принадлежит клиенту, которого ведёте не вы.",
        "uk": "Цей зовнішній код належить клієнтові, якого ведете не ви.",
    },
    "invalid_value": {
        "en": "The value cannot be accepted.",
        "ru": "Значение принять нельзя.",
        "uk": "Значення прийняти не можна.",
    },
    "many_problems": {
        "en": "More problems than can be listed; the first {limit} are here.",
        "ru": "Ошибок больше, чем помещается в список; здесь первые {limit}.",
        "uk": "Помилок більше, ніж уміщує список; тут перші {limit}.",
    },
    "broken": {
        "en": "The import stopped by a failure on our side. Rows already written stay; start it again to go on.",
        "ru": "Импорт прерван сбоем на нашей стороне. Записанное осталось; запустите снова, чтобы продолжить.",
        "uk": "Імпорт перервано збоєм на нашому боці. Записане залишилося; запустіть знову, щоб продовжити.",
    },
    "file_gone": {
        "en": "The file is no longer kept. Upload it again.",
        "ru": "Файл больше не хранится. Загрузите его снова.",
        "uk": "Файл більше не зберігається. Завантажте його знову.",
    },
    "rights_gone": {
        "en": "What the import asks for, the person who started it may no longer do.",
        "ru": "Человек, запустивший импорт, больше не имеет на него всех нужных прав.",
        "uk": "Людина, яка запустила імпорт, більше не має на нього всіх потрібних прав.",
    },
}


def message(code: str, params: Mapping[str, Any], language: str) -> str:
    """Return the sentence; unknown codes and values give the general one, never a failure."""
    if not params.get(LEFT_OUT):
        return _reason(code, params, language)
    return f"{_reason(code, params, language)} {text_in(TEXTS[LEFT_OUT], language)}"


def _reason(code: str, params: Mapping[str, Any], language: str) -> str:
    texts = params.get("texts") or TEXTS.get(code, TEXTS["invalid_value"])
    values = dict(params.get("values") or params)
    if code == "refused":
        return text_in(params.get("reason", {}), language)
    if code == "not_a_table":
        values["kind"] = text_in(SHAPES.get(str(values.get("kind")), SHAPES["program"]), language)
    try:
        return text_in(texts, language).format_map(values)
    except (KeyError, IndexError, ValueError):
        return text_in(TEXTS["invalid_value"], language)
