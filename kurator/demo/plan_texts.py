"""Names of the demo company's segments, strategies, stages, tasks and views."""

from typing import Final

from kurator.demo.attributes import words

SEGMENTS: Final = {
    "at_risk": words("Могут уйти", "Можуть піти", "May leave"),
    "ending": words(
        "Договор кончается за 60 дней",
        "Договір закінчується за 60 днів",
        "Contract ends in 60 days",
    ),
    "debtors": words("Должники", "Боржники", "Debtors"),
    "vip": words("VIP без жалоб", "VIP без скарг", "VIP without complaints"),
    "newcomers": words("Новички месяца", "Новачки місяця", "New this month"),
    "unserved": words(
        "Компании без владельца", "Компанії без власника", "Companies without an owner"
    ),
}
RETENTION: Final = words("Удержание", "Утримання", "Retention")
COLLECTION: Final = words("Взыскание", "Стягнення", "Collection")
STAGES: Final = {
    "renew": words("Продлить договор", "Продовжити договір", "Renew the contract"),
    "listen": words("Разобрать обращения", "Розібрати звернення", "Sort out the calls"),
    "rescue": words("Спасти клиента", "Врятувати клієнта", "Save the customer"),
    "remind": words("Напомнить", "Нагадати", "Remind"),
    "call": words("Позвонить", "Зателефонувати", "Call"),
    "letter": words("Письмо-претензия", "Лист-претензія", "Letter of claim"),
}
TASKS: Final = {
    "renew": words(
        "Предложить продление на год со скидкой",
        "Запропонувати продовження на рік зі знижкою",
        "Offer a year's renewal at a discount",
    ),
    "listen": words(
        "Позвонить: что не так с качеством связи",
        "Зателефонувати: що не так з якістю зв’язку",
        "Call: what is wrong with the quality",
    ),
    "rescue": words(
        "Личная встреча: узнать причину ухода",
        "Особиста зустріч: дізнатися причину відходу",
        "Meet in person: learn why the customer leaves",
    ),
    "remind": words("Напомнить об оплате", "Нагадати про оплату", "Remind of the payment"),
    "call": words(
        "Договориться о дате оплаты", "Домовитися про дату оплати", "Agree on a date of payment"
    ),
    "letter": words(
        "Отправить претензию заказным письмом",
        "Надіслати претензію рекомендованим листом",
        "Send the claim by registered mail",
    ),
}
NOTICE: Final = words(
    "Клиент собирается уйти: нужна личная встреча",
    "Клієнт збирається піти: потрібна особиста зустріч",
    "A customer is about to leave: meet in person",
)
VIEWS: Final = {
    "ending": words("Договор кончается", "Договір закінчується", "Contract ends soon"),
    "debtors": words("С долгом", "З боргом", "With a debt"),
    "complaining": words("Часто звонят", "Часто дзвонять", "Call support often"),
}
