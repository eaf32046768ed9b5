"""
The encoding of a file, decided from all of its bytes.

A byte order mark decides. Else valid UTF-8 is UTF-8. Else either the file is UTF-8 with some
broken bytes (then the first one is named), or it is in one of the single-byte encodings, told
apart by how often letters of the languages occur. Bytes that make sense nowhere are named.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kurator.imports.types import FileProblem

MAX_LINE: Final = 8_000_000
CYRILLIC: Final = ("cp1251", "koi8-u", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_LATIN: Final = ("cp1252", "cp1250")
NAMES: Final = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "cp1251": "Windows-1251", "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 (LE)", "utf-16-be": "UTF-16 (BE)", "koi8-u": "KOI8-U", "koi8-r": "KOI8-R",
    "cp866": "CP866 (DOS)", "iso8859-5": "ISO 8859-5", "mac-cyrillic": "Mac Cyrillic",
    "cp1252": "Windows-1252", "cp1250": "Windows-1250",
}  # fmt: skip
"""What people call them, in the order of a list to choose from."""
ENCODINGS: Final = tuple(NAMES)
_COMMON: Final = "оаеинтрсвлкдмпуяыьбзгчйхжюшщцэфёіїєґъ"
_WEIGHT: Final = {letter: 40 - place for place, letter in enumerate(_COMMON)}
_LATIN_COMMON: Final = frozenset("äöüßéèêëáàâãåæçñíìîïóòôõøúùûýœšžčřěůąęłńśźżőűđ’–—“”„«»©®°€£№")
_HIGH_RUN: Final = re.compile(rb"([A-Za-z]?)([\x80-\xff]+)(?=([A-Za-z]?))")
_HISTOGRAM_BYTES: Final = 4_000_000

Chunks = Callable[[], Iterable[bytes]]


@dataclass
class _Survey:
    head: bytes = b""
    utf8_error: tuple[int, int, int] | None = None
    high: Counter[int] = field(default_factory=Counter)
    runs: int = 0
    mixed_runs: int = 0
    """Runs of high bytes that stand inside a Latin word."""
    wide: list[int] = field(default_factory=lambda: [0, 0])
    size: int = 0

    def count_wide(self, chunk: bytes) -> None:
        """Bytes at even and odd places that are the upper half of Latin and Cyrillic letters."""
        for parity in (0, 1):
            half = chunk[(parity + self.size) % 2 :: 2]
            self.wide[parity] += half.count(0) + half.count(4)


def detect_encoding(chunks: Chunks) -> tuple[str, bool]:
    """Return the encoding and whether it is certain; raises FileProblem naming line and byte."""
    survey = _survey(chunks())
    if survey.size == 0:
        raise FileProblem("empty_file")
    marked = _by_mark(survey.head)
    if marked:
        check_encoding(chunks, marked)
        return marked, True
    if max(survey.wide) > 0.45 * survey.size:
        wide = "utf-16-le" if survey.wide[1] > survey.wide[0] else "utf-16-be"
        check_encoding(chunks, wide)
        return wide, True
    if survey.utf8_error is None:
        return "utf-8", True
    return _single_byte(chunks, survey)


def _by_mark(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return ""


def _survey(chunks: Iterable[bytes]) -> _Survey:
    """One pass: is it UTF-8, and if not, which high bytes occur and how they stand together."""
    survey = _Survey()
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = _Place()
    for chunk in chunks:
        if not survey.head:
            survey.head = chunk[:4]
        survey.count_wide(chunk)
        if survey.size < _HISTOGRAM_BYTES and not chunk.isascii():
            _count_high(chunk, survey)
        if survey.utf8_error is None:
            survey.utf8_error = _decode(decoder, chunk, place)
        survey.size += len(chunk)
        place.pass_over(chunk)
    if survey.utf8_error is None:
        survey.utf8_error = _decode(decoder, b"", place, is_final=True)
    return survey


class _Place:
    """Line and byte reached so far; refuses a line that no table has."""

    def __init__(self) -> None:
        self.line = 1
        self.byte = 0

    def pass_over(self, chunk: bytes) -> None:
        breaks = chunk.count(b"\n") or chunk.count(b"\r")
        if not breaks:
            self.byte += len(chunk)
            if self.byte > MAX_LINE:
                raise FileProblem("line_too_long", line=self.line, limit=MAX_LINE)
            return
        self.line += breaks
        last = chunk.rfind(b"\n")
        self.byte = len(chunk) - 1 - (last if last >= 0 else chunk.rfind(b"\r"))

    def of(self, chunk: bytes, position: int) -> tuple[int, int]:
        before = chunk[: max(position, 0)]
        breaks = before.count(b"\n") or before.count(b"\r")
        if not breaks:
            return self.line, self.byte + position + 1
        last = before.rfind(b"\n")
        last = last if last >= 0 else before.rfind(b"\r")
        return self.line + breaks, position - last


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, place: _Place, *, is_final: bool = False
) -> tuple[int, int, int] | None:
    kept = decoder.getstate()[0]
    try:
        decoder.decode(chunk, is_final)
    except UnicodeDecodeError as error:
        line, byte = place.of(chunk, error.start - len(kept))
        return line, byte, error.object[error.start]
    except UnicodeError:  # UTF-16 without its mark
        return place.line, place.byte + 1, chunk[0]
    return None


def _count_high(chunk: bytes, survey: _Survey) -> None:
    for before, run, after in _HIGH_RUN.findall(chunk):
        survey.high.update(run)
        survey.runs += 1
        survey.mixed_runs += bool(before or after)


def check_encoding(chunks: Chunks, encoding: str) -> None:
    """Raise FileProblem at the first byte that is not `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    place = _Place()
    found = None
    for chunk in chunks():
        found = _decode(decoder, chunk, place)
        if found:
            break
        place.pass_over(chunk)
    found = found or _decode(decoder, b"", place, is_final=True)
    if found:
        raise _broken(found, encoding)


def _broken(place: tuple[int, int, int], encoding: str) -> FileProblem:
    line, byte, value = place
    return FileProblem(
        "broken_bytes", line=line, byte=byte, value=f"0x{value:02X}", encoding=NAMES[encoding]
    )


def _single_byte(chunks: Chunks, survey: _Survey) -> tuple[str, bool]:
    assert survey.utf8_error is not None  # noqa: S101 - the caller has seen it
    if _is_mostly_utf8(chunks()):
        raise _broken(survey.utf8_error, "utf-8")
    candidates = _LATIN if survey.mixed_runs * 2 > survey.runs else CYRILLIC
    scores = sorted(_scores(survey.high, candidates), reverse=True)
    if not scores or scores[0][0] < 0.5:
        raise _broken(survey.utf8_error, "utf-8")
    best, encoding = scores[0]
    check_encoding(chunks, encoding)
    rivals = [score for score, other in scores[1:] if not _same_text(survey, encoding, other)]
    return encoding, all(score < 0.9 * best for score in rivals)


def _same_text(survey: _Survey, one: str, other: str) -> bool:
    """Encodings that read these very bytes alike are no rivals."""
    used = bytes(survey.high)
    return used.decode(one, "replace") == used.decode(other, "replace")


def _is_mostly_utf8(chunks: Iterable[bytes]) -> bool:
    """Broken UTF-8: far more characters of several bytes are whole than broken."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    whole = broken = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        broken += text.count("\ufffd")
        whole += sum(map("\x7f".__lt__, text)) - text.count("\ufffd") if not text.isascii() else 0
    return whole > 0 and broken <= whole


def _scores(high: Counter[int], candidates: Iterable[str]) -> Iterator[tuple[float, str]]:
    """Score 0..1: how much the high bytes look like letters of the languages."""
    total = sum(high.values())
    for place, encoding in enumerate(candidates):
        text = {code: bytes([code]).decode(encoding, "replace") for code in high}
        worth = sum(count * _worth(text[code], encoding) for code, count in high.items())
        yield max(worth / total, 0.0) - place * 1e-6, encoding


def _worth(letter: str, encoding: str) -> float:
    if encoding in _LATIN:
        return 1.0 if letter.lower() in _LATIN_COMMON else -1.0
    if letter in _WEIGHT:
        return 0.8 + _WEIGHT[letter] / 100
    if letter.lower() in _WEIGHT:
        return 0.55 + _WEIGHT[letter.lower()] / 400
    return 0.5 if letter in "№«»–—“”„…\u00a0’" else -1.0
