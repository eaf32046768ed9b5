"""Why an export is refused."""

from kurator.kernel.errors import KuratorError


class TooManyExports(KuratorError):
    code = "exports.too_many"
    status = 429
    texts = {
        "en": "You may make {limit} exports an hour. The next one is possible from {at}.",
        "ru": "Выгрузок в час можно сделать не больше {limit}. Следующая возможна с {at}.",
        "uk": "Вивантажень за годину можна зробити не більше {limit}. Наступне можливе з {at}.",
    }


class TooManyRows(KuratorError):
    code = "exports.too_many_rows"
    status = 429
    texts = {
        "en": "You may take out {limit} rows a day; {left} are left. So many are possible from {at}.",
        "ru": "В день можно выгрузить {limit} строк; осталось {left}. Столько будет можно с {at}.",
        "uk": "За день можна вивантажити {limit} рядків; лишилося {left}. Стільки буде можна з {at}.",
    }


class ListTooLong(KuratorError):
    code = "exports.list_too_long"
    status = 409
    texts = {
        "en": "This list is longer than the {limit} rows that you may take out in a day. Narrow it,"
        " or ask an administrator for the right to unlimited exports.",
        "ru": "Этот список длиннее, чем {limit} строк, которые вам можно выгрузить за день. Сузьте"
        " его или попросите у администратора право на выгрузки без ограничений.",
        "uk": "Цей список довший за {limit} рядків, які вам можна вивантажити за день. Звузьте його"
        " або попросіть в адміністратора право на вивантаження без обмежень.",
    }


class UnknownList(KuratorError):
    code = "exports.unknown_list"
    status = 422
    texts = {
        "en": "There is no such list to take out.",
        "ru": "Такого списка для выгрузки нет.",
        "uk": "Такого списку для вивантаження немає.",
    }


class RawNeedsCsv(KuratorError):
    code = "exports.raw_needs_csv"
    status = 422
    texts = {
        "en": "Only CSV can be raw.",
        "ru": "Без защиты от формул бывает только CSV.",
        "uk": "Без захисту від формул буває лише CSV.",
    }


class ExportOver(KuratorError):
    code = "exports.over"
    status = 409
    texts = {
        "en": "This export is over.",
        "ru": "Эта выгрузка уже окончена.",
        "uk": "Це вивантаження вже завершено.",
    }


class NoFile(KuratorError):
    code = "exports.no_file"
    status = 409
    texts = {
        "en": "There is no file: the export is not ready, or its seven days are over.",
        "ru": "Файла нет: выгрузка ещё не готова, или её семь дней прошли.",
        "uk": "Файлу немає: вивантаження ще не готове, або його сім днів минули.",
    }


class RightsGone(KuratorError):
    code = "exports.rights_gone"
    status = 409
    texts = {
        "en": "The right to export this list is gone. Nothing was written.",
        "ru": "Права выгружать этот список больше нет. Ничего не записано.",
        "uk": "Права вивантажувати цей список більше немає. Нічого не записано.",
    }


class Withdrawn(KuratorError):
    code = "exports.withdrawn"
    status = 409
    texts = {
        "en": "Withdrawn: a customer who may stand in the file was removed for good. Make the export"
        " again.",
        "ru": "Файл отозван: клиент, который мог в нём быть, удалён навсегда. Сделайте выгрузку"
        " заново.",
        "uk": "Файл відкликано: клієнта, який міг у ньому бути, видалено назавжди. Зробіть"
        " вивантаження знову.",
    }


class RightsNarrower(KuratorError):
    code = "exports.rights_narrower"
    status = 409
    texts = {
        "en": "You see less now than when this file was made. Make the export again.",
        "ru": "Сейчас вам видно меньше, чем когда делался этот файл. Сделайте выгрузку заново.",
        "uk": "Зараз вам видно менше, ніж коли робився цей файл. Зробіть вивантаження заново.",
    }


class Broken(KuratorError):
    code = "exports.broken"
    status = 409
    texts = {
        "en": "The export broke off. Make it again; if it breaks again, tell an administrator.",
        "ru": "Выгрузка оборвалась. Повторите; если оборвётся снова, сообщите администратору.",
        "uk": "Вивантаження обірвалося. Повторіть; якщо обірветься знову, повідомте адміністратора.",
    }
