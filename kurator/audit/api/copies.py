from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse

from kurator.access.session import ApiRequest
from kurator.audit.schemas import CopyLinkOut
from kurator.audit.services.copying import issue_copy, open_copy
from kurator.platform.api import Door
from kurator.platform.departures import depart

door = Door("copies", "audit")
COPIES = "/api/v1/audit/copies/"


@door.post(
    "/parties/{party_id}/copy",
    tells_secret=True,
    proof="never",
    permission="audit.copy",
    response=CopyLinkOut,
)
def take_copy(request: ApiRequest, party_id: UUID) -> dict[str, object]:
    """Return an address of everything that is known about a customer; it dies after a minute."""
    link = issue_copy(viewer=request.viewer, party_id=party_id, now=datetime.now(UTC))
    return {
        "url": COPIES + link.token,
        "expires_at": link.expires_at,
        "files": link.files,
        "bytes": link.bytes,
    }


@door.get("/copies/{copy_token}", proof="never", slow=True, permission="audit.copy")
def open_copy_of_person(
    request: ApiRequest, copy_token: str
) -> HttpResponse | StreamingHttpResponse:
    """Return a ZIP archive of the data and the files; that it was taken is kept."""
    party_id, parts = open_copy(viewer=request.viewer, token=copy_token, now=datetime.now(UTC))
    answer = depart(request, parts)
    answer["Content-Type"] = "application/zip"
    answer["Content-Disposition"] = f'attachment; filename="customer-{party_id}.zip"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
