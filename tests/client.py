"""A client of the HTTP API for tests: real middleware, real session, real roles."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import orjson
from django.test import Client

from kurator.access.models import Session
from kurator.access.session import COOKIE
from kurator.access.sessions import hash_session_key
from tests.cast import Cast


class Answer:
    """Status, headers and decoded body of one call."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.content: bytes = (
            b"".join(response.streaming_content) if response.streaming else response.content
        )

    @property
    def json(self) -> Any:
        return orjson.loads(self.content) if self.content else None


class ApiClient:
    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    @classmethod
    def logged_in(cls, cast: Cast, who: str) -> "ApiClient":
        key = f"key-of-{who}"
        Session.objects.update_or_create(
            key_hash=hash_session_key(key),
            defaults={
                "user": getattr(cast, who),
                "expires_at": datetime.now(UTC) + timedelta(days=1),
                # The default is the beginning of the transaction, which may be minutes ago.
                "last_seen_at": datetime.now(UTC),
            },
        )
        client = cls()
        client.client.cookies[COOKIE] = key
        return client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        payload = b"" if body is None else orjson.dumps(body)
        if method == "POST":
            headers.setdefault("Idempotency-Key", uuid4().hex)
        response = self.client.generic(
            method, f"/api/v1{path}", payload, content_type="application/json", headers=headers
        )
        return Answer(response)

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PATCH", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.call("DELETE", path, **headers)

    def send(self, path: str, content: bytes, name: str = "", **headers: str) -> Answer:
        """A content as the body itself, with its name beside it."""
        named = {"X-File-Name": quote(name), **headers} if name else headers
        response = self.client.generic(
            "POST",
            f"/api/v1{path}",
            content,
            content_type=headers.pop("content_type", "application/octet-stream"),
            headers=named,
        )
        return Answer(response)

    def upload(self, path: str, **fields: Any) -> Answer:
        return Answer(self.client.post(f"/api/v1{path}", fields))
