"""Who watches the live updates, and whose changes he may be told of."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import nullcontext
from http.cookies import SimpleCookie
from typing import Any, Final, LiteralString

import psycopg
import structlog
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from psycopg_pool import AsyncConnectionPool

from kurator.access.session import COOKIE, is_within
from kurator.access.sessions import hash_session_key
from kurator.config.admission import Overloaded
from kurator.config.asking import Scope
from kurator.config.counted import Counted, TooManyAtOnce
from kurator.kernel.errors import KuratorError, PermissionMissing
from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.over_network.lines import AsyncConnection
from kurator.platform.metrics import POOL_SECONDS
from kurator.platform.problems import ANONYMOUS

log = structlog.get_logger(__name__)
VIEW: Final = "parties.view"
CONNECTIONS: Final = 3
PATIENCE_SECONDS: Final = 5.0
WAITING: Final = 512
_asking = Counted("asking", total=256, from_one=64)
_pools: list[AsyncConnectionPool[psycopg.AsyncConnection[Any]]] = []


class Unknown(KuratorError):
    code = "access.anonymous"
    status = 401
    texts = ANONYMOUS


class StrangeHost(KuratorError):
    code = "kurator.strange_host"
    status = 400
    texts = {
        "en": "Kurator is not served under this name (see KURATOR_HOSTS).",
        "ru": "Под этим именем Kurator не работает (см. KURATOR_HOSTS).",
        "uk": "Під цим ім’ям Kurator не працює (див. KURATOR_HOSTS).",
    }


class Busy(KuratorError):
    code = "kurator.overloaded"
    status = 503
    retry_after = 2
    texts = Overloaded.texts


class TooManyStreams(KuratorError):
    code = "kurator.too_many_streams"
    status = 429
    retry_after = 30
    texts = {
        "en": "Too many windows of Kurator are open. Close some, then reload this one.",
        "ru": "Открыто слишком много окон Kurator. Закройте лишние и обновите это.",
        "uk": "Відкрито забагато вікон Kurator. Закрийте зайві й оновіть це.",
    }


class Subscriber:
    """One open browser: who he is, and what waits to be sent to him."""

    def __init__(self, key: str, *, is_program: bool = False, addr: str = "") -> None:
        self.key = key
        self.is_program = is_program
        self.addr = addr
        self.user_id = ""
        self.owners: frozenset[str] | None = frozenset()
        self.shared: frozenset[str] = frozenset()
        self.waiting: dict[str, set[str] | None] = {}
        self.is_doubted = False
        """He may see less than before, or nothing."""
        self.wake = asyncio.Event()

    def offer(self, topic: str, pairs: list[list[str]] | None) -> None:
        if pairs is None:
            self.waiting[topic] = None
        else:
            seen = {id_ for id_, owner in pairs if self._may_see(owner) or id_ in self.shared}
            known = self.waiting.get(topic, set())
            if not seen or known is None:
                return
            self.waiting[topic] = known | seen
        self.wake.set()

    def forget_names(self) -> None:
        """Of what came while his sight was in doubt: he reads again what he may see."""
        if self.is_doubted:
            self.waiting = dict.fromkeys(self.waiting)
            self.is_doubted = False

    def _may_see(self, owner: str) -> bool:
        return not owner or self.owners is None or owner in self.owners or owner == self.user_id


async def connect() -> psycopg.AsyncConnection[Any]:
    return await AsyncConnection.connect(**conninfo_for("web"), autocommit=True)


async def open_pool() -> None:
    """All questions of a process share few connections: no crowd takes those of Django."""
    pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] = AsyncConnectionPool(
        kwargs={**conninfo_for("web"), "autocommit": True},
        connection_class=AsyncConnection,
        min_size=0,
        max_size=CONNECTIONS,
        max_waiting=WAITING,
        timeout=PATIENCE_SECONDS,
        reconnect_timeout=PATIENCE_SECONDS,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
    await pool.open()
    _pools.append(pool)


async def close_pool() -> None:
    while _pools:
        await _pools.pop().close()


async def recognize(subscriber: Subscriber, *, is_counted: bool = True) -> bool:
    """
    Read whom he may see; False when his session has ended. Raises Busy and PermissionMissing.

    `is_counted` for somebody who is not known yet: his address may ask few questions at a time.
    """
    try:
        with _asking.one_more(subscriber.addr) if is_counted else nullcontext():
            row = await _row(subscriber)
    except (psycopg.OperationalError, TooManyAtOnce) as error:
        log.warning("live_refused", error=repr(error))
        raise Busy from None
    if row is None:
        return False
    user_id, owner_ids, networks, shares, permissions = row
    if subscriber.is_program and VIEW not in permissions:
        raise PermissionMissing(permission=VIEW)
    if networks and not is_within(subscriber.addr, networks):
        return False
    subscriber.user_id = str(user_id)
    subscriber.owners = None if owner_ids is None else frozenset(map(str, owner_ids))
    subscriber.shared = frozenset(shares)
    return True


async def _row(subscriber: Subscriber) -> Sequence[Any] | None:
    if not _pools:
        raise psycopg.OperationalError("not open")
    asked_at = time.perf_counter()
    async with _pools[0].connection() as connection:
        POOL_SECONDS.observe(time.perf_counter() - asked_at)
        cursor = await connection.execute(*_question(subscriber))
        row: Sequence[Any] | None = await cursor.fetchone()
    return row


def _question(subscriber: Subscriber) -> tuple[LiteralString, list[str]]:
    hashed = hash_session_key(subscriber.key)
    if subscriber.is_program:
        return (
            "SELECT user_id, owner_ids, networks, shares, permissions FROM k.viewer_of_key(%s, %s)",
            [hashed, subscriber.addr],
        )
    return (
        "SELECT user_id, owner_ids, '{}'::text[], shares, '{}'::text[] FROM k.watcher_in_session(%s)",
        [hashed],
    )


def subscriber_of(scope: Scope) -> Subscriber:
    addr = str((scope.get("client") or ("",))[0])
    for name, value in scope["headers"]:
        scheme, _, token = value.decode("latin-1").partition(" ")
        if name == b"authorization" and scheme.lower() == "bearer":
            return Subscriber(token.strip(), is_program=True, addr=addr)
    return Subscriber(_session_key(scope), addr=addr)


def check_host(scope: Scope) -> None:
    """Raises StrangeHost."""
    host, _ = split_domain_port(dict(scope["headers"]).get(b"host", b"").decode("latin-1"))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        raise StrangeHost


def _session_key(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = SimpleCookie(value.decode("latin-1"))
            return cookie[COOKIE].value if COOKIE in cookie else ""
    return ""
