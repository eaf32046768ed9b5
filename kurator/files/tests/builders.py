"""Contents for tests, and a customer's address for them."""

import io
import zipfile
from typing import Any

from PIL import Image

from tests.client import Answer, ApiClient


def png(width: int = 40, height: int = 30) -> bytes:
    return picture("PNG", width, height)


def picture(form: str, width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (20, 90, 160)).save(target, form)
    return target.getvalue()


def pdf(pages: int = 2) -> bytes:
    first, *others = [Image.new("RGB", (300, 400), (250, 250, 250 - n)) for n in range(pages)]
    target = io.BytesIO()
    first.save(target, "PDF", save_all=True, append_images=others)
    return target.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def place(record: Any, kind: str = "party") -> str:
    return f"/files?record_kind={kind}&record_id={record.id}"


def add(client: ApiClient, record: Any, content: bytes = b"text\n", name: str = "a.txt") -> Any:
    answer: Answer = client.send(place(record), content, name)
    assert answer.status == 201, answer.content
    return answer.json


def address(client: ApiClient, file_id: Any, **asked: Any) -> str:
    """The path behind /api/v1 of a fresh address."""
    answer = client.post(f"/files/{file_id}/link", asked)
    assert answer.status == 200, answer.content
    url: str = answer.json["url"]
    return url.removeprefix("/api/v1")
