from kurator.kernel.errors import KuratorError


class TaskClosed(KuratorError):
    code = "tasks.closed"
    texts = {
        "en": "This task is closed already. Reopen it first.",
        "ru": "Эта задача уже закрыта. Сначала откройте её снова.",
        "uk": "Це завдання вже закрито. Спочатку відкрийте його знову.",
    }


class TaskOpen(KuratorError):
    code = "tasks.open"
    texts = {
        "en": "This task is open already.",
        "ru": "Эта задача и так открыта.",
        "uk": "Це завдання й так відкрите.",
    }


class TaskSetAnew(KuratorError):
    code = "tasks.set_anew"
    texts = {
        "en": "The strategy has set this task anew meanwhile, and that one is open: work on it.",
        "ru": "Стратегия тем временем поставила эту задачу заново, и та открыта: работайте с ней.",
        "uk": "Стратегія тим часом поставила це завдання знову, і воно відкрите: працюйте з ним.",
    }


class TaskSetByStrategy(KuratorError):
    """`strategy` and `stage` are the names in all languages."""

    code = "tasks.set_by_strategy"
    texts = {
        "en": "The strategy “{strategy}”, stage “{stage}”, sets this task: its deadline and"
        " assignee are not changed by hand.",
        "ru": "Задачу поставила стратегия «{strategy}», этап «{stage}»: её срок и исполнителя"
        " вручную не меняют.",
        "uk": "Завдання поставила стратегія «{strategy}», етап «{stage}»: його строк і виконавця"
        " вручну не змінюють.",
    }


class NotYourCustomer(KuratorError):
    code = "tasks.not_your_customer"
    texts = {
        "en": "The task is yours, but its customer is not: ask the customer's owner to change it.",
        "ru": "Задача ваша, а клиент нет: попросите владельца клиента изменить её.",
        "uk": "Завдання ваше, а клієнт ні: попросіть власника клієнта змінити його.",
    }
