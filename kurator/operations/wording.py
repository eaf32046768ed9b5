"""What the commands of operating say, in the language of the terminal."""

import os
from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import Language, LocalizedText, language_of, text_in

STAGES: Final[Mapping[str, LocalizedText]] = {
    "copying": {
        "en": "Copying the database",
        "ru": "Копирование базы данных",
        "uk": "Копіювання бази даних",
    },
    "checking": {"en": "Checking the copy", "ru": "Проверка копии", "uk": "Перевірка копії"},
    "files": {"en": "Attached files", "ru": "Вложенные файлы", "uk": "Вкладені файли"},
    "counting": {"en": "Counting rows", "ru": "Подсчёт строк", "uk": "Підрахунок рядків"},
    "archiving": {
        "en": "Waiting for the log",
        "ru": "Ожидание журнала",
        "uk": "Очікування журналу",
    },
    "stopping": {
        "en": "Stopping the database",
        "ru": "Остановка базы данных",
        "uk": "Зупинка бази даних",
    },
    "combining": {
        "en": "Putting the backup together",
        "ru": "Сборка копии",
        "uk": "Збирання копії",
    },
    "replaying": {
        "en": "Following the log",
        "ru": "Применение журнала",
        "uk": "Відтворення журналу",
    },
    "sealing": {"en": "Encrypting", "ru": "Шифрование", "uk": "Шифрування"},
    "opening": {"en": "Decrypting", "ru": "Расшифровка", "uk": "Розшифрування"},
}

TEXTS: Final[Mapping[str, LocalizedText]] = {
    "backup_taken": {
        "en": "Backup {name}: {megabytes} MB in {seconds:.0f} s. It lies in {folder}.",
        "ru": "Копия {name}: {megabytes} МБ за {seconds:.0f} с. Она лежит в {folder}.",
        "uk": "Копія {name}: {megabytes} МБ за {seconds:.0f} с. Вона лежить у {folder}.",
    },
    "same_disk": {
        "en": "It lies on the disk it protects. Set KURATOR_BACKUP_DIR to another disk, "
        "or copy it away with `kurator backup copy --to FOLDER`.",
        "ru": "Она лежит на том же диске, что и данные. Укажите в KURATOR_BACKUP_DIR другой диск "
        "или унесите копию: `kurator backup copy --to ПАПКА`.",
        "uk": "Вона лежить на тому самому диску, що й дані. Укажіть у KURATOR_BACKUP_DIR інший "
        "диск або винесіть копію: `kurator backup copy --to ТЕКА`.",
    },
    "no_backups": {
        "en": "There is no backup in {place}. Take one with `kurator backup`.",
        "ru": "В {place} нет копий. Сделайте первую: `kurator backup`.",
        "uk": "У {place} немає копій. Зробіть першу: `kurator backup`.",
    },
    "too_early": {
        "en": "The earliest instant that can be restored is {first}.",
        "ru": "Самый ранний момент, который можно восстановить: {first}.",
        "uk": "Найраніший момент, який можна відновити: {first}.",
    },
    "future": {
        "en": "That instant is still to come; it is {now} now.",
        "ru": "Этот момент ещё не наступил; сейчас {now}.",
        "uk": "Цей момент ще не настав; зараз {now}.",
    },
    "data_there": {
        "en": "There is a database in {data}. Nothing was changed. With --replace it is kept aside "
        "and the restored one takes its place.",
        "ru": "В {data} уже есть база данных. Ничего не изменено. С --replace она будет отложена, "
        "а на её место встанет восстановленная.",
        "uk": "У {data} вже є база даних. Нічого не змінено. Із --replace її буде відкладено, "
        "а на її місце стане відновлена.",
    },
    "no_room": {
        "en": "Restoring needs {needed} MB of disk, {free} MB are free. Nothing was changed.",
        "ru": "Для восстановления нужно {needed} МБ на диске, свободно {free} МБ. "
        "Ничего не изменено.",
        "uk": "Для відновлення потрібно {needed} МБ на диску, вільно {free} МБ. Нічого не змінено.",
    },
    "wrong_instant": {
        "en": "“{text}” is not an instant. Write it as 2026-11-22 14:00.",
        "ru": "«{text}» не похоже на момент времени. Пишите так: 2026-11-22 14:00.",
        "uk": "«{text}» не схоже на момент часу. Пишіть так: 2026-11-22 14:00.",
    },
    "restored": {
        "en": "Restored in {seconds:.0f} s. The latest change in it is of {latest}.",
        "ru": "Восстановлено за {seconds:.0f} с. Последнее изменение в базе: {latest}.",
        "uk": "Відновлено за {seconds:.0f} с. Остання зміна в базі: {latest}.",
    },
    "restored_unknown": {
        "en": "Actions that may have happened after that instant, marked as unknown: {count}.",
        "ru": "Действий, которые могли совершиться после этого момента: {count}; "
        "их исход отмечен как неизвестный.",
        "uk": "Дій, які могли відбутися після цього моменту: {count}; "
        "їхній результат позначено як невідомий.",
    },
    "restored_erased": {
        "en": "Customers of the erasure list who had come back and are removed again: {count}.",
        "ru": "Клиенты из списка удалённых навсегда вернулись и удалены снова: {count}.",
        "uk": "Клієнти зі списку видалених назавжди повернулися і видалені знову: {count}.",
    },
    "kept_aside": {
        "en": "The earlier database is kept in {path}. Remove it when you no longer need it.",
        "ru": "Прежняя база сохранена в {path}. Удалите её, когда она не будет нужна.",
        "uk": "Попередню базу збережено в {path}. Видаліть її, коли вона не буде потрібна.",
    },
    "outbound_held": {
        "en": "Start Kurator and look around: nothing leaves it and no scenario acts until you "
        "release that with `kurator resume-outbound` or on the page Operations.",
        "ru": "Запустите Kurator и осмотритесь: наружу ничего не уходит и сценарии стоят, пока вы "
        "не разрешите это командой `kurator resume-outbound` или на странице «Работа системы».",
        "uk": "Запустіть Kurator й огляньтеся: назовні нічого не йде й сценарії стоять, доки ви "
        "не дозволите це командою `kurator resume-outbound` або на сторінці «Робота системи».",
    },
    "outbound_resumed": {
        "en": "Released: scenarios act and messages leave again.",
        "ru": "Разрешено: сценарии работают, сообщения уходят.",
        "uk": "Дозволено: сценарії працюють, повідомлення виходять.",
    },
    "outbound_free": {
        "en": "Nothing was held.",
        "ru": "Ничего не было задержано.",
        "uk": "Нічого не було затримано.",
    },
    "verified": {
        "en": "Backup {name} is good: restored in {seconds:.0f} s, {rows} rows in {tables} tables "
        "are all there, the files are whole.",
        "ru": "Копия {name} исправна: восстановлена за {seconds:.0f} с, все строки на месте "
        "({rows} в {tables} таблицах), файлы целы.",
        "uk": "Копія {name} справна: відновлена за {seconds:.0f} с, усі рядки на місці "
        "({rows} у {tables} таблицях), файли цілі.",
    },
    "verified_bad": {
        "en": "Backup {name} is NOT good. Take a full one now: `kurator backup --full`.",
        "ru": "Копия {name} НЕИСПРАВНА. Сделайте полную сейчас: `kurator backup --full`.",
        "uk": "Копія {name} НЕСПРАВНА. Зробіть повну зараз: `kurator backup --full`.",
    },
    "differs": {
        "en": "  {table}: {expected} rows were expected, {found} are there",
        "ru": "  {table}: ожидалось строк {expected}, найдено {found}",
        "uk": "  {table}: очікувалося рядків {expected}, знайдено {found}",
    },
    "damaged_file": {
        "en": "  the copy of the file {name} is missing or damaged",
        "ru": "  копия файла {name} отсутствует или повреждена",
        "uk": "  копія файлу {name} відсутня або пошкоджена",
    },
    "copied": {
        "en": "New pieces that were encrypted into {folder}: {count}.",
        "ru": "Зашифровано новых частей: {count}, папка {folder}.",
        "uk": "Зашифровано нових частин: {count}, тека {folder}.",
    },
    "key_made": {
        "en": "The key is in {path}. Keep it apart from the backups: without it they cannot be read, "
        "and whoever has both can read everything.",
        "ru": "Ключ лежит в {path}. Храните его отдельно от копий: без него их не прочесть, "
        "а у кого есть и то и другое, тот прочтёт всё.",
        "uk": "Ключ лежить у {path}. Зберігайте його окремо від копій: без нього їх не прочитати, "
        "а хто має і те, і друге, той прочитає все.",
    },
    "key_there": {
        "en": "{path} exists. A key is never overwritten.",
        "ru": "{path} уже есть. Ключ никогда не перезаписывается.",
        "uk": "{path} уже є. Ключ ніколи не перезаписується.",
    },
    "no_key": {
        "en": "Name the key: --key-file or KURATOR_BACKUP_KEY_FILE. Make one with "
        "`kurator backup key --key-file FILE`.",
        "ru": "Укажите ключ: --key-file или KURATOR_BACKUP_KEY_FILE. Новый делает "
        "`kurator backup key --key-file ФАЙЛ`.",
        "uk": "Укажіть ключ: --key-file або KURATOR_BACKUP_KEY_FILE. Новий створює "
        "`kurator backup key --key-file ФАЙЛ`.",
    },
    "wrong_key": {
        "en": "{path} cannot be opened: the key is another one, or the copy is damaged.",
        "ru": "{path} не открывается: ключ не тот, или копия повреждена.",
        "uk": "{path} не відкривається: ключ не той, або копію пошкоджено.",
    },
}


def terminal_language() -> Language:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return language_of(named[:2])


def said(code: str, **values: object) -> str:
    return text_in(TEXTS[code], terminal_language()).format(**values)


def stage_name(code: str) -> str:
    return text_in(STAGES[code], terminal_language())
