"""Files and finished imports for tests."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kurator.imports.services.running import run_import
from tests.client import Answer, ApiClient

TELCO = Path(__file__).resolve().parents[4] / "shared/data/churn_ibm_telco/Telco-Customer-Churn.csv"
_HEAD = (
    "customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,"
    "InternetService,OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,"
    "StreamingMovies,Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn"
)
_ROWS = (
    "Female,0,Yes,No,1,No,No phone service,DSL,No,Yes,No,No,No,No,Month-to-month,Yes,"
    "Electronic check,29.85,{},No",
    "Male,1,No,Yes,34,Yes,No,Fiber optic,Yes,No,Yes,No internet service,Yes,Yes,One year,No,"
    "Mailed check,56.95,{},Yes",
)


def telco() -> bytes:
    """The public data set, or where it is not at hand a file of the same shape."""
    if TELCO.exists():
        return TELCO.read_bytes()
    ids = ["7590-VHVEG", *(f"{number:04}-XXXXX" for number in range(1, 7043))]
    totals = (" " if 100 <= place < 111 else f"{29.85 + place:.2f}" for place in range(7043))
    rows = (
        f"{one},{_ROWS[place % 2].format(total)}"
        for place, (one, total) in enumerate(zip(ids, totals, strict=True))
    )
    return "\n".join([_HEAD, *rows]).encode()


def now() -> datetime:
    return datetime.now(UTC)


def upload(client: ApiClient, content: bytes | str, name: str = "customers.csv") -> Answer:
    """Post a file as a browser does."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return client.upload("/imports", file=file)


def started(client: ApiClient, import_id: str) -> dict[str, Any]:
    """Start the run, do the worker's part, return the import."""
    answer = client.post(f"/imports/{import_id}/run")
    assert answer.status == 202, answer.json
    run_import(UUID(import_id), clock=now)
    found: dict[str, Any] = client.get(f"/imports/{import_id}").json
    return found


def imported(client: ApiClient, content: bytes | str) -> dict[str, Any]:
    """Upload and run with what was recognized."""
    answer = upload(client, content)
    assert answer.status == 201, answer.json
    return started(client, answer.json["id"])


def counts(one: dict[str, Any]) -> tuple[int, int, int, int]:
    found = one["counts"]
    return found["created"], found["updated"], found["unchanged"], found["refused"]
