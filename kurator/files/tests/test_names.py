"""Whatever a file is called, its name deceives nobody and breaks nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.files.rules.names import MAX_BYTES, clean_name, disposition


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("contract.pdf", "contract.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\cmd.txt", "cmd.txt"),
        ("/etc/cron.d/job", "job"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("report.txt. . .", "report.txt"),
        ("   ", "file"),
        ("...", "file"),
        ("", "file"),
        ('a<b>c:d"e|f?g*.txt', "a_b_c_d_e_f_g_.txt"),
        ("👩\u200d👧 фото.png", "👩\u200d👧 фото.png"),
        ("\ud800.txt", "txt"),
        ("ї\u200b\u2060.txt", "ї.txt"),
    ],
)
def test_what_is_kept_of_a_name(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = clean_name("ы" * 500 + ".docx")
    assert len(kept.encode()) <= MAX_BYTES
    assert kept.endswith("ы.docx")


@given(st.text(max_size=400))
def test_any_name_is_harmless(text: str) -> None:
    kept = clean_name(text)
    assert kept == clean_name(kept)
    assert 0 < len(kept.encode()) <= MAX_BYTES + 1
    assert not set(kept) & set('/\\<>:"|?*\r\n\x00\u202e')
    assert kept not in (".", "..")
    header = disposition(text)
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2


def test_a_header_carries_any_alphabet() -> None:
    assert disposition("Договір №5.pdf") == (
        "attachment; filename=\"No5.pdf\"; filename*=UTF-8''"
        "%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D1%96%D1%80%20%E2%84%965.pdf"
    )
