"""Find and replace, spaces, capital letters: by table and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.bulk.rules import lettered, matches, replaced, rewritten, trimmed
from kurator.bulk.types import Pattern, TextEdit

pytestmark = pytest.mark.requirement("R001-63")
LETTERS = st.text(alphabet="аАбБіІєЄґҐaAbBoO'’ʼ- .&+*()[]\\$^1", max_size=12)
WHERE = st.sampled_from(["anywhere", "start", "end", "whole"])


@pytest.mark.parametrize(
    ("find", "where", "new", "text", "became"),
    [
        ("@old.com", "end", "@new.com", "ann@old.com", "ann@new.com"),
        ("@old.com", "end", "@new.com", "ann@old.com.ua", "ann@old.com.ua"),
        ("+38067", "start", "+38097", "+380671112233", "+380971112233"),
        ("+38067", "start", "+38097", "+44380671112", "+44380671112"),
        ("ООО ", "start", "", "ООО Ромашка ООО ", "Ромашка ООО "),
        ("ооо", "anywhere", "ТОВ", "ООО Ромашка, ооо", "ТОВ Ромашка, ТОВ"),
        ("Київ", "whole", "Kyiv", "київ", "Kyiv"),
        ("Київ", "whole", "Kyiv", "Київ 1", "Київ 1"),
        (".", "anywhere", "", "a.b.c", "abc"),
        ("(", "anywhere", r"\1", "a(b", r"a\1b"),
        ("a", "anywhere", "aa", "aa", "aaaa"),
        ("$", "end", "€", "5 $\n", "5 $\n"),
    ],
)
def test_find_and_replace(find: str, where: str, new: str, text: str, became: str) -> None:
    assert replaced(Pattern(find, where), new, text) == became


def test_capital_letters_count_when_asked_to() -> None:
    assert replaced(Pattern("ооо", is_exact=True), "x", "ООО ооо") == "ООО x"


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("іван петренко", "Іван Петренко"),
        ("ИВАНОВ ИВАН", "Иванов Иван"),
        ("ооо ромашка", "ООО Ромашка"),
        ("ООО «РОМАШКА»", "ООО «Ромашка»"),
        ("тов пратка", "ТОВ Пратка"),
        ("ПРАТ ЗОРЯ", "ПрАТ Зоря"),
        ("acme gmbh", "Acme GmbH"),
        ("ИП СИДОРОВ", "ИП Сидоров"),
        ("as good as gold", "As Good As Gold"),
        ("анна-марія", "Анна-Марія"),
        ("m'Art iPhone McDonald", "m'Art iPhone McDonald"),
        ("в'ячеслав об’єднання", "В'ячеслав Об’єднання"),
        ("o'neill d’artagnan", "O'Neill D’Artagnan"),
        ("О'ГЕНРИ", "О'Генри"),
        ("straße ßa", "Straße Ssa"),
        ("", ""),
    ],
)
def test_every_word_with_a_capital(text: str, became: str) -> None:
    assert lettered("words", text) == became


@pytest.mark.parametrize(
    ("how", "became"), [("upper", "ЇЖА IV"), ("lower", "їжа iv"), ("first", "ЇжА iV")]
)
def test_other_letters(how: str, became: str) -> None:
    assert lettered(how, "їжА iV") == became


def test_spaces_of_every_kind_become_one() -> None:
    assert trimmed(" \u00a0Іван \t\u2009 Петренко\n") == "Іван Петренко"


@given(LETTERS, st.sampled_from(["upper", "lower", "words", "first"]))
def test_bringing_in_order_twice_is_once(text: str, how: str) -> None:
    once = lettered(how, trimmed(text))
    assert lettered(how, trimmed(once)) == once


@given(LETTERS.filter(bool), WHERE, LETTERS, LETTERS)
def test_what_is_not_found_stays(find: str, where: str, new: str, text: str) -> None:
    pattern = Pattern(find, where)
    if not matches(pattern, text):
        assert replaced(pattern, new, text) == text
    assert replaced(pattern, text[:0], find) == ""


@given(LETTERS.filter(bool), LETTERS, LETTERS)
def test_replacing_is_what_python_does_with_plain_texts(find: str, new: str, text: str) -> None:
    assert replaced(Pattern(find, is_exact=True), new, text) == text.replace(find, new)
    at_start = replaced(Pattern(find, "start", True), new, text)
    assert at_start == (new + text[len(find) :] if text.startswith(find) else text)
    at_end = replaced(Pattern(find, "end", True), new, text)
    assert at_end == (text[: -len(find)] + new if text.endswith(find) else text)


def test_putting_writes_what_is_given() -> None:
    assert rewritten(TextEdit("party.name", "put", new="x"), "old") == "x"
