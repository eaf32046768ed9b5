"""What the services of imports refuse, with its place."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kurator.imports.rules.messages import message
from kurator.imports.types import FileProblem
from kurator.kernel.errors import FieldProblem, KuratorError
from kurator.kernel.localized import LANGUAGES, LocalizedText


def _resolved(code: str, params: Mapping[str, Any]) -> LocalizedText:
    """The finished sentence in each language, safe to be formatted once more."""
    texts = {language: message(code, params, language) for language in LANGUAGES}
    return {
        language: text.replace("{", "{{").replace("}", "}}") for language, text in texts.items()
    }


class FileRefused(KuratorError):
    code = "imports.file_refused"
    status: ClassVar[int] = 422
    texts = {"en": "{message}", "ru": "{message}", "uk": "{message}"}
    problem: FileProblem

    @classmethod
    def because(cls, problem: FileProblem) -> "FileRefused":
        texts = _resolved(problem.code, problem.params)
        named = FieldProblem(("file",), f"imports.{problem.code}", texts)
        plain = {language: message(problem.code, problem.params, language) for language in texts}
        refusal = cls(problems=[named], message=plain, reason=problem.code)
        refusal.problem = problem
        return refusal


class ImportUnderWay(KuratorError):
    code = "imports.under_way"
    texts = {
        "en": "This import is being worked on. Wait for its end or cancel it.",
        "ru": "Этот импорт сейчас выполняется. Дождитесь конца или отмените его.",
        "uk": "Цей імпорт зараз виконується. Дочекайтеся кінця або скасуйте його.",
    }


class MappingNameTaken(KuratorError):
    code = "imports.mapping_name_taken"
    status = 409
    texts = {
        "en": "You have a mapping named “{name}” already. Choose another name.",
        "ru": "У вас уже есть сопоставление «{name}». Выберите другое название.",
        "uk": "У вас уже є зіставлення «{name}». Виберіть іншу назву.",
    }


class ImportOver(KuratorError):
    code = "imports.over"
    texts = {
        "en": "This import is over. Upload the file again to repeat it.",
        "ru": "Этот импорт завершён. Чтобы повторить его, загрузите файл снова.",
        "uk": "Цей імпорт завершено. Щоб повторити його, завантажте файл знову.",
    }


class ReadFirst(KuratorError):
    code = "imports.read_first"
    texts = {
        "en": "So large a file is read anew in the background. Change how it is read first, the rest after it.",
        "ru": "Файл такого размера перечитывается в фоне. Сначала измените, как он читается, потом остальное.",
        "uk": "Файл такого розміру перечитується у фоні. Спершу змініть, як він читається, потім решту.",
    }


class MappingFixed(KuratorError):
    code = "imports.mapping_fixed"
    texts = {
        "en": "A part of the file is written already: go on with the same mapping, or upload it anew.",
        "ru": "Часть файла уже записана: продолжайте с тем же сопоставлением или загрузите файл заново.",
        "uk": "Частину файлу вже записано: продовжуйте з тим самим зіставленням або завантажте файл заново.",
    }


class QuestionsOpen(KuratorError):
    code = "imports.questions_open"
    status: ClassVar[int] = 422
    texts = {
        "en": "Answer the questions about the columns first; each is named below.",
        "ru": "Сначала ответьте на вопросы о столбцах; каждый назван ниже.",
        "uk": "Спершу дайте відповіді на запитання про стовпці; кожне названо нижче.",
    }


MAPPING_TEXTS: Mapping[str, LocalizedText] = {
    "imports.no_column": {
        "en": "The file has no such column.",
        "ru": "В файле нет такого столбца.",
        "uk": "У файлі немає такого стовпця.",
    },
    "imports.unknown_target": {
        "en": "There is no field {target} to fill.",
        "ru": "Нет поля {target}, которое можно заполнить.",
        "uk": "Немає поля {target}, яке можна заповнити.",
    },
    "imports.target_twice": {
        "en": "Another column fills this field already.",
        "ru": "Это поле уже заполняет другой столбец.",
        "uk": "Це поле вже заповнює інший стовпець.",
    },
    "imports.code_taken": {
        "en": "There is an attribute with the code {code} already; choose it or take another code.",
        "ru": "Атрибут с кодом {code} уже есть; выберите его или возьмите другой код.",
        "uk": "Атрибут із кодом {code} уже є; виберіть його або візьміть інший код.",
    },
    "imports.bad_code": {
        "en": "A code has lower-case Latin letters, digits and _, and begins with a letter.",
        "ru": "Код состоит из строчных латинских букв, цифр и _ и начинается с буквы.",
        "uk": "Код складається з малих латинських літер, цифр і _ та починається з літери.",
    },
    "imports.no_label": {
        "en": "Name the new attribute.",
        "ru": "Назовите новый атрибут.",
        "uk": "Назвіть новий атрибут.",
    },
    "imports.no_choices": {
        "en": "The column has too many different values for a list; take text, or name the choices.",
        "ru": "В столбце слишком много разных значений для списка; возьмите текст или перечислите их.",
        "uk": "У стовпці забагато різних значень для списку; візьміть текст або перелічіть їх.",
    },
    "imports.choice_twice": {
        "en": "Two choices have the code {code}.",
        "ru": "У двух вариантов один код {code}.",
        "uk": "У двох варіантів один код {code}.",
    },
    "imports.bad_currency": {
        "en": "A currency is written with three letters, like UAH.",
        "ru": "Валюта пишется тремя буквами, например UAH.",
        "uk": "Валюта пишеться трьома літерами, наприклад UAH.",
    },
    "imports.may_not_add": {
        "en": "Your role does not include adding to this list. Leave such values out, or refuse their"
        " rows.",
        "ru": "Ваша роль не позволяет дополнять этот список. Пропустите такие значения или отклоните"
        " их строки.",
        "uk": "Ваша роль не дозволяє доповнювати цей список. Пропустіть такі значення або відхиліть"
        " їхні рядки.",
    },
    "imports.cannot_add": {
        "en": "An import cannot add to this list. Leave such values out, or refuse their rows.",
        "ru": "Импорт не может дополнить этот список. Пропустите такие значения или отклоните их"
        " строки.",
        "uk": "Імпорт не може доповнити цей список. Пропустіть такі значення або відхиліть їхні"
        " рядки.",
    },
    "imports.may_not_define": {
        "en": "Your role does not include defining attributes. Choose one that exists.",
        "ru": "Ваша роль не позволяет создавать атрибуты. Выберите существующий.",
        "uk": "Ваша роль не дозволяє створювати атрибути. Виберіть наявний.",
    },
    "imports.may_not_assign": {
        "en": "Your role does not include assigning owners.",
        "ru": "Ваша роль не позволяет назначать владельцев.",
        "uk": "Ваша роль не дозволяє призначати власників.",
    },
    "imports.foreign_owner": {
        "en": "You may not give customers to this colleague.",
        "ru": "Вы не можете передавать клиентов этому сотруднику.",
        "uk": "Ви не можете передавати клієнтів цьому співробітнику.",
    },
    "imports.unknown_tag": {
        "en": "There is no such tag.",
        "ru": "Такого тега нет.",
        "uk": "Такого тегу немає.",
    },
    "imports.bad_country": {
        "en": "A country is written with two letters, like UA.",
        "ru": "Страна пишется двумя буквами, например UA.",
        "uk": "Країна пишеться двома літерами, наприклад UA.",
    },
    "imports.nothing_mapped": {
        "en": "No column goes anywhere. Choose a field for at least one.",
        "ru": "Ни один столбец никуда не ведёт. Выберите поле хотя бы для одного.",
        "uk": "Жоден стовпець нікуди не веде. Виберіть поле хоча б для одного.",
    },
    "imports.bad_layout": {
        "en": "This is not one of the known encodings and delimiters.",
        "ru": "Такой кодировки или разделителя среди известных нет.",
        "uk": "Такого кодування чи роздільника серед відомих немає.",
    },
}


def mapping_problem(code: str, /, *loc: str | int, **params: Any) -> FieldProblem:
    return FieldProblem(loc, code, MAPPING_TEXTS[code], params)
