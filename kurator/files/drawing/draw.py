"""
The drawing process: `draw.py image|pdf|text|markup` reads a file from its input and writes pictures.

It is started alone, without the house and without its environment. The answer is a line of JSON
with names and lengths, then the bytes; an empty answer means that nothing could be drawn.
"""

import io
import json
import os
import re
import sys
from html import unescape
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from confine import confine  # type: ignore[import-not-found]

MAX_INPUT = 100 * 1024 * 1024
MAX_PIXELS = 50_000_000
THUMBNAIL, LARGE = 320, 1600
MAX_PAGES = 5
MAX_TEXT = 60_000
MAX_MARKUP = 2 * 1024 * 1024
BLOCKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "p", "pre", "section", "td", "th", "title", "tr",
}  # fmt: skip
# Few on purpose: of a hundred encodings some always fits a short text better.
ENCODINGS = ["utf_16", "cp1251", "cp1252", "koi8_r", "cp866"]
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def _webp(picture: Any, side: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((side, side))
    target = io.BytesIO()
    copy.save(target, "WEBP", quality=80, method=2)
    return target.getvalue()


def _flat(picture: Any) -> Any:
    return picture.convert(
        "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    )


def draw_image(data: bytes) -> dict[str, bytes]:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LARGE * 2, LARGE * 2))
        upright = _flat(ImageOps.exif_transpose(picture))
    return {"thumbnail.webp": _webp(upright, THUMBNAIL), "picture-0.webp": _webp(upright, LARGE)}


def draw_pdf(data: bytes) -> dict[str, bytes]:
    import pypdfium2  # type: ignore[import-untyped]  # it brings no types

    made = {}
    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = LARGE / max(width, height, 1)
        picture = page.render(scale=min(scale, 4)).to_pil().convert("RGB")
        if number == 0:
            made["thumbnail.webp"] = _webp(picture, THUMBNAIL)
        made[f"picture-{number}.webp"] = _webp(picture, LARGE)
    return made


def _decoded(head: bytes) -> str:
    from charset_normalizer import from_bytes

    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:  # only the last character is torn
            return head[:-3].decode("utf-8-sig", errors="strict")
        except UnicodeDecodeError:
            best = from_bytes(head[:20_000], cp_isolation=ENCODINGS).best()
            return head.decode(best.encoding if best else "cp1251", errors="replace")


def _as_text(text: str) -> dict[str, bytes]:
    return {"text.txt": text[:MAX_TEXT].replace("\x00", "").encode()}


def draw_text(data: bytes) -> dict[str, bytes]:
    return _as_text(_decoded(data[: MAX_TEXT * 2]))


def draw_markup(data: bytes) -> dict[str, bytes]:
    """What a page says, without what it does: its blocks are lines, nothing else of it is left."""
    import nh3

    # What comes out has these elements only, without attributes and well formed: the rest is ends of lines.
    clean = nh3.clean(_decoded(data[:MAX_MARKUP]), tags=BLOCKS, attributes={})
    lines = re.sub(r"</?[a-z0-9]+>", "\n", re.sub(r"\s+", " ", clean))
    told = (" ".join(unescape(line).split()) for line in lines.split("\n"))
    return _as_text("\n".join(filter(None, told)))


DRAWERS = {"image": draw_image, "pdf": draw_pdf, "text": draw_text, "markup": draw_markup}


def _warm_up(kind: str) -> None:
    """Load every library and codec now: afterwards no file can be opened."""
    if kind in ("text", "markup"):
        DRAWERS[kind]("<p>проба пера, ещё раз".encode("cp1251"))
        return
    from PIL import Image

    Image.init()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    small = Image.new("RGB", (2, 2))
    _webp(small, 2)
    if kind == "pdf":
        import pypdfium2

        pypdfium2.PdfDocument.new().close()
        return
    for name in FORMATS:
        target = io.BytesIO()
        small.save(target, name)
        draw_image(target.getvalue())


def main() -> int:
    kind = sys.argv[1]
    _warm_up(kind)
    confined = confine()
    data = sys.stdin.buffer.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        return 1
    made = DRAWERS[kind](data)
    head = {"confined": confined, "made": [[name, len(blob)] for name, blob in made.items()]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(made.values()))
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception as error:
        sys.stderr.write(repr(error)[:500] + "\n")
        code = 1
    sys.stdout.flush()
    os._exit(code)
