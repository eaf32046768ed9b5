"""Kinds by content, bounds of archives, ranges, and seals of addresses."""

import struct
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.files.rules import archives
from kurator.files.rules.kinds import recognize
from kurator.files.rules.links import Link, derive_key, read_link, write_link
from kurator.files.rules.ranges import read_range
from kurator.files.tests.builders import docx, pdf, picture, png, zipped
from kurator.files.types import Purpose

KEY = derive_key("secret")
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}


def kind_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    found = recognize(path)
    return found.kind.code if found.kind else found.fault


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "png"),
        (picture("JPEG", 9, 9), "jpeg"),
        (picture("GIF", 9, 9), "gif"),
        (picture("WEBP", 9, 9), "webp"),
        (picture("BMP", 9, 9), "bmp"),
        (picture("TIFF", 9, 9), "tiff"),
        (pdf(), "pdf"),
        (docx(), "docx"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        (zipped({"[Content_Types].xml": b"", "ppt/x.xml": b""}), "pptx"),
        (zipped(ODT), "odt"),
        (zipped({"a.txt": b"a"}), "zip"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "ole"),
        (b"{\\rtf1\\ansi hello}", "rtf"),
        (b"id;name\r\n1;Anna\r\n", "text"),
        ("Привет, мир\n".encode(), "text"),
        ("Привет, мир\n".encode("cp1251"), "text"),
        ("Привет".encode("utf-16"), "text"),
        (b"<!DOCTYPE html><html><script>1</script></html>", "html"),
        (b"hello\n<script>alert(1)</script>", "html"),
        ("<!doctype html><p>Привіт".encode("utf-16"), "html"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "svg"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "mp4"),
        (b"ID3\x03\x00\x00\x00\x00\x00\x00", "mp3"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", "wav"),
        (b"OggS\x00\x02" + bytes(20), "ogg"),
        (b"MZ\x90\x00\x03" + bytes(200), "unknown"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "unknown"),
        (bytes(range(256)) * 4, "unknown"),
        (b"PK\x03\x04 torn", "damaged"),
    ],
)
def test_a_kind_follows_from_the_content(tmp_path: Path, content: bytes, kind: str) -> None:
    assert kind_of(tmp_path / "x", content) == kind


def test_an_archive_that_unpacks_to_too_much_is_a_bomb(tmp_path: Path) -> None:
    dense = zipped({"zeros": bytes(30 * 1024 * 1024)})
    many = zipped({f"{n}.txt": b"" for n in range(archives.MAX_ENTRIES + 1)})
    assert kind_of(tmp_path / "dense", dense) == "bomb"
    assert kind_of(tmp_path / "many", many) == "bomb"
    assert (
        kind_of(
            tmp_path / "office", zipped({"[Content_Types].xml": b"", "word/a": bytes(5_000_000)})
        )
        == "bomb"
    )


def test_entries_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    """The densest bombs point many entries of the table at one piece of data."""
    whole = zipped({"a": bytes(range(256)) * 4000})
    end = whole.rfind(b"PK\x05\x06")
    at = whole.rfind(b"PK\x01\x02", 0, end)
    entry = whole[at:end]
    count = 300
    summary = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, at, 0)
    path = tmp_path / "shared"
    path.write_bytes(whole[:at] + entry * count + summary)
    assert len(zipfile.ZipFile(path).infolist()) == count
    assert archives.archive_fault(path) == "bomb"


def test_a_table_of_millions_is_refused_before_it_is_read(tmp_path: Path) -> None:
    summary = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, 400 * 1024 * 1024, 0, 0)
    path = tmp_path / "long"
    path.write_bytes(b"PK\x03\x04" + bytes(1000) + summary)
    assert archives.archive_fault(path) == "bomb"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 10)),
        ("bytes=90-500", (90, 10)),
        ("bytes=-20", (80, 20)),
        ("bytes=-500", (0, 100)),
        ("bytes=0-1,5-6", None),
        ("bytes=9-3", None),
        ("lines=1-2", None),
        ("bytes=-", None),
    ],
)
def test_ranges(header: str, part: tuple[int, int] | None) -> None:
    assert read_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_outside_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        read_range(header, 100)


@given(st.integers(0, 200), st.integers(1, 255))
def test_an_address_that_was_changed_anywhere_opens_nothing(at: int, by: int) -> None:
    token = write_link(KEY, Link(Purpose.ORIGINAL, uuid4(), uuid4(), 2_000_000_000))
    raw = bytearray(token.encode())
    place = at % len(raw)
    raw[place] = (raw[place] + by) % 256
    changed = raw.decode("latin-1")
    link = read_link(KEY, changed)
    # Base64 leaves unused bits in the last letter: another spelling of the very same address.
    assert link is None or (place == len(raw) - 1 and link == read_link(KEY, token))


def test_an_address_is_sealed_by_a_key_of_its_own() -> None:
    link = Link(Purpose.PICTURE, uuid4(), uuid4(), 2_000_000_000, page=3)
    token = write_link(KEY, link)
    assert read_link(KEY, token) == link
    assert read_link(derive_key("other"), token) is None
    assert read_link(b"secret", token) is None
    assert read_link(KEY, "") is None
    assert read_link(KEY, "%" * 50) is None
