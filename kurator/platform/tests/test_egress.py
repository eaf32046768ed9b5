"""The client for calls to the outside refuses every way into the inner network that is known."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from kurator.platform.addresses import is_public, parse_address, parse_networks
from kurator.platform.egress import AddressRefused, CallFailed, Egress, system_resolve

LOOPBACK = parse_networks("127.0.0.0/8")
HOSTILE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),  # noqa: S104 - an address to refuse
    *("169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:0:7f00:1::"),
    *("2001:db8::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1"),
    *("fe80::1%eth0", "100::1", "3fff::1", "5f00::1"),
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "192.0.1.1", "2606:4700::1111", "2a00:1450:4001::1"]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_inner_or_deceptive_address_is_not_public(address: str) -> None:
    assert not is_public(parse_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is(address: str) -> None:
    assert is_public(parse_address(address))


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f.0.0.1", "0x7f000001", "0177.0.0.1", "0", "127.0.0.1."),
        *("localhost", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "①②⑦.0.0.1", "127。0。0。1"),
    ],
)
def test_other_spellings_of_the_loopback_are_seen_through(host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Egress().check(f"https://{host}/")
    assert refused.value.kind in ("internal", "unknown_host")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "address"),
        ("https://", "address"),
        ("//example.com", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.com/", "scheme"),
        ("http://example.com/", "scheme"),
        ("https://example.com:22/", "port"),
        ("https://example.com:99999/", "address"),
        ("https://user:secret@example.com/", "credentials"),
        ("https://example.com@127.0.0.1/", "credentials"),
        ("https://exa mple.com/", "address"),
        ("https://example.com/\r\nHost: inner", "address"),
        ("https://example.com\\@127.0.0.1/", "address"),
        ("https://127.0.0.1%2f.example.com/", "address"),
        ("https://" + "a" * 70 + ".com/", "address"),
        ("https://example.com/" + "a" * 3000, "address"),
    ],
)
def test_an_address_out_of_rule_is_refused(url: str, kind: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Egress(resolve=lambda host, port: ["8.8.8.8"]).check(url)
    assert refused.value.kind == kind


def test_one_inner_address_among_public_ones_refuses_all() -> None:
    with pytest.raises(AddressRefused):
        Egress(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"]).check("https://example.com/")


def test_the_refusal_speaks_three_languages() -> None:
    refusal = AddressRefused("internal")
    assert "внутреннюю" in refusal.detail("ru")
    assert "внутрішню" in refusal.detail("uk")
    assert "internal" in refusal.detail("en")


@contextmanager
def peer(answer: Callable[[socket.socket, bytes], None], host: str = "127.0.0.1") -> Iterator[Any]:
    """A server that answers each connection by `answer(connection, request)`."""
    listener = socket.create_server((host, 0))
    seen: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    seen.append(connection.recv(65_536))
                    answer(connection, seen[-1])
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=2)


def plain(body: bytes, status: str = "200 OK", head: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def test_an_allowed_network_is_called() -> None:
    with peer(lambda c, _: c.sendall(plain(b"hello"))) as (port, seen):
        answer = Egress(allowed=LOOPBACK).send("POST", f"http://127.0.0.1:{port}/a?b=c", body=b"x")
    assert (answer.status, answer.body) == (200, b"hello")
    assert seen[0].startswith(b"POST /a?b=c HTTP/1.1\r\n")


def test_a_name_is_resolved_once_and_the_checked_address_is_called() -> None:
    """A rebinding name would answer the second question with an inner address."""
    answers = iter([["127.0.0.2"], ["127.0.0.3"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with peer(lambda c, _: c.sendall(plain(b"checked")), "127.0.0.2") as (port, seen):
        found = Egress(allowed=LOOPBACK, resolve=rebinding).send("GET", f"http://name.test:{port}/")
    assert found.body == b"checked"
    assert asked == ["name.test"]
    assert f"Host: name.test:{port}".encode() in seen[0]


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with peer(lambda c, _: c.sendall(plain(b"secret"))) as (inner, visited):
        head = f"Location: http://127.0.0.1:{inner}/\r\n"
        with peer(lambda c, _: c.sendall(plain(b"", "302 Found", head))) as (port, _):
            answer = Egress(allowed=LOOPBACK).send("GET", f"http://127.0.0.1:{port}/")
    assert (answer.status, answer.body) == (302, b"")
    assert visited == []


def test_too_large_an_answer_is_cut_off() -> None:
    with (
        peer(lambda c, _: c.sendall(plain(b"a" * 200_000))) as (port, _),
        pytest.raises(CallFailed) as failed,
    ):
        Egress(allowed=LOOPBACK, max_bytes=1000).send("GET", f"http://127.0.0.1:{port}/")
    assert failed.value.kind == "too_large"


def test_a_packed_answer_does_not_swell() -> None:
    import gzip

    bomb = gzip.compress(b"\0" * 5_000_000)
    with peer(lambda c, _: c.sendall(plain(bomb, head="Content-Encoding: gzip\r\n"))) as (port, _):
        answer = Egress(allowed=LOOPBACK).send("GET", f"http://127.0.0.1:{port}/")
    assert answer.body == bomb


def drip(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _number in range(600):
        connection.sendall(b"a")
        time.sleep(0.05)


def hold(connection: socket.socket, _: bytes) -> None:
    """Until the other side leaves."""
    connection.recv(1)


@pytest.mark.parametrize("answer", [drip, hold], ids=["drip", "hold"])
def test_a_slow_peer_is_left_in_time(answer: Callable[[socket.socket, bytes], None]) -> None:
    with peer(answer) as (port, _):
        started = time.monotonic()
        with pytest.raises(CallFailed) as failed:
            Egress(allowed=LOOPBACK, seconds=0.4).send("GET", f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 10
    assert failed.value.kind == "timeout"


def test_a_refused_connection_is_no_slow_peer() -> None:
    with peer(hold) as (port, _):
        pass
    with pytest.raises(CallFailed) as failed:
        Egress(allowed=LOOPBACK).send("GET", f"http://127.0.0.1:{port}/")
    assert failed.value.kind == "unreachable"


@pytest.mark.parametrize(
    "junk", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na"]
)
def test_garbage_is_a_failure_like_any_other(junk: bytes) -> None:
    with peer(lambda c, _: c.sendall(junk)) as (port, _), pytest.raises(CallFailed) as failed:
        Egress(allowed=LOOPBACK).send("GET", f"http://127.0.0.1:{port}/")
    assert failed.value.kind == "unreachable"


def test_nobody_there_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(CallFailed):
        Egress(allowed=LOOPBACK).send("GET", f"http://127.0.0.1:{port}/")


def _certificate(folder: Any, name: str) -> tuple[str, str]:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = (folder / "cert.pem", folder / "key.pem")
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(paths[0]), str(paths[1])


@pytest.mark.parametrize(
    ("called", "is_trusted", "outcome"),
    [("good.test", True, "hello"), ("evil.test", True, "tls"), ("good.test", False, "tls")],
)
def test_the_certificate_must_belong_to_the_name(
    tmp_path: Any, called: str, is_trusted: bool, outcome: str
) -> None:
    certificate, key = _certificate(tmp_path, "good.test")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    names: list[str] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name or "")

    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listener.accept()
            with server.wrap_socket(connection, server_side=True) as wrapped:
                wrapped.recv(65_536)
                wrapped.sendall(plain(b"hello"))
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    client = ssl.create_default_context(cafile=certificate if is_trusted else None)
    egress = Egress(allowed=LOOPBACK, resolve=lambda host, port: ["127.0.0.1"], tls=client)
    try:
        found = egress.send("GET", f"https://{called}:{listener.getsockname()[1]}/").body.decode()
    except CallFailed as error:
        found = error.kind
    listener.close()
    assert found == outcome
    assert names == [called]


def test_the_system_resolver_names_every_address() -> None:
    assert "127.0.0.1" in system_resolve("localhost", 80)
