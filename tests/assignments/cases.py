"""Cases of assignments."""

from datetime import datetime, timedelta

import functions.main
from shared.assignments import store
from shared.assignments.models import DeliveryDispute, DeliveryStatement
from shared.contracts.assignments import AssignmentStatus
from shared.identity import store as identity
from shared.kernel.ids import AssignmentId
from tests.assignments.builders import BRIEF, SERVICE_ID, an_assignment
from tests.assignments.examples import (
    ACCEPTED,
    BOUGHT,
    CANCELLED,
    CORRECTION_REQUESTED,
    DECIDED,
    DELIVERED,
    DISPUTED,
    IN_PROGRESS,
    WITH_FILE,
)
from tests.assignments.steps import (
    buy_service_as,
    set_up_assignments,
    start_and_deliver,
    start_and_dispute,
    start_assignment,
)
from tests.bookings.steps import set_up_booking_domain
from tests.builders import BUYER, NOON
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.catalogue.builders import DEWI
from tests.catalogue.steps import use_fake_files
from tests.identity.admin_cases import a_restriction, push_suspension
from tests.world import ADMIN, ANA, EXPERT, World

_ID = {"assignment_id": "BE-20261126-ACD346"}
_FLOW, _DISPUTES = "tests/assignments/test_assignments.py", "tests/assignments/test_delivery_disputes.py"


@case(
    "buy_service",
    who=("customer", "expert"),
    tested_in=_FLOW,
    example=Example(
        request={
            "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
            "service_id": "Qw8r2TyU4iO6pA9sD1fG",
            "brief": "Mohon tinjau CV saya untuk posisi manajer produk.",
            "buyer": {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"},
        },
        response=BOUGHT,
    ),
)
async def _buy_service(world: World) -> MeasuredCall:
    await set_up_assignments(world)
    body = {"expert_id": DEWI, "service_id": SERVICE_ID, "brief": BRIEF, "buyer": BUYER}
    return call_function(world, "buy_service", body, ANA)


@case("get_assignment", who=("customer", "expert", "admin"), example=Example(request=_ID, response=IN_PROGRESS))
async def _get_assignment(world: World) -> MeasuredCall:
    return call_function(world, "get_assignment", {"assignment_id": await start_assignment(world)}, EXPERT)


@case(
    "list_my_assignments",
    who=("customer", "expert"),
    example=Example(request={"side": "expert"}, response={"items": [IN_PROGRESS], "next_cursor": None}),
)
async def _list_my_assignments(world: World) -> MeasuredCall:
    await start_assignment(world)
    return call_function(world, "list_my_assignments", {}, ANA)


@variants("list_my_assignments")
async def _list_my_assignments_of_a_side(world: World) -> list[MeasuredCall]:
    await start_assignment(world)
    queries = [({"status": "accepted"}, ANA), ({"side": "expert"}, EXPERT)]
    queries.append(({"side": "expert", "status": "accepted"}, EXPERT))
    return [call_function(world, "list_my_assignments", query, person) for query, person in queries]


@paged_rows("list_my_assignments", id="assignment_id", person=ANA)
async def _add_assignment_row(world: World, number: int, at: datetime) -> None:
    row = an_assignment(id=AssignmentId(f"BE-20261126-A{number:05d}"), ordered_at=at)
    await world.put_documents((store.assignment_ref(row.id), row))


@case(
    "create_assignment_upload",
    who=("customer", "expert"),
    tested_in=_FLOW,
    example=Example(
        request=_ID | {"content_type": "application/pdf", "bytes": 184023},
        response={
            "upload_id": "Hh7iI8jJ9kK0lL1mM2nN",
            "url": "https://storage.googleapis.com/temani-files/assignments/BE-20261126-ACD346?X-Amz-Expires=900",
            "headers": {"content-type": "application/pdf", "content-length": "184023"},
            "expires_at": "2026-11-26T05:15:00Z",
        },
    ),
)
async def _create_assignment_upload(world: World) -> MeasuredCall:
    use_fake_files(world, "application/pdf")
    body = {"assignment_id": await start_assignment(world), "content_type": "application/pdf", "bytes": 7}
    return call_function(world, "create_assignment_upload", body, ANA)


@case(
    "add_brief_file",
    who=("customer", "expert"),
    tested_in=_FLOW,
    example=Example(request=_ID | {"upload_id": "Hh7iI8jJ9kK0lL1mM2nN", "file_name": "CV Ana.pdf"}, response=WITH_FILE),
)
async def _add_brief_file(world: World) -> MeasuredCall:
    use_fake_files(world, "application/pdf")
    body = {"assignment_id": await start_assignment(world), "upload_id": "resume", "file_name": "CV.pdf"}
    return call_function(world, "add_brief_file", body, ANA)


@case(
    "download_assignment_file",
    who=("customer", "expert", "admin"),
    example=Example(
        request=_ID | {"file_id": "Hh7iI8jJ9kK0lL1mM2nN"},
        response={
            "url": "https://storage.googleapis.com/temani-files/assignments/BE-20261126-ACD346?X-Amz-Expires=300",
            "name": "CV Ana.pdf",
            "expires_at": "2026-11-26T05:05:00Z",
        },
    ),
)
async def _download_assignment_file(world: World) -> MeasuredCall:
    call = await _add_brief_file(world)
    assignment_id = (await call()).body["assignment_id"]
    body = {"assignment_id": assignment_id, "file_id": "resume"}
    return call_function(world, "download_assignment_file", body, EXPERT)


@case(
    "deliver_assignment",
    who="expert",
    tested_in=_FLOW,
    example=Example(
        request=_ID
        | {
            "text": "Catatan saya ada di berkas ini.",
            "files": [{"upload_id": "Bb1cC2dD3eE4fF5gG6hH", "file_name": "Catatan.pdf"}],
        },
        response=DELIVERED,
    ),
)
async def _deliver_assignment(world: World) -> MeasuredCall:
    use_fake_files(world, "application/pdf")
    files = [{"upload_id": "review", "file_name": "Catatan.pdf"}]
    body = {"assignment_id": await start_assignment(world), "text": "Ini catatan saya.", "files": files}
    return call_function(world, "deliver_assignment", body, EXPERT)


@case(
    "request_correction",
    who=("customer", "expert"),
    tested_in=_FLOW,
    example=Example(
        request=_ID | {"text": "Mohon tambahkan halaman 2."}, response=CORRECTION_REQUESTED | {"hotlines": []}
    ),
)
async def _request_correction(world: World) -> MeasuredCall:
    body = {"assignment_id": await start_and_deliver(world), "text": "Mohon tambahkan halaman 2."}
    return call_function(world, "request_correction", body, ANA)


@case("accept_delivery", who=("customer", "expert"), example=Example(request=_ID, response=ACCEPTED), tested_in=_FLOW)
async def _accept_delivery(world: World) -> MeasuredCall:
    return call_function(world, "accept_delivery", {"assignment_id": await start_and_deliver(world)}, ANA)


@case(
    "cancel_assignment",
    who=("customer", "expert"),
    tested_in=_FLOW,
    example=Example(request=_ID | {"reason": "Saya sakit"}, response=CANCELLED),
)
async def _cancel_assignment(world: World) -> MeasuredCall:
    body = {"assignment_id": await start_assignment(world), "reason": "Saya sakit"}
    return call_function(world, "cancel_assignment", body, EXPERT)


@case(
    "dispute_delivery",
    who=("customer", "expert"),
    tested_in=_DISPUTES,
    example=Example(request=_ID | {"text": "Ini bukan CV saya."}, response=DISPUTED | {"hotlines": []}),
)
async def _dispute_delivery(world: World) -> MeasuredCall:
    body = {"assignment_id": await start_and_deliver(world), "text": "Ini bukan CV saya."}
    return call_function(world, "dispute_delivery", body, ANA)


@case(
    "list_delivery_disputes",
    who="admin",
    tested_in=_DISPUTES,
    example=Example(request={}, response={"items": [DISPUTED], "next_cursor": None}),
)
async def _list_delivery_disputes(world: World) -> MeasuredCall:
    await start_and_dispute(world)
    return call_function(world, "list_delivery_disputes", {}, ADMIN)


@paged_rows("list_delivery_disputes", id="assignment_id", person=ADMIN)
async def _add_dispute_row(world: World, number: int, at: datetime) -> None:
    dispute = DeliveryDispute(
        statements=(DeliveryStatement(side="customer", text="Kosong.", at=at),), opened_at=at, decide_before=at
    )
    row = an_assignment(
        id=AssignmentId(f"BE-20261126-A{number:05d}"), status=AssignmentStatus.DISPUTED, dispute=dispute
    )
    await world.put_documents((store.assignment_ref(row.id), row))


@case(
    "decide_delivery_dispute",
    who="admin",
    tested_in=_DISPUTES,
    example=Example(request=_ID | {"refund": 105000, "reason": "Catatannya tentang CV orang lain"}, response=DECIDED),
)
async def _decide_delivery_dispute(world: World) -> MeasuredCall:
    body = {"assignment_id": await start_and_dispute(world), "refund": 105_000, "reason": "CV orang lain"}
    return call_function(world, "decide_delivery_dispute", body, ADMIN)


@case("alert_when_delivery_disputed", who="internal", tested_in=_DISPUTES)
async def _alert_when_delivery_disputed(world: World) -> MeasuredCall:
    payload = _ID | {"decide_before": NOON.isoformat(), "at": NOON.isoformat()}
    return push_event(world, "alert_when_delivery_disputed", "DeliveryDisputed", **payload)


@case("start_assignment_when_order_paid", who="internal", tested_in=_FLOW)
async def _start_assignment_when_order_paid(world: World) -> MeasuredCall:
    await set_up_assignments(world, price=0)
    made = (await buy_service_as(world)).body["assignment_id"]
    payload = {"order_id": made, "paid_at": NOON.isoformat()}
    return push_event(world, "start_assignment_when_order_paid", "OrderPaid", **payload)


@case("end_assignment_when_order_cancelled", who="internal", tested_in=_FLOW)
async def _end_assignment_when_order_cancelled(world: World) -> MeasuredCall:
    await set_up_assignments(world)
    made = (await buy_service_as(world)).body["assignment_id"]
    await world.call(functions.main.cancel_order, {"order_id": made}, as_=ANA)
    payload = {"order_id": made, "cancelled_at": NOON.isoformat()}
    return push_event(world, "end_assignment_when_order_cancelled", "OrderCancelled", **payload)


@case("end_assignment_when_order_expired", who="internal", tested_in=_FLOW)
async def _end_assignment_when_order_expired(world: World) -> MeasuredCall:
    await set_up_assignments(world)
    made = (await buy_service_as(world)).body["assignment_id"]
    payload = {"order_id": made, "expired_at": NOON.isoformat()}
    return push_event(world, "end_assignment_when_order_expired", "OrderExpired", **payload)


@case("cancel_assignments_when_user_suspended", who="internal", tested_in=_FLOW)
async def _cancel_assignments_when_user_suspended(world: World) -> MeasuredCall:
    await start_assignment(world)
    await world.put_documents((identity.restriction_ref("ana"), a_restriction("ana", world.now)))
    return push_suspension(world, "cancel_assignments_when_user_suspended", "ana")


@case("cancel_assignment_of_suspended", who="internal", tested_in=_FLOW)
async def _cancel_assignment_of_suspended(world: World) -> MeasuredCall:
    call = await _cancel_assignments_when_user_suspended(world)
    await call()
    return await deliver_job(world, "cancel_assignment_of_suspended", "CancelAssignmentOfSuspended")


@case("delete_unused_assignment_file", who="internal", tested_in=_FLOW)
async def _delete_unused_assignment_file(world: World) -> MeasuredCall:
    call = await _create_assignment_upload(world)
    await call()
    return await deliver_job(world, "delete_unused_assignment_file", "DeleteUnusedAssignmentFile")


@case("remind_of_assignment", who="internal", tested_in="tests/assignments/test_assignment_reminders.py")
async def _remind_of_assignment(world: World) -> MeasuredCall:
    await start_assignment(world)
    world.later(days=4)
    return await deliver_job(world, "remind_of_assignment", "RemindOfAssignment")


@case("advance_assignments", who="internal", tested_in=_FLOW)
async def _advance_assignments(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    overdue = an_assignment(due_at=NOON - timedelta(minutes=1))
    await world.put_documents((store.assignment_ref(overdue.id), overdue))
    return run_schedule(world, "advance_assignments")
