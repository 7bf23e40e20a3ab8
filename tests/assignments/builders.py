"""Builders of assignments."""

from datetime import timedelta
from typing import Any

from shared.assignments.models import Assignment, AssignmentFile
from shared.catalogue.models import Service
from shared.contracts.assignments import AssignmentStatus
from shared.kernel.ids import AssignmentId, Id, ServiceId, UserId
from tests.builders import NOON
from tests.catalogue.builders import a_service

SERVICE_ID = ServiceId("resume-review")
ASSIGNMENT_ID = AssignmentId("BE-20261126-ACD346")
BRIEF = "Mohon tinjau CV saya untuk posisi manajer produk."


def a_written_service(**given: Any) -> Service:
    """Build a service without a meeting, which is delivered within five days."""
    values: dict[str, Any] = {"name": "Resume Review", "minutes": 0, "delivery_days": 5, "price": 100_000} | given
    return a_service(SERVICE_ID, **values)


def an_assignment(**given: Any) -> Assignment:
    """Build an assignment of Ana's that Dewi is to deliver within five days."""
    values: dict[str, Any] = {
        "id": ASSIGNMENT_ID,
        "status": AssignmentStatus.IN_PROGRESS,
        "version": 2,
        "customer": UserId("ana"),
        "customer_name": "Ana Wijaya",
        "expert": UserId("dewi"),
        "expert_name": "Dewi Lestari",
        "service_id": SERVICE_ID,
        "service_name": "Resume Review",
        "price": 100_000,
        "total": 105_000,
        "delivery_days": 5,
        "corrections_allowed": 2,
        "brief": BRIEF,
        "ordered_at": NOON,
        "pay_before": NOON + timedelta(days=3),
        "paid_at": NOON,
        "due_at": NOON + timedelta(days=5),
        "refund_at": NOON + timedelta(days=8),
    } | given
    return Assignment(**values)


def a_file(id: str = "resume", **given: Any) -> AssignmentFile:
    """Build a PDF of an assignment."""
    values: dict[str, Any] = {
        "id": Id(id),
        "key": f"assignments/{ASSIGNMENT_ID}/ana/{id}",
        "name": "CV.pdf",
        "content_type": "application/pdf",
        "bytes": 7,
        "added_at": NOON,
    } | given
    return AssignmentFile(**values)
