"""A small identity provider on this machine: OpenID Connect over HTTP, and signed SAML answers."""

import base64
import hmac
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.signer import XMLSigner

Json = dict[str, Any]
ASSERTION = Path(__file__).with_name("assertion.xml").read_text().strip()


class OidcProvider:
    """`claims` and `key` are what the next token is made of; tests bend them."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(
            2048, parameters={"kid": "one", "use": "sig", "alg": "RS256"}
        )
        self.signing: Any = self.key
        self.secret = b""
        self.claims: Json = {}
        self.said_issuer = issuer
        self.said_authorization = ""
        self.codes: dict[str, Json] = {}
        self.seen: list[Json] = []

    def description(self) -> Json:
        return {
            "issuer": self.said_issuer,
            "authorization_endpoint": self.said_authorization or f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, address: str, **claims: Any) -> tuple[str, str]:
        """A person says yes: return (state, code)."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**asked, "claims": claims}
        return asked["state"], code

    def token(self, form: Json) -> Json:
        self.seen.append(form)
        asked = self.codes.pop(form["code"], None)
        if asked is None:
            return {"error": "invalid_grant"}
        now = datetime.now(UTC)
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": "person-1",
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "iat": int(now.timestamp()),
            "nonce": asked.get("nonce"),
            "email": "anna@example.com",
            "email_verified": True,
            **asked["claims"],
        }
        if self.secret:
            return {"access_token": "a", "id_token": self._hmac(claims)}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing)
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def keys(self) -> Json:
        return {"keys": [self.key.as_dict(private=False)]}

    def sign_with_public_key(self) -> None:
        """The classic: take the public key for a shared secret."""
        self.secret = self.key.as_pem(private=False)

    def _hmac(self, claims: Json) -> str:
        def part(raw: bytes) -> str:
            return base64.urlsafe_b64encode(raw).decode().rstrip("=")

        head = part(json.dumps({"alg": "HS256", "kid": "one"}).encode())
        body = f"{head}.{part(json.dumps(claims).encode())}"
        return f"{body}.{part(hmac.digest(self.secret, body.encode(), 'sha256'))}"


def answer(to: BaseHTTPRequestHandler, status: int, kind: str, raw: bytes) -> None:
    to.send_response(status)
    to.send_header("Content-Type", kind)
    to.send_header("Content-Length", str(len(raw)))
    to.end_headers()
    to.wfile.write(raw)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on loopback for the time of a test; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        return None


@contextmanager
def oidc_provider() -> Iterator[OidcProvider]:
    """Serve the provider on loopback for the time of a test."""
    made: list[OidcProvider] = []

    class Handler(Quiet):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize"):
                self._let_go()
                return
            answers = {
                "/.well-known/openid-configuration": made[0].description,
                "/keys": made[0].keys,
            }
            self._send(answers[self.path]())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            form["authorization"] = self.headers.get("Authorization", "")
            self._send(made[0].token(form))

        def _let_go(self) -> None:
            """A person whom it knows says yes at once."""
            asked = parse_qs(urlsplit(self.path).query)
            state, code = made[0].authorize(self.path, **made[0].claims)
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri'][0]}?state={state}&code={code}")
            self.end_headers()

        def _send(self, body: Json) -> None:
            status = 400 if "error" in body else 200
            answer(self, status, "application/json", json.dumps(body).encode())

    with serving(Handler) as address:
        made.append(OidcProvider(address))
        yield made[0]


@dataclass
class MetadataServer:
    """What stands at an address; tests bend it."""

    body: str
    status: int = 200
    address: str = ""
    asked: int = 0


@contextmanager
def metadata_server(
    body: str, page: Callable[[str], str] | None = None
) -> Iterator[MetadataServer]:
    """Serve a description on loopback for the time of a test; `page` is what people see at /sso."""
    place = MetadataServer(body)

    class Handler(Quiet):
        def do_GET(self) -> None:
            if page and self.path.startswith("/sso"):
                answer(self, 200, "text/html", page(self.path).encode())
                return
            place.asked += 1
            answer(self, place.status, "application/samlmetadata+xml", place.body.encode())

    with serving(Handler) as address:
        place.address = f"{address}/metadata"
        yield place


class SamlProvider:
    def __init__(self, entity_id: str = "https://idp.example.com/metadata") -> None:
        self.entity_id = entity_id
        self.sso_url = "https://idp.example.com/sso"
        self.email = "anna@example.com"
        self.shown: list[str] = []
        self.renew()

    def renew(self) -> None:
        """Sign by a new key from now on, and show it beside those of before."""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.com")])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(len(self.shown) + 1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .sign(self.key, SHA256())
            .public_bytes(Encoding.PEM)
            .decode()
        )
        self.shown.append(self.certificate)

    def metadata(self, *, extra: str = "", binding: str = "HTTP-Redirect") -> str:
        """How it describes itself; `extra` are attributes of the whole."""
        keys = "".join(
            '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>'
            + "".join(one.splitlines()[1:-1])
            + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for one in self.shown
        )
        return (
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
            f' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{self.entity_id}" {extra}>'
            "<md:IDPSSODescriptor"
            f' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}'
            f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}"'
            f' Location="{self.sso_url}"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        )

    def request(self, address: str) -> Any:
        """Return the request in the address that the browser was sent to."""
        packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        return etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))

    def request_id(self, address: str) -> str:
        return str(self.request(address).get("ID"))

    def page(self, address: str) -> str:
        """The page that posts the answer about a person whom it knows."""
        asked = self.request(address)
        acs = asked.get("AssertionConsumerServiceURL")
        answer = self.respond(
            request_id=asked.get("ID"),
            acs=acs,
            audience=asked.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer"),
            email=self.email,
            uid=self.email,
            assertion_id=f"_{asked.get('ID')}",
        )
        return (
            f'<form method="post" action="{acs}"><input type="hidden" name="SAMLResponse"'
            f' value="{answer}"></form><script>document.forms[0].submit()</script>'
        )

    def respond(
        self,
        *,
        request_id: str,
        acs: str,
        audience: str,
        email: str = "anna@example.com",
        uid: str = "person-1",
        signed: bool = True,
        ages: timedelta = timedelta(0),
        assertion_id: str = "_assertion1",
        issuer: str = "",
    ) -> str:
        """Return the answer as the browser posts it; `ages` makes it older."""
        now = datetime.now(UTC) - ages
        stamp, until = (
            f"{now:%Y-%m-%dT%H:%M:%SZ}",
            f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
        )
        before = f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"
        issuer = issuer or self.entity_id
        node = etree.fromstring(
            ASSERTION.format(
                assertion_id=assertion_id,
                stamp=stamp,
                until=until,
                before=before,
                issuer=issuer,
                uid=uid,
                acs=acs,
                request_id=request_id,
                audience=audience,
                email=email,
            )
        )
        if signed:
            node = self._sign(node, assertion_id)
        response = etree.fromstring(
            f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
            f' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response1" Version="2.0"'
            f' IssueInstant="{stamp}" Destination="{acs}" InResponseTo="{request_id}">'
            f"<saml:Issuer>{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode"
            f' Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:Response>'
        )
        response.append(node)
        return base64.b64encode(etree.tostring(response)).decode()

    def _sign(self, node: Any, assertion_id: str) -> Any:
        signature = "{http://www.w3.org/2000/09/xmldsig#}Signature"
        prefix = {"ds": "http://www.w3.org/2000/09/xmldsig#"}  # what is signed names it so
        placeholder = etree.SubElement(node, signature, {"Id": "placeholder"}, nsmap=prefix)
        node.remove(placeholder)
        node.insert(1, placeholder)
        signer = XMLSigner(c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0)
        return signer.sign(
            node, key=self.key, cert=self.certificate, reference_uri=f"#{assertion_id}"
        )
