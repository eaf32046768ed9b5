"""What is refused about files; each text says what is kept and what to do."""

from kurator.kernel.errors import KuratorError


class FileTooLarge(KuratorError):
    code = "files.too_large"
    status = 413
    texts = {
        "en": "The file is larger than {limit} MB. Nothing was kept; send a smaller one.",
        "ru": "Файл больше {limit} МБ. Ничего не сохранено; отправьте файл меньше.",
        "uk": "Файл більший за {limit} МБ. Нічого не збережено; надішліть менший.",
    }


class FileEmpty(KuratorError):
    code = "files.empty"
    status = 422
    texts = {
        "en": "The file is empty. Nothing was kept.",
        "ru": "Файл пуст. Ничего не сохранено.",
        "uk": "Файл порожній. Нічого не збережено.",
    }


class KindNotAllowed(KuratorError):
    code = "files.kind_not_allowed"
    status = 422
    texts = {
        "en": "By its content this is not a kind of file that is kept here. Kept are: {kinds}.",
        "ru": "По содержимому это не тот вид файла, который здесь хранят. Хранят: {kinds}.",
        "uk": "За вмістом це не той вид файлу, який тут зберігають. Зберігають: {kinds}.",
    }


class ArchiveRefused(KuratorError):
    code = "files.archive_refused"
    status = 422
    texts = {
        "en": "The archive unpacks to too much: over 200 MB, 1,000 entries or 100 times its size.",
        "ru": "Распакованный архив слишком велик: больше 200 МБ, 1000 файлов или ста своих размеров.",
        "uk": "Розпакований архів завеликий: понад 200 МБ, 1000 файлів або сто своїх розмірів.",
    }


class FileDamaged(KuratorError):
    code = "files.damaged"
    status = 422
    texts = {
        "en": "The file is damaged: its table of contents cannot be read. Send it again.",
        "ru": "Файл повреждён: его оглавление не читается. Отправьте его ещё раз.",
        "uk": "Файл пошкоджено: його зміст не читається. Надішліть його ще раз.",
    }


class QuotaReached(KuratorError):
    code = "files.quota_reached"
    status = 429
    texts = {
        "en": "You have sent as much as one person may in a day: {files} files or {megabytes} MB."
        " Go on tomorrow, or ask an administrator for more.",
        "ru": "За день один человек может отправить не больше {files} файлов и {megabytes} МБ."
        " Продолжите завтра или попросите администратора увеличить предел.",
        "uk": "За день одна людина може надіслати не більше {files} файлів і {megabytes} МБ."
        " Продовжте завтра або попросіть адміністратора збільшити межу.",
    }


class TooManyAtOnce(KuratorError):
    code = "files.too_many_at_once"
    status = 429
    texts = {
        "en": "Too many files are on their way at once. Send this one again in a moment.",
        "ru": "Слишком много файлов отправляется сразу. Повторите этот через минуту.",
        "uk": "Забагато файлів надсилається одразу. Повторіть цей за хвилину.",
    }


class UploadBroken(KuratorError):
    code = "files.upload_broken"
    status = 400
    texts = {
        "en": "The file did not arrive whole. Nothing was kept; send it again.",
        "ru": "Файл дошёл не полностью. Ничего не сохранено; отправьте его ещё раз.",
        "uk": "Файл надійшов не повністю. Нічого не збережено; надішліть його ще раз.",
    }


class NoRoom(KuratorError):
    code = "files.no_room"
    status = 503
    texts = {
        "en": "The disk of the server is full. Nothing was kept; an administrator must make room.",
        "ru": "Диск сервера заполнен. Ничего не сохранено; администратор должен освободить место.",
        "uk": "Диск сервера заповнений. Нічого не збережено; адміністратор має звільнити місце.",
    }


class VersionMeanwhile(KuratorError):
    code = "files.version_meanwhile"
    status = 409
    texts = {
        "en": "Meanwhile {name} has saved version {number}. Look at it, then send yours again.",
        "ru": "Тем временем появилась версия {number}, автор: {name}. Посмотрите её и отправьте свою снова.",
        "uk": "Тим часом з’явилася версія {number}, автор: {name}. Перегляньте її і надішліть свою знову.",
    }


class FileRemoved(KuratorError):
    code = "files.removed"
    texts = {
        "en": "The file is in the bin. Restore it first.",
        "ru": "Файл в корзине. Сначала восстановите его.",
        "uk": "Файл у кошику. Спочатку відновіть його.",
    }


class FileKept(KuratorError):
    code = "files.kept"
    texts = {
        "en": "The file is not in the bin.",
        "ru": "Файл не в корзине.",
        "uk": "Файл не в кошику.",
    }


class FileNotWaiting(KuratorError):
    code = "files.not_waiting"
    status = 409
    texts = {
        "en": "This file does not wait for a note: it was taken off, or is on one already.",
        "ru": "Этот файл не ждёт заметки: его убрали или он уже при другой.",
        "uk": "Цей файл не чекає на нотатку: його прибрали або він уже при іншій.",
    }


class FileQuarantined(KuratorError):
    code = "files.quarantined"
    texts = {
        "en": "The file is being checked for viruses. Try again in a moment.",
        "ru": "Файл проверяется на вирусы. Повторите через минуту.",
        "uk": "Файл перевіряється на віруси. Повторіть за хвилину.",
    }


class FileInfected(KuratorError):
    code = "files.infected"
    texts = {
        "en": "The virus scanner refused this file; its content has been removed.",
        "ru": "Антивирус отклонил этот файл; его содержимое удалено.",
        "uk": "Антивірус відхилив цей файл; його вміст видалено.",
    }


class NoPreview(KuratorError):
    code = "files.no_preview"
    status = 409
    texts = {
        "en": "There is no picture of this file. Download it instead.",
        "ru": "Картинки этого файла нет. Скачайте его.",
        "uk": "Зображення цього файлу немає. Завантажте його.",
    }


class LinkDead(KuratorError):
    code = "files.link_dead"
    status = 410
    texts = {
        "en": "This address was good for one minute. Open the file in Kurator again.",
        "ru": "Этот адрес действовал одну минуту. Откройте файл в Kurator ещё раз.",
        "uk": "Ця адреса діяла одну хвилину. Відкрийте файл у Kurator ще раз.",
    }
