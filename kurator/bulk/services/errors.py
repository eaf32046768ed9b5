from kurator.kernel.errors import KuratorError
from kurator.parties.fields import text


class SelectionChanged(KuratorError):
    code = "bulk.selection_changed"
    status = 409
    texts = text(
        "The list has changed since the preview: now it holds {selected}. Look at the new preview.",
        "После предпросмотра список изменился: теперь в нём клиентов: {selected}. Посмотрите новый предпросмотр.",
        "Після перегляду список змінився: тепер у ньому клієнтів: {selected}. Погляньте на новий перегляд.",
    )


class NothingChanges(KuratorError):
    code = "bulk.nothing_changes"
    status = 409
    texts = text(
        "Nothing would change: all customers are as wanted already.",
        "Ничего не изменится: все клиенты уже такие, как нужно.",
        "Нічого не зміниться: усі клієнти вже такі, як треба.",
    )


class RunOver(KuratorError):
    code = "bulk.over"
    status = 409
    texts = text(
        "This change is over; it can be taken back on the page of changes.",
        "Это изменение уже закончено; его можно вернуть на странице изменений.",
        "Цю зміну вже закінчено; її можна повернути на сторінці змін.",
    )


class StillRunning(KuratorError):
    code = "bulk.still_running"
    status = 409
    texts = text(
        "This change is still under way. Stop it or wait until it is over.",
        "Это изменение ещё идёт. Остановите его или дождитесь конца.",
        "Ця зміна ще триває. Зупиніть її або дочекайтеся кінця.",
    )
