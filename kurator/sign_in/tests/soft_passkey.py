"""A passkey without hardware: what an authenticator and a browser do together."""

import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

Json = dict[str, Any]
VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftPasskey:
    def __init__(self, *, host: str = "testserver") -> None:
        self.host, self.origin = host, f"https://{host}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = ""
        self.counter = 0

    def register(self, options: Json) -> Json:
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        attested = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        flags = VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(self.host.encode()), flags, 0, attested)
        client = self._client(CollectedClientData.TYPE.CREATE, asked["challenge"])
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        }

    def sign(self, options: Json, *, flags: AuthenticatorData.FLAG = VERIFIED) -> Json:
        asked = options["publicKey"]
        data = AuthenticatorData.create(sha256(self.host.encode()), flags, self.counter)
        client = self._client(CollectedClientData.TYPE.GET, asked["challenge"])
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.handle,
            },
        }

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)
