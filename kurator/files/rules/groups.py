"""What a person calls a kind of content."""

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "pictures": ("png", "jpeg", "gif", "webp", "bmp", "tiff", "heic", "svg"),
    "documents": ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "ole", "rtf"),
    "texts": ("text", "html"),
    "archives": ("zip",),
    "media": ("mp3", "wav", "ogg", "mp4"),
}
