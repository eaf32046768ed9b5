from uuid import UUID

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.audit.services.copying import copy_of_person
from kurator.platform.api import Door

door = Door("copies", "audit")


@door.post("/parties/{party_id}/copy", permission="audit.copy")
def take_copy(request: ApiRequest, party_id: UUID) -> HttpResponse:
    """Return everything that is known about a customer as one JSON file; that it was taken is kept."""
    document = copy_of_person(viewer=request.viewer, party_id=party_id)
    answer = HttpResponse(document, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="customer-{party_id}.json"'
    return answer
