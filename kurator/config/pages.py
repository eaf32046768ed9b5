"""The built pages as files; index.html is none of them, because each answer has its own nonce."""

from typing import Any, Final

from whitenoise.middleware import WhiteNoiseMiddleware

INDEX: Final = "/index.html"


class Pages(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise is untyped
    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if url != INDEX:
            super().add_file_to_dictionary(url, path, stat_cache)

    def find_file(self, url: str) -> Any:
        return None if url == INDEX else super().find_file(url)
