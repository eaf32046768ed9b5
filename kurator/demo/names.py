"""Names of people in three languages; women's forms follow from men's by rule."""

from dataclasses import dataclass
from random import Random
from typing import Final

Name = tuple[str, str, str]
"""Russian, Ukrainian, English."""

SLAVIC_SURNAMES: Final[tuple[Name, ...]] = (
    ("Белов", "Бєлов", "Belov"),
    ("Бойко", "Бойко", "Boiko"),
    ("Бондаренко", "Бондаренко", "Bondarenko"),
    ("Васильев", "Васильєв", "Vasiliev"),
    ("Власенко", "Власенко", "Vlasenko"),
    ("Волков", "Волков", "Volkov"),
    ("Гаврилюк", "Гаврилюк", "Havryliuk"),
    ("Гончаренко", "Гончаренко", "Honcharenko"),
    ("Гордиенко", "Гордієнко", "Hordiienko"),
    ("Гусев", "Гусєв", "Gusev"),
    ("Давыдов", "Давидов", "Davydov"),
    ("Демченко", "Демченко", "Demchenko"),
    ("Дорошенко", "Дорошенко", "Doroshenko"),
    ("Егоров", "Єгоров", "Yegorov"),
    ("Жук", "Жук", "Zhuk"),
    ("Зайцев", "Зайцев", "Zaitsev"),
    ("Захарченко", "Захарченко", "Zakharchenko"),
    ("Иваненко", "Іваненко", "Ivanenko"),
    ("Исаев", "Ісаєв", "Isaev"),
    ("Карпенко", "Карпенко", "Karpenko"),
    ("Ковалевский", "Ковалевський", "Kovalevskyi"),
    ("Коваленко", "Коваленко", "Kovalenko"),
    ("Козлов", "Козлов", "Kozlov"),
    ("Колесник", "Колісник", "Kolisnyk"),
    ("Кравец", "Кравець", "Kravets"),
    ("Кравченко", "Кравченко", "Kravchenko"),
    ("Крылов", "Крилов", "Krylov"),
    ("Кузнецов", "Кузнецов", "Kuznetsov"),
    ("Левченко", "Левченко", "Levchenko"),
    ("Лисенко", "Лисенко", "Lysenko"),
    ("Литвин", "Литвин", "Lytvyn"),
    ("Макаров", "Макаров", "Makarov"),
    ("Марченко", "Марченко", "Marchenko"),
    ("Мельник", "Мельник", "Melnyk"),
    ("Миронов", "Миронов", "Mironov"),
    ("Мороз", "Мороз", "Moroz"),
    ("Назаренко", "Назаренко", "Nazarenko"),
    ("Никитин", "Нікітін", "Nikitin"),
    ("Олейник", "Олійник", "Oliinyk"),
    ("Орлов", "Орлов", "Orlov"),
    ("Павленко", "Павленко", "Pavlenko"),
    ("Павловский", "Павловський", "Pavlovskyi"),
    ("Петренко", "Петренко", "Petrenko"),
    ("Поляков", "Поляков", "Poliakov"),
    ("Пономаренко", "Пономаренко", "Ponomarenko"),
    ("Романенко", "Романенко", "Romanenko"),
    ("Руденко", "Руденко", "Rudenko"),
    ("Савченко", "Савченко", "Savchenko"),
    ("Семёнов", "Семенов", "Semyonov"),
    ("Сидоров", "Сидоров", "Sidorov"),
    ("Смирнов", "Смирнов", "Smirnov"),
    ("Соколов", "Соколов", "Sokolov"),
    ("Степаненко", "Степаненко", "Stepanenko"),
    ("Тарасов", "Тарасов", "Tarasov"),
    ("Ткаченко", "Ткаченко", "Tkachenko"),
    ("Ткачук", "Ткачук", "Tkachuk"),
    ("Фёдоров", "Федоров", "Fyodorov"),
    ("Харченко", "Харченко", "Kharchenko"),
    ("Чернецкий", "Чернецький", "Chernetskyi"),
    ("Шевченко", "Шевченко", "Shevchenko"),
    ("Щербаков", "Щербаков", "Shcherbakov"),
    ("Юрченко", "Юрченко", "Yurchenko"),
    ("Яковенко", "Яковенко", "Yakovenko"),
    ("Ярошенко", "Ярошенко", "Yaroshenko"),
)
KAZAKH_SURNAMES: Final[tuple[Name, ...]] = (
    ("Абдрахманов", "Абдрахманов", "Abdrakhmanov"),
    ("Алиев", "Алієв", "Aliev"),
    ("Ахметов", "Ахметов", "Akhmetov"),
    ("Жумабаев", "Жумабаєв", "Zhumabaev"),
    ("Ибраев", "Ібраєв", "Ibraev"),
    ("Касымов", "Касимов", "Kassymov"),
    ("Нурланов", "Нурланов", "Nurlanov"),
    ("Оспанов", "Оспанов", "Ospanov"),
    ("Сагинтаев", "Сагінтаєв", "Sagintaev"),
    ("Серикбаев", "Серікбаєв", "Serikbaev"),
    ("Тулегенов", "Тулегенов", "Tulegenov"),
    ("Утегенов", "Утегенов", "Utegenov"),
)
ENGLISH_SURNAMES: Final[tuple[Name, ...]] = (
    ("Адамс", "Адамс", "Adams"),
    ("Бейкер", "Бейкер", "Baker"),
    ("Беннетт", "Беннетт", "Bennett"),
    ("Брукс", "Брукс", "Brooks"),
    ("Вудс", "Вудс", "Woods"),
    ("Грант", "Грант", "Grant"),
    ("Дженкинс", "Дженкінс", "Jenkins"),
    ("Картер", "Картер", "Carter"),
    ("Купер", "Купер", "Cooper"),
    ("Мерфи", "Мерфі", "Murphy"),
    ("Миллер", "Міллер", "Miller"),
    ("Моррис", "Морріс", "Morris"),
    ("Паркер", "Паркер", "Parker"),
    ("Рид", "Рід", "Reed"),
    ("Стоун", "Стоун", "Stone"),
    ("Тернер", "Тернер", "Turner"),
    ("Уокер", "Вокер", "Walker"),
    ("Уэбб", "Вебб", "Webb"),
    ("Фостер", "Фостер", "Foster"),
    ("Харрис", "Гарріс", "Harris"),
    ("Хартвелл", "Гартвелл", "Hartwell"),
    ("Хьюз", "Г'юз", "Hughes"),
)
SLAVIC_MEN: Final[tuple[Name, ...]] = (
    ("Александр", "Олександр", "Oleksandr"),
    ("Алексей", "Олексій", "Oleksii"),
    ("Андрей", "Андрій", "Andrii"),
    ("Артём", "Артем", "Artem"),
    ("Богдан", "Богдан", "Bohdan"),
    ("Виктор", "Віктор", "Viktor"),
    ("Владимир", "Володимир", "Volodymyr"),
    ("Григорий", "Григорій", "Hryhorii"),
    ("Дмитрий", "Дмитро", "Dmytro"),
    ("Евгений", "Євген", "Yevhen"),
    ("Иван", "Іван", "Ivan"),
    ("Игорь", "Ігор", "Ihor"),
    ("Максим", "Максим", "Maksym"),
    ("Михаил", "Михайло", "Mykhailo"),
    ("Николай", "Микола", "Mykola"),
    ("Олег", "Олег", "Oleh"),
    ("Павел", "Павло", "Pavlo"),
    ("Пётр", "Петро", "Petro"),
    ("Роман", "Роман", "Roman"),
    ("Сергей", "Сергій", "Serhii"),
    ("Тарас", "Тарас", "Taras"),
    ("Юрий", "Юрій", "Yurii"),
)
SLAVIC_WOMEN: Final[tuple[Name, ...]] = (
    ("Алина", "Аліна", "Alina"),
    ("Анастасия", "Анастасія", "Anastasiia"),
    ("Анна", "Ганна", "Hanna"),
    ("Валентина", "Валентина", "Valentyna"),
    ("Виктория", "Вікторія", "Viktoriia"),
    ("Галина", "Галина", "Halyna"),
    ("Дарья", "Дарія", "Dariia"),
    ("Екатерина", "Катерина", "Kateryna"),
    ("Елена", "Олена", "Olena"),
    ("Ирина", "Ірина", "Iryna"),
    ("Людмила", "Людмила", "Liudmyla"),
    ("Марина", "Марина", "Maryna"),
    ("Мария", "Марія", "Mariia"),
    ("Наталья", "Наталія", "Nataliia"),
    ("Оксана", "Оксана", "Oksana"),
    ("Ольга", "Ольга", "Olha"),
    ("Светлана", "Світлана", "Svitlana"),
    ("София", "Софія", "Sofiia"),
    ("Татьяна", "Тетяна", "Tetiana"),
    ("Юлия", "Юлія", "Yuliia"),
)
KAZAKH_MEN: Final[tuple[Name, ...]] = (
    ("Айдар", "Айдар", "Aidar"),
    ("Бауржан", "Бауржан", "Baurzhan"),
    ("Данияр", "Даніяр", "Daniyar"),
    ("Ерлан", "Єрлан", "Yerlan"),
    ("Марат", "Марат", "Marat"),
    ("Нурсултан", "Нурсултан", "Nursultan"),
    ("Тимур", "Тимур", "Timur"),
)
KAZAKH_WOMEN: Final[tuple[Name, ...]] = (
    ("Айгуль", "Айгуль", "Aigul"),
    ("Асель", "Асель", "Assel"),
    ("Гульнара", "Гульнара", "Gulnara"),
    ("Динара", "Дінара", "Dinara"),
    ("Жанна", "Жанна", "Zhanna"),
    ("Мадина", "Мадіна", "Madina"),
)
ENGLISH_MEN: Final[tuple[Name, ...]] = (
    ("Бенджамин", "Бенджамін", "Benjamin"),
    ("Генри", "Генрі", "Henry"),
    ("Дэниел", "Деніел", "Daniel"),
    ("Джордж", "Джордж", "George"),
    ("Оливер", "Олівер", "Oliver"),
    ("Сэмюэл", "Семюел", "Samuel"),
    ("Томас", "Томас", "Thomas"),
    ("Уильям", "Вільям", "William"),
)
ENGLISH_WOMEN: Final[tuple[Name, ...]] = (
    ("Амелия", "Амелія", "Amelia"),
    ("Грейс", "Грейс", "Grace"),
    ("Изабелла", "Ізабелла", "Isabella"),
    ("Оливия", "Олівія", "Olivia"),
    ("Руби", "Рубі", "Ruby"),
    ("Хлоя", "Хлоя", "Chloe"),
    ("Шарлотта", "Шарлотта", "Charlotte"),
    ("Эмили", "Емілі", "Emily"),
)
PATRONYMICS: Final[tuple[tuple[Name, Name], ...]] = (
    (
        ("Александрович", "Олександрович", "Oleksandrovych"),
        ("Александровна", "Олександрівна", "Oleksandrivna"),
    ),
    (("Андреевич", "Андрійович", "Andriiovych"), ("Андреевна", "Андріївна", "Andriivna")),
    (
        ("Васильевич", "Васильович", "Vasylovych"),
        ("Васильевна", "Василівна", "Vasylivna"),
    ),
    (("Викторович", "Вікторович", "Viktorovych"), ("Викторовна", "Вікторівна", "Viktorivna")),
    (("Иванович", "Іванович", "Ivanovych"), ("Ивановна", "Іванівна", "Ivanivna")),
    (
        ("Михайлович", "Михайлович", "Mykhailovych"),
        ("Михайловна", "Михайлівна", "Mykhailivna"),
    ),
    (("Николаевич", "Миколайович", "Mykolaiovych"), ("Николаевна", "Миколаївна", "Mykolaivna")),
    (("Петрович", "Петрович", "Petrovych"), ("Петровна", "Петрівна", "Petrivna")),
    (("Сергеевич", "Сергійович", "Serhiiovych"), ("Сергеевна", "Сергіївна", "Serhiivna")),
    (("Юрьевич", "Юрійович", "Yuriiovych"), ("Юрьевна", "Юріївна", "Yuriivna")),
)
_FEMALE_ENDINGS: Final = (
    ("ский", "ская"),
    ("цкий", "цкая"),
    ("ський", "ська"),
    ("цький", "цька"),
    ("skyi", "ska"),
    ("tskyi", "tska"),
)
_POSSESSIVE: Final = ("ов", "ев", "єв", "ёв", "ин", "ін", "ov", "ev", "in")
_UNCHANGED: Final = frozenset({"Литвин", "Lytvyn"})


@dataclass(frozen=True)
class PersonName:
    """`full` is surname, given name and patronymic; `login` the Latin part of an address."""

    full: dict[str, str]
    login: str
    is_woman: bool


def female(surname: str) -> str:
    """Return the form that a woman bears: Белова, Павловська, Kravets."""
    for ending, hers in _FEMALE_ENDINGS:
        if surname.endswith(ending):
            return surname.removesuffix(ending) + hers
    if surname.endswith(_POSSESSIVE) and surname not in _UNCHANGED:
        return surname + "a" if surname.isascii() else surname + "а"
    return surname


_BY_COUNTRY: Final = {
    "UA": (SLAVIC_SURNAMES, SLAVIC_MEN, SLAVIC_WOMEN),
    "RU": (SLAVIC_SURNAMES, SLAVIC_MEN, SLAVIC_WOMEN),
    "KZ": (KAZAKH_SURNAMES, KAZAKH_MEN, KAZAKH_WOMEN),
    "GB": (ENGLISH_SURNAMES, ENGLISH_MEN, ENGLISH_WOMEN),
}


def person_name(random: Random, country: str) -> PersonName:
    surnames, men, women = _BY_COUNTRY[country]
    is_woman = random.random() < 0.52
    surname, given = random.choice(surnames), random.choice(women if is_woman else men)
    patronymic = random.choice(PATRONYMICS)[is_woman]
    has_patronymic = country in ("UA", "RU") and random.random() < 0.8
    full = {}
    for place, language in enumerate(("ru", "uk", "en")):
        family = surname[place]
        if is_woman and country != "GB":
            family = female(family)
        if country == "GB" and language == "en":
            full[language] = f"{given[place]} {family}"
            continue
        parts = [family, given[place], *([patronymic[place]] if has_patronymic else [])]
        full[language] = " ".join(parts)
    return PersonName(full, f"{given[2]}.{surname[2]}".lower(), is_woman)
