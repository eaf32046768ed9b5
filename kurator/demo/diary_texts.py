"""What colleagues write down and plan, in three languages; neutral in gender."""

from typing import Final

NOTES: Final = {
    "ru": (
        "Звонок: вопросов по счёту нет, скорость устраивает.",
        "Просьба прислать акт сверки за квартал.",
        "Жалоба на обрывы вечером, заявка передана монтажникам.",
        "Обсудили продление, ответ обещан на следующей неделе.",
        "Интерес к тарифу побольше, просьба посчитать разницу.",
        "Переезд в следующем месяце, нужно перенести подключение.",
        "Долг подтверждён, оплата обещана до конца месяца.",
        "Сравнивает с предложением конкурента, важна цена.",
        "Роутер заменили, связь проверили вместе.",
        "Удобно звонить после 17:00, утром не берёт трубку.",
        "Спасибо за быстрый ремонт, просьба отметить монтажника.",
        "Второй офис откроют осенью, понадобится ещё одна линия.",
        "Договор подписан, скан в документах.",
        "Не дозвонились дважды, отправлено письмо.",
    ),
    "uk": (
        "Дзвінок: питань щодо рахунку немає, швидкість влаштовує.",
        "Прохання надіслати акт звірки за квартал.",
        "Скарга на обриви ввечері, заявку передано монтажникам.",
        "Обговорили продовження, відповідь обіцяно наступного тижня.",
        "Цікавить більший тариф, прохання порахувати різницю.",
        "Переїзд наступного місяця, треба перенести підключення.",
        "Борг підтверджено, оплату обіцяно до кінця місяця.",
        "Порівнює з пропозицією конкурента, важлива ціна.",
        "Роутер замінили, зв’язок перевірили разом.",
        "Зручно дзвонити після 17:00, зранку не бере слухавку.",
        "Дякують за швидкий ремонт, прохання відзначити монтажника.",
        "Другий офіс відкриють восени, знадобиться ще одна лінія.",
        "Договір підписано, скан у документах.",
        "Не додзвонилися двічі, надіслано лист.",
    ),
    "en": (
        "Called: no questions about the bill, happy with the speed.",
        "Asked for a statement of account for the quarter.",
        "Complains of dropped connections in the evening, passed on to the engineers.",
        "Talked about renewal, an answer is promised for next week.",
        "Interested in a larger plan, wants to see the difference in price.",
        "Moving next month, the line has to be moved as well.",
        "Confirmed the debt, promises to pay by the end of the month.",
        "Compares us with a competitor's offer, price matters.",
        "Router replaced, connection tested together.",
        "Best called after 5 p.m., does not pick up in the morning.",
        "Thanks for the quick repair, asks to commend the engineer.",
        "A second office opens in autumn, one more line will be needed.",
        "Contract signed, the scan is with the documents.",
        "No answer twice, sent a letter.",
    ),
}
TASKS: Final = (
    {
        "ru": "Позвонить о продлении договора",
        "uk": "Зателефонувати щодо продовження договору",
        "en": "Call about renewing the contract",
    },
    {
        "ru": "Напомнить об оплате",
        "uk": "Нагадати про оплату",
        "en": "Remind of the payment",
    },
    {
        "ru": "Отправить акт сверки",
        "uk": "Надіслати акт звірки",
        "en": "Send the statement of account",
    },
    {
        "ru": "Проверить, устранён ли обрыв",
        "uk": "Перевірити, чи усунено обрив",
        "en": "Check that the outage is over",
    },
    {
        "ru": "Предложить тариф побольше",
        "uk": "Запропонувати більший тариф",
        "en": "Offer a larger plan",
    },
    {
        "ru": "Согласовать время монтажа",
        "uk": "Узгодити час монтажу",
        "en": "Agree on the time of installation",
    },
    {
        "ru": "Уточнить реквизиты",
        "uk": "Уточнити реквізити",
        "en": "Complete the company details",
    },
    {
        "ru": "Узнать, почему оценка низкая",
        "uk": "Дізнатися, чому оцінка низька",
        "en": "Ask why the score is low",
    },
)
RESULTS: Final = {
    "ru": (
        "Договорились, продлеваем на год.",
        "Оплата прошла при разговоре.",
        "Отправлено, получение подтверждено.",
        "Всё работает.",
        "Пока не нужно, вернуться через месяц.",
        "Монтаж в пятницу утром.",
    ),
    "uk": (
        "Домовилися, продовжуємо на рік.",
        "Оплату проведено під час розмови.",
        "Надіслано, отримання підтверджено.",
        "Усе працює.",
        "Поки не потрібно, повернутися за місяць.",
        "Монтаж у п’ятницю зранку.",
    ),
    "en": (
        "Agreed, renewing for a year.",
        "Paid during the call.",
        "Sent, receipt confirmed.",
        "Everything works.",
        "Not needed now, come back in a month.",
        "Installation on Friday morning.",
    ),
}
