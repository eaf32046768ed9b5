"""What `kurator doctor` says."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText


def _t(en: str, ru: str, uk: str) -> LocalizedText:
    return {"en": en, "ru": ru, "uk": uk}


TEXTS: Final[Mapping[str, LocalizedText]] = {
    "python_well": _t("Python {version}", "Python {version}", "Python {version}"),
    "home_ill": _t(
        "There is no folder {path}, where the data would be",
        "Папки {path}, где были бы данные, нет",
        "Теки {path}, де були б дані, немає",
    ),
    "home_remedy": _t(
        "Look whether KURATOR_HOME is written as it was when the data were made. For a new"
        " installation: make run",
        "Проверьте, так ли написан KURATOR_HOME, как при создании данных. Для новой установки:"
        " make run",
        "Перевірте, чи так написано KURATOR_HOME, як під час створення даних. Для нового"
        " встановлення: make run",
    ),
    "secrets_well": _t("The secrets are private", "Секреты закрыты", "Секрети закриті"),
    "secrets_ill": _t("Others may read {path}", "{path} доступен другим", "{path} доступний іншим"),
    "secrets_remedy": _t("chmod 600 {path}", "chmod 600 {path}", "chmod 600 {path}"),
    "programs_well": _t(
        "The programs that keep the log are there",
        "Программы, которые хранят журнал, на месте",
        "Програми, що зберігають журнал, на місці",
    ),
    "programs_ill": _t(
        "Programs are missing: {names}", "Нет программ: {names}", "Немає програм: {names}"
    ),
    "programs_remedy": _t(
        "Install coreutils, gzip and diffutils.",
        "Установите coreutils, gzip и diffutils.",
        "Установіть coreutils, gzip і diffutils.",
    ),
    "disk_well": _t(
        "{free} GB of disk are free", "На диске свободно {free} ГБ", "На диску вільно {free} ГБ"
    ),
    "disk_ill": _t(
        "Only {free} GB of disk are free",
        "На диске свободно только {free} ГБ",
        "На диску вільно лише {free} ГБ",
    ),
    "disk_remedy": _t(
        "Make room: remove what restores kept aside (postgres/data-before-…), old logs, or keep "
        "fewer days of backups (KURATOR_BACKUP_KEEP_DAYS).",
        "Освободите место: удалите отложенные базы (postgres/data-before-…), старые журналы или "
        "храните копии меньше дней (KURATOR_BACKUP_KEEP_DAYS).",
        "Звільніть місце: видаліть відкладені бази (postgres/data-before-…), старі журнали або "
        "зберігайте копії менше днів (KURATOR_BACKUP_KEEP_DAYS).",
    ),
    "unreachable_ill": _t(
        "The database does not answer: {reason}",
        "База данных не отвечает: {reason}",
        "База даних не відповідає: {reason}",
    ),
    "unreachable_remedy": _t(
        "Check KURATOR_DATABASE_URL and that the server runs, then call kurator db setup.",
        "Проверьте KURATOR_DATABASE_URL и работает ли сервер, затем вызовите kurator db setup.",
        "Перевірте KURATOR_DATABASE_URL і чи працює сервер, потім викличте kurator db setup.",
    ),
    "address_ill": _t(
        "KURATOR_DATABASE_URL names no database",
        "KURATOR_DATABASE_URL не называет базу данных",
        "KURATOR_DATABASE_URL не називає базу даних",
    ),
    "address_remedy": _t(
        "Write it as postgresql://user:password@host:5432/database, or leave it empty.",
        "Запишите её как postgresql://user:password@host:5432/database или оставьте пустой.",
        "Запишіть її як postgresql://user:password@host:5432/database або залиште порожньою.",
    ),
    "mail_links_well": _t(
        "Mailed links lead to {address}",
        "Ссылки в письмах ведут на {address}",
        "Посилання в листах ведуть на {address}",
    ),
    "mail_links_ill": _t(
        "KURATOR_SMTP_URL is set without KURATOR_PUBLIC_URL: the links in letters would lead nowhere",
        "KURATOR_SMTP_URL задана без KURATOR_PUBLIC_URL: ссылки в письмах никуда бы не вели",
        "KURATOR_SMTP_URL задано без KURATOR_PUBLIC_URL: посилання в листах нікуди б не вели",
    ),
    "mail_links_remedy": _t(
        "Set KURATOR_PUBLIC_URL to the address that people open, such as https://crm.example.com.",
        "Задайте в KURATOR_PUBLIC_URL адрес, который открывают люди, например https://crm.example.com.",
        "Задайте в KURATOR_PUBLIC_URL адресу, яку відкривають люди, наприклад https://crm.example.com.",
    ),
    "server_well": _t("The database runs", "База данных работает", "База даних працює"),
    "server_ill": _t(
        "The database does not run", "База данных не работает", "База даних не працює"
    ),
    "server_remedy": _t(
        "Start Kurator (make run) or the database alone (kurator db start).",
        "Запустите Kurator (make run) или одну базу (kurator db start).",
        "Запустіть Kurator (make run) або саму базу (kurator db start).",
    ),
    "durable_well": _t(
        "What was confirmed survives a loss of power: fsync, full_page_writes and "
        "synchronous_commit are on",
        "Подтверждённое переживёт потерю питания: fsync, full_page_writes и synchronous_commit "
        "включены",
        "Підтверджене переживе втрату живлення: fsync, full_page_writes і synchronous_commit "
        "увімкнено",
    ),
    "checksums_well": _t(
        "Data checksums are on", "Контрольные суммы включены", "Контрольні суми увімкнено"
    ),
    "powerless_well": _t(
        "No log-in of the program can step over the rules of access",
        "Ни одна учётная запись программы не может обойти правила доступа",
        "Жоден обліковий запис програми не може обійти правила доступу",
    ),
    "writing_well": _t(
        "A change is written and kept",
        "Изменение записывается и сохраняется",
        "Зміна записується й зберігається",
    ),
    "writing_ill": _t(
        "The web server cannot write: {reason}",
        "Веб-сервер не может писать: {reason}",
        "Вебсервер не може писати: {reason}",
    ),
    "writing_remedy": _t("kurator db setup", "kurator db setup", "kurator db setup"),
    "read_only_ill": _t(
        "Nothing can be changed: the database is read-only",
        "Ничего нельзя изменить: база открыта только для чтения",
        "Нічого не можна змінити: база відкрита лише для читання",
    ),
    "read_only_remedy": _t(
        "Make room on its disk; it takes changes again by itself. A standby is not for the web "
        "server: name the primary in KURATOR_DATABASE_URL.",
        "Освободите место на её диске, и она снова примет изменения сама. Резервный сервер не для "
        "веб-сервера: назовите основной в KURATOR_DATABASE_URL.",
        "Звільніть місце на її диску, і вона знову прийматиме зміни сама. Резервний сервер не для "
        "вебсервера: назвіть основний у KURATOR_DATABASE_URL.",
    ),
    "rules_well": _t(
        "The database has the rules of access that the program declares",
        "Правила доступа в базе те, что объявлены в программе",
        "Правила доступу в базі ті, що оголошені в програмі",
    ),
    "rules_ill": _t(
        "The database has other rules of access than the program declares: {names}",
        "Правила доступа в базе не те, что объявлены в программе: {names}",
        "Правила доступу в базі не ті, що оголошені в програмі: {names}",
    ),
    "rules_remedy": _t("kurator db secure", "kurator db secure", "kurator db secure"),
    "migrations_well": _t(
        "The tables are up to date",
        "Таблицы соответствуют программе",
        "Таблиці відповідають програмі",
    ),
    "migrations_ill": _t(
        "The tables are older than the program: {names}",
        "Таблицы старше программы: {names}",
        "Таблиці старіші за програму: {names}",
    ),
    "migrations_remedy": _t("kurator upgrade", "kurator upgrade", "kurator upgrade"),
    "queue_well": _t(
        "The queue of {name} is short", "Очередь {name} коротка", "Черга {name} коротка"
    ),
    "queue_ill": _t(
        "The oldest of {name} has been waiting for {seconds} s",
        "В очереди {name} первое ждёт {seconds} с",
        "У черзі {name} перше чекає {seconds} с",
    ),
    "queue_remedy": _t(
        "See that the worker runs; its log is logs/worker.log.",
        "Проверьте, что обработчик запущен; его журнал logs/worker.log.",
        "Перевірте, що обробник запущено; його журнал logs/worker.log.",
    ),
    "dead_well": _t(
        "Nothing has failed for good", "Окончательных сбоев нет", "Остаточних збоїв немає"
    ),
    "dead_ill": _t(
        "Failed for good: events {events}, actions {actions}, jobs {jobs}",
        "Окончательные сбои: событий {events}, действий {actions}, заданий {jobs}",
        "Остаточні збої: подій {events}, дій {actions}, завдань {jobs}",
    ),
    "dead_remedy": _t(
        "Look at the page Operations: mend the cause, then retry.",
        "Откройте страницу «Работа системы»: устраните причину и повторите.",
        "Відкрийте сторінку «Робота системи»: усуньте причину й повторіть.",
    ),
    "held_well": _t("Nothing outgoing is held", "Исходящее не задержано", "Вихідне не затримано"),
    "held_ill": _t(
        "Everything outgoing is held since a restore of {since}",
        "Исходящее задержано после восстановления {since}",
        "Вихідне затримано після відновлення {since}",
    ),
    "held_remedy": _t(
        "Look around, then kurator resume-outbound",
        "Осмотритесь, затем kurator resume-outbound",
        "Огляньтеся, потім kurator resume-outbound",
    ),
    "seals_well": _t(
        "The past was found unaltered at {at}",
        "Прошлое проверено и не изменено: {at}",
        "Минуле перевірено й не змінено: {at}",
    ),
    "seals_ill": _t(
        "The past was altered: seals that do not hold: {count}",
        "Прошлое изменено: печатей, которые не сходятся: {count}",
        "Минуле змінено: печаток, що не збігаються: {count}",
    ),
    "seals_remedy": _t(
        "kurator audit verify names the first day of each; compare it with a backup of before",
        "kurator audit verify назовёт первый день в каждой; сравните его с прежней копией",
        "kurator audit verify назве перший день у кожній; порівняйте його з попередньою копією",
    ),
    "clock_well": _t(
        "The clocks of program and database agree",
        "Часы программы и базы совпадают",
        "Годинники програми й бази збігаються",
    ),
    "clock_ill": _t(
        "The clocks of program and database differ by {seconds} s",
        "Часы программы и базы расходятся на {seconds} с",
        "Годинники програми й бази розходяться на {seconds} с",
    ),
    "clock_remedy": _t("Keep the clocks by NTP.", "Включите NTP.", "Увімкніть NTP."),
    "backup_ill": _t(
        "There is no backup in {place}", "В {place} нет копий", "У {place} немає копій"
    ),
    "backup_remedy": _t("kurator backup", "kurator backup", "kurator backup"),
    "backup_age_well": _t(
        "The newest backup is {hours} h old",
        "Последней копии {hours} ч",
        "Останній копії {hours} год",
    ),
    "backup_age_ill": _t(
        "The newest backup is {hours} h old",
        "Последней копии уже {hours} ч",
        "Останній копії вже {hours} год",
    ),
    "backup_age_remedy": _t(
        "kurator backup; set KURATOR_BACKUP_AT=03:00 to have it daily",
        "kurator backup; с KURATOR_BACKUP_AT=03:00 она будет делаться каждый день",
        "kurator backup; з KURATOR_BACKUP_AT=03:00 вона робитиметься щодня",
    ),
    "proof_well": _t(
        "A backup was proven by a restore within the week",
        "За неделю копия проверена восстановлением",
        "За тиждень копію перевірено відновленням",
    ),
    "proof_ill": _t(
        "No backup was proven within the week",
        "За неделю ни одна копия не проверена",
        "За тиждень жодну копію не перевірено",
    ),
    "proof_remedy": _t("kurator backup verify", "kurator backup verify", "kurator backup verify"),
    "same_disk_ill": _t(
        "The backups lie on the disk they protect",
        "Копии лежат на том же диске, что и данные",
        "Копії лежать на тому самому диску, що й дані",
    ),
    "same_disk_remedy": _t(
        "Set KURATOR_BACKUP_DIR to another disk, or kurator backup copy --to FOLDER",
        "Укажите в KURATOR_BACKUP_DIR другой диск или kurator backup copy --to ПАПКА",
        "Укажіть у KURATOR_BACKUP_DIR інший диск або kurator backup copy --to ТЕКА",
    ),
    "archive_well": _t(
        "The log is handed over", "Журнал передаётся в копии", "Журнал передається в копії"
    ),
    "archive_ill": _t(
        "The database cannot hand its log over to {place}",
        "База не может передать журнал в {place}",
        "База не може передати журнал у {place}",
    ),
    "archive_remedy": _t(
        "Look at the room and the rights there, and at the latest file in postgres/data/log.",
        "Проверьте место и права там, и последний файл в postgres/data/log.",
        "Перевірте місце й права там, і останній файл у postgres/data/log.",
    ),
    "web_well": _t("{address} answers", "{address} отвечает", "{address} відповідає"),
    "web_ill": _t("{address} is not ready", "{address} не готов", "{address} не готовий"),
    "web_refuses_ill": _t(
        "{address} is not ready: {names}",
        "{address} не готов: {names}",
        "{address} не готовий: {names}",
    ),
    "web_refuses_remedy": _t(
        "docs/how-to/operate.md, “Behind a load balancer”, tells what each means.",
        "Что это значит, сказано в docs/how-to/operate.md, «Behind a load balancer».",
        "Що це означає, сказано в docs/how-to/operate.md, «Behind a load balancer».",
    ),
    "web_remedy": _t(
        "Look at logs/web.log.", "Посмотрите logs/web.log.", "Подивіться logs/web.log."
    ),
    "all_well": _t("All is well.", "Всё в порядке.", "Усе гаразд."),
    "some_open": _t(
        "Nothing is broken. Left for you to decide (!): {count}.",
        "Ничего не сломано. Решать вам (!): {count}.",
        "Нічого не зламано. Вирішувати вам (!): {count}.",
    ),
    "some_ill": _t(
        "Needs you (✗): {count}.",
        "Требуют вмешательства (✗): {count}.",
        "Потребують втручання (✗): {count}.",
    ),
    "some_open_too": _t(
        "Needs you (✗): {count}. Left for you to decide (!): {more}.",
        "Требуют вмешательства (✗): {count}. Решать вам (!): {more}.",
        "Потребують втручання (✗): {count}. Вирішувати вам (!): {more}.",
    ),
}
