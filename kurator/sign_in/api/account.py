"""One's own account: name, password, factors, sessions, proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from uuid import UUID

from kurator.access.session import ApiRequest
from kurator.access.sessions import end_session, end_sessions, hash_session_key, live_sessions
from kurator.platform.api import ANYONE
from kurator.sign_in import selectors
from kurator.sign_in.api.door import counted, door, now, own_account, session_out
from kurator.sign_in.rules import device_of, is_phone
from kurator.sign_in.schemas import (
    CodeIn,
    EndedOut,
    OpenSessionOut,
    OptionsOut,
    OwnNameIn,
    PasskeyIn,
    PasswordIn,
    ProofIn,
    RecoveryCodesOut,
    SecurityOut,
    SessionOut,
    TotpOut,
)
from kurator.sign_in.services import account


@contextmanager
def _own_attempt(request: ApiRequest, *, way: str) -> Iterator[str]:
    """Act on one's own account by something that a thief of the session would have to guess."""
    with (
        counted(request, way=way, whose=lambda: request.profile.email),
        own_account(request) as key,
    ):
        yield key


@door.get("/me/security", permission=ANYONE, looking="no", response=SecurityOut)
def get_security(request: ApiRequest) -> SecurityOut:
    """Return how one logs in: factors, codes left, what the role asks for."""
    with own_account(request) as key:
        found = selectors.find_security(request.viewer, key=key)
    return SecurityOut(**asdict(found))


@door.patch("/me", proof="never", permission=ANYONE, response=SessionOut)
def rename_self(request: ApiRequest, payload: OwnNameIn) -> SessionOut:
    """Change one's own name."""
    with own_account(request) as key:
        account.rename_self(user_id=request.viewer.user_id, name=payload.name.strip())
    return session_out(request, key)


@door.post(
    "/me/password", heeds_key=False, proof="sometimes", permission=ANYONE, response={204: None}
)
def change_password(request: ApiRequest, payload: PasswordIn) -> tuple[int, None]:
    """Change one's own password; all other sessions end."""
    with _own_attempt(request, way="password") as key:
        account.change_password(
            user_id=request.viewer.user_id,
            key=key,
            old=payload.old_password,
            new=payload.new_password,
            now=now(),
        )
    return 204, None


@door.get("/me/sessions", permission=ANYONE, looking="no", response=list[OpenSessionOut])
def list_sessions(request: ApiRequest) -> list[OpenSessionOut]:
    """Return one's open sessions, the latest used first."""
    with own_account(request) as key:
        rows = live_sessions(user_id=request.viewer.user_id, now=now())
    return [
        OpenSessionOut(
            id=row.id,
            device=device_of(row.client),
            is_phone=is_phone(row.client),
            addr=row.addr,
            method=row.method,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this=row.key_hash == hash_session_key(key),
        )
        for row in rows
    ]


@door.delete("/me/sessions/{session_id}", proof="never", permission=ANYONE, response={204: None})
def end_own_session(request: ApiRequest, session_id: UUID) -> tuple[int, None]:
    """End one of one's sessions."""
    with own_account(request):
        end_session(user_id=request.viewer.user_id, session_id=session_id)
    return 204, None


@door.delete("/me/sessions", proof="never", permission=ANYONE, response=EndedOut)
def end_other_sessions(request: ApiRequest) -> EndedOut:
    """End all of one's sessions but this."""
    with own_account(request) as key:
        return EndedOut(ended=end_sessions(user_id=request.viewer.user_id, but_key=key))


@door.post("/me/totp", tells_secret=True, proof="always", permission=ANYONE, response=TotpOut)
def offer_totp(request: ApiRequest) -> TotpOut:
    """Begin to set up an authenticator app; it counts once a code of it is confirmed."""
    with own_account(request) as key:
        secret, address = account.offer_totp(user_id=request.viewer.user_id, key=key, now=now())
    return TotpOut(secret=secret, address=address, svg=_picture_of(address))


def _picture_of(address: str) -> str:
    import qrcode
    from qrcode.image.svg import SvgPathImage

    picture = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(picture)
    return picture.getvalue().decode()


@door.post(
    "/me/totp/confirm",
    tells_secret=True,
    proof="always",
    permission=ANYONE,
    response=RecoveryCodesOut,
)
def confirm_totp(request: ApiRequest, payload: CodeIn) -> RecoveryCodesOut:
    """Confirm the app by its code; returns recovery codes with the first factor."""
    with own_account(request) as key:
        codes = account.confirm_totp(
            user_id=request.viewer.user_id, key=key, code=payload.code, now=now()
        )
    return RecoveryCodesOut(codes=codes)


@door.post(
    "/me/recovery-codes",
    tells_secret=True,
    proof="always",
    permission=ANYONE,
    response=RecoveryCodesOut,
)
def renew_recovery_codes(request: ApiRequest) -> RecoveryCodesOut:
    """Make new recovery codes; the old ones stop working."""
    with own_account(request):
        codes = account.renew_recovery_codes(user_id=request.viewer.user_id, now=now())
    return RecoveryCodesOut(codes=codes)


@door.post(
    "/me/passkeys/options",
    tells_secret=True,
    proof="always",
    permission=ANYONE,
    response=OptionsOut,
)
def offer_new_passkey(request: ApiRequest) -> OptionsOut:
    """Return what the browser needs to make a passkey."""
    with own_account(request) as key:
        options = account.offer_new_passkey(
            user_id=request.viewer.user_id, key=key, host=request.get_host(), now=now()
        )
    return OptionsOut(options=options)


@door.post(
    "/me/passkeys", tells_secret=True, proof="always", permission=ANYONE, response=RecoveryCodesOut
)
def add_passkey(request: ApiRequest, payload: PasskeyIn) -> RecoveryCodesOut:
    """Keep the passkey that the browser made; returns recovery codes with the first factor."""
    with own_account(request) as key:
        codes = account.add_passkey(
            user_id=request.viewer.user_id,
            key=key,
            name=payload.name,
            credential=payload.credential,
            host=request.get_host(),
            now=now(),
        )
    return RecoveryCodesOut(codes=codes)


@door.patch("/me/factors/{factor_id}", proof="never", permission=ANYONE, response={204: None})
def rename_passkey(request: ApiRequest, factor_id: int, payload: OwnNameIn) -> tuple[int, None]:
    """Give a passkey another name."""
    with own_account(request):
        account.rename_passkey(
            user_id=request.viewer.user_id, factor_id=factor_id, name=payload.name
        )
    return 204, None


@door.delete("/me/factors/{factor_id}", proof="always", permission=ANYONE, response={204: None})
def remove_factor(request: ApiRequest, factor_id: int) -> tuple[int, None]:
    """Remove a factor; recovery codes go with the last one."""
    with own_account(request):
        account.remove_factor(user_id=request.viewer.user_id, factor_id=factor_id)
    return 204, None


@door.post(
    "/me/proof/options", tells_secret=True, proof="never", permission=ANYONE, response=OptionsOut
)
def offer_proof(request: ApiRequest) -> OptionsOut:
    """Return what a passkey must sign to prove again who one is."""
    with own_account(request) as key:
        options = account.offer_proof_by_passkey(
            user_id=request.viewer.user_id, key=key, host=request.get_host(), now=now()
        )
    return OptionsOut(options=options)


@door.post("/me/proof", heeds_key=False, proof="never", permission=ANYONE, response={204: None})
def prove(request: ApiRequest, payload: ProofIn) -> tuple[int, None]:
    """Prove again who one is, before a dangerous act."""
    with _own_attempt(request, way="proof") as key:
        _prove(request, payload, key)
    return 204, None


def _prove(request: ApiRequest, payload: ProofIn, key: str) -> None:
    user_id = request.viewer.user_id
    if payload.credential is not None:
        account.prove_with_passkey(
            user_id=user_id,
            key=key,
            credential=payload.credential,
            host=request.get_host(),
            now=now(),
        )
    elif payload.code:
        account.prove_with_code(user_id=user_id, key=key, code=payload.code, now=now())
    else:
        account.prove_with_password(user_id=user_id, key=key, password=payload.password, now=now())
