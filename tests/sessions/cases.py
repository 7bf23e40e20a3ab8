"""Cases of sessions."""

from datetime import datetime, timedelta

import functions.main
from shared.kernel.ids import BookingId, PairingId, RoomId, SessionId, UserId
from shared.pairing import store as pairings
from shared.pairing.models import Entitlement, Pairing, PairingStatus
from shared.sessions import attendance, store
from shared.sessions.attendance_models import AttendanceDispute, DisputeStatement
from shared.sessions.models import Session
from tests.builders import NOON
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
from tests.chat.steps import call_as
from tests.orders.steps import pay_invoice
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session, start_session_with_expert
from tests.sessions.attendance_steps import an_attendance, hold_session
from tests.sessions.booked_session_steps import START, book_session, set_clock
from tests.sessions.examples import (
    ACTIVE_SESSION,
    ATTENDANCE,
    CORRECTED_ATTENDANCE,
    DISPUTED_ATTENDANCE,
    OWN_SESSION,
    RESOLVED_ATTENDANCE,
)
from tests.world import ADMIN, ANA, EXPERT, World, alias_of_user


@case(
    "get_session",
    who=("customer", "expert", "admin"),
    example=Example(request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"}, response=ACTIVE_SESSION),
)
async def _get_session(world: World) -> MeasuredCall:
    return call_function(world, "get_session", await start_session_with_expert(world), TRIAL_CUSTOMER)


@case(
    "join_session",
    who=("customer", "expert"),
    example=Example(request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"}, response=ACTIVE_SESSION),
)
async def _join_session(world: World) -> MeasuredCall:
    return call_function(world, "join_session", await start_session_with_expert(world), EXPERT)


@case(
    "allow_recognition",
    who="customer",
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"},
        response={
            **ACTIVE_SESSION,
            "known_as": "anon-mz5qk3u7xw2kfsdo6vbtyraeclhng4ij",
            "known_name": "Kenari Biru 27",
        },
    ),
)
async def _allow_recognition(world: World) -> MeasuredCall:
    return call_function(world, "allow_recognition", await start_session_with_expert(world), TRIAL_CUSTOMER)


@case(
    "list_my_active_sessions",
    who=("customer", "expert"),
    example=Example(response={"items": [ACTIVE_SESSION], "next_cursor": None}),
)
async def _list_my_active_sessions(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    return call_function(world, "list_my_active_sessions", {}, EXPERT)


@case(
    "list_my_sessions",
    who=("customer", "expert"),
    example=Example(
        request={"side": "customer", "limit": 20},
        response={"items": [OWN_SESSION], "next_cursor": None},
    ),
)
async def _list_my_sessions(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    return call_function(world, "list_my_sessions", {}, TRIAL_CUSTOMER)


@variants("list_my_sessions")
async def _list_my_sessions_as_expert(world: World) -> list[MeasuredCall]:
    """List the sessions that an expert gave."""
    await start_session_with_expert(world)
    return [call_function(world, "list_my_sessions", {"side": "expert"}, EXPERT)]


@paged_rows("list_my_sessions", id="session_id", person=TRIAL_CUSTOMER)
async def _add_own_session_row(world: World, number: int, at: datetime) -> None:
    alias, session_id = alias_of_user(TRIAL_CUSTOMER.uid), SessionId(f"call-{number}")
    pairing = Pairing(
        id=PairingId(f"pairing-{number}"),
        status=PairingStatus.ACCEPTED,
        customer=alias,
        account=alias,
        pseudonym="Tenang",
        minutes=30,
        rounds=3,
        round_seconds=60,
        called_at=at,
        entitlement=Entitlement(kind="trial"),
        session_id=session_id,
        expert=UserId("dewi"),
        accepted_at=at,
        created_at=at,
    )
    await _put_session(world, session_id, alias, at)
    await world.put_documents((pairings.pairing_ref(pairing.id), pairing))


@case(
    "end_session",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"},
        response={**ACTIVE_SESSION, "status": "ended", "ended_at": "2026-11-26T05:25:00Z", "ended_by": "customer"},
    ),
)
async def _end_session(world: World) -> MeasuredCall:
    return call_function(world, "end_session", await start_session_with_expert(world), TRIAL_CUSTOMER)


@case("warn_session_ending", who="internal", tested_in="tests/sessions/test_session_timers.py")
async def _warn_session_ending(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    world.later(minutes=14)
    return await deliver_job(world, "warn_session_ending", "WarnSessionEnding")


@case("open_session", who="internal", tested_in="tests/sessions/test_booked_sessions.py")
async def _open_session(world: World) -> MeasuredCall:
    await book_session(world)
    world.set_clock(START - timedelta(minutes=10))
    return await deliver_job(world, "open_session", "OpenSession")


@case("expire_session", who="internal", tested_in="tests/sessions/test_session_timers.py")
async def _expire_session(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    world.later(minutes=15)
    return await deliver_job(world, "expire_session", "ExpireSession")


@case("expire_overdue_sessions", who="internal")
async def _expire_overdue_sessions(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    world.later(minutes=15)
    return run_schedule(world, "expire_overdue_sessions")


@case(
    "extend_session",
    who="customer",
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"},
        response={
            "order_id": "BE-20261126-ACD346",
            "status": "PENDING",
            "payment_status": "PENDING",
            "items": [
                {
                    "kind": "extension",
                    "product": "PTghARqVeWJ1QNBvwZfK",
                    "picture_url": None,
                    "name": "Perpanjangan sesi 15 menit",
                    "quantity": 1,
                    "unit_price": 25000,
                    "amount": 25000,
                }
            ],
            "subtotal": 25000,
            "admin_fee": 0,
            "total": {"amount": 25000, "currency": "IDR"},
            "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
            "created_at": "2026-11-26T05:20:00Z",
            "pay_before": "2026-11-26T05:35:00Z",
            "payment_methods": [],
            "paid_at": None,
            "channel": None,
            "refunds": [],
        },
    ),
)
async def _extend_session(world: World) -> MeasuredCall:
    return call_function(world, "extend_session", await start_session_with_expert(world), TRIAL_CUSTOMER)


@case("extend_session_when_order_paid", who="internal", tested_in="tests/sessions/test_session_timers.py")
async def _extend_session_when_order_paid(world: World) -> MeasuredCall:
    order_id = (await (await _extend_session(world))()).body["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return push_event(world, "extend_session_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@case(
    "raise_crisis",
    who=("customer", "expert", "admin"),
    example=Example(request={"session_id": "call-PTghARqVeWJ1QNBvwZfK"}, response=ACTIVE_SESSION),
)
async def _raise_crisis(world: World) -> MeasuredCall:
    return call_function(world, "raise_crisis", await start_session_with_expert(world), EXPERT)


@case(
    "end_false_alarm",
    who=("expert", "admin"),
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK", "reason": "Pelanggan mengutip lirik lagu"},
        response=ACTIVE_SESSION,
    ),
)
async def _end_false_alarm(world: World) -> MeasuredCall:
    session = await start_session_with_expert(world)
    await world.call(functions.main.raise_crisis, session, as_=EXPERT)
    await world.deliver()
    return call_function(world, "end_false_alarm", session | {"reason": "Pelanggan mengutip lirik lagu"}, EXPERT)


@case("find_another_expert", who="internal")
async def _find_another_expert(world: World) -> MeasuredCall:
    await world.call(functions.main.reroute_session, await start_session_with_expert(world), as_=ADMIN)
    return await deliver_job(world, "find_another_expert", "FindAnotherExpert")


@case("remind_of_crises", who="internal")
async def _remind_of_crises(world: World) -> MeasuredCall:
    session_id = await start_session(world, *await put_experts_online(world, EXPERT.uid))
    await world.call(functions.main.raise_crisis, {"session_id": session_id}, as_=EXPERT)
    await world.deliver()
    world.later(hours=2)
    return run_schedule(world, "remind_of_crises")


@case("reroute_unanswered_sessions", who="internal")
async def _reroute_unanswered_sessions(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    world.later(minutes=2)
    return run_schedule(world, "reroute_unanswered_sessions")


@case("end_session_when_pairing_failed", who="internal", tested_in="tests/sessions/test_reroute_session.py")
async def _end_session_when_pairing_failed(world: World) -> MeasuredCall:
    await (await _find_another_expert(world))()
    waiting = await world.call(functions.main.get_my_pairing, as_=TRIAL_CUSTOMER)
    body = {"pairing_id": waiting.body["pairing_id"]}
    await world.call(functions.main.cancel_pairing, body, as_=TRIAL_CUSTOMER)
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return push_event(world, "end_session_when_pairing_failed", "PairingFailed", **failed.payload)


@case(
    "reveal_customer",
    who="admin",
    example=Example(
        request={"session_id": "call-Zx3k9QmT1bV7cR5nW2pL", "reason": "The expert fears for their life"},
        response={
            "user_id": "b8Kq2ZtP4mN6xR1vY9cL",
            "full_name": "Sari Wulandari",
            "email": "sari@example.com",
            "phone": "+6281234567890",
        },
    ),
)
async def _reveal_customer(world: World) -> MeasuredCall:
    (dewi,) = await put_experts_online(world, EXPERT.uid)
    return call_function(
        world, "reveal_customer", {"session_id": await start_session(world, dewi), "reason": "Danger"}, ADMIN
    )


@case(
    "list_sessions",
    who="admin",
    example=Example(
        request={"status": "active", "limit": 20},
        response={"items": [ACTIVE_SESSION], "next_cursor": None},
    ),
)
async def _list_sessions(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
    return call_function(world, "list_sessions", {"status": "active"}, ADMIN)


@case(
    "reroute_session",
    who="admin",
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK", "expert_id": "Qw8r2TyU4iO6pA9sD1fG"},
        response=ACTIVE_SESSION,
    ),
)
async def _reroute_session(world: World) -> MeasuredCall:
    return call_function(world, "reroute_session", await start_session_with_expert(world), ADMIN)


@paged_rows("list_sessions", id="session_id", person=ADMIN)
async def _add_session_row(world: World, number: int, at: datetime) -> None:
    await _put_session(world, SessionId(f"session-{number}"), UserId("ana"), at)


async def _put_session(world: World, session_id: SessionId, customer: UserId, at: datetime) -> None:
    session = Session(
        id=session_id,
        customer=customer,
        pseudonym="Tenang",
        expert=UserId("dewi"),
        expert_name="Dewi",
        room_id=RoomId(session_id),
        minutes=30,
        starts_at=at,
        ends_at=at + timedelta(minutes=30),
        expert_since=at,
    )
    await world.put_documents((store.session_ref(session.id), session))


@case("settle_session_when_session_ended", who="internal", tested_in="tests/sessions/test_booked_sessions.py")
async def _settle_session_when_session_ended(world: World) -> MeasuredCall:
    booking_id = await book_session(world)
    world.set_clock(START + timedelta(minutes=30))
    return push_event(
        world,
        "settle_session_when_session_ended",
        "SessionEnded",
        session_id=booking_id,
        kind="booking",
        expert="dewi",
        customer="ana",
        booking_id=booking_id,
        starts_at=START.isoformat(),
        ended_by="timeout",
        ended_at=world.now.isoformat(),
    )


@case("decide_attendance", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _decide_attendance(world: World) -> MeasuredCall:
    booking_id = await book_session(world)
    await set_clock(world, 0)
    await call_as(world, ANA, "join_session", session_id=booking_id)
    await set_clock(world, 30)
    return await deliver_job(world, "decide_attendance", "DecideAttendance")


@case(
    "get_attendance",
    who=("customer", "expert", "admin"),
    example=Example(request={"session_id": "BE-20261126-ACD346"}, response=ATTENDANCE),
)
async def _get_attendance(world: World) -> MeasuredCall:
    return call_function(world, "get_attendance", {"session_id": await hold_session(world, ANA)}, ANA)


@case(
    "dispute_attendance",
    who=("customer", "expert"),
    example=Example(
        request={"session_id": "BE-20261126-ACD346", "text": "Saya hadir, tetapi aplikasi saya terputus."},
        response=DISPUTED_ATTENDANCE,
    ),
    tested_in="tests/sessions/test_attendance.py",
)
async def _dispute_attendance(world: World) -> MeasuredCall:
    body = {"session_id": await hold_session(world, ANA), "text": "Saya hadir, tetapi aplikasi saya terputus."}
    return call_function(world, "dispute_attendance", body, EXPERT)


async def _hold_disputed_session(world: World) -> BookingId:
    booking_id = await hold_session(world, ANA)
    body = {"session_id": booking_id, "text": "Saya hadir."}
    assert (await world.call(functions.main.dispute_attendance, body, as_=EXPERT)).status == 200
    return booking_id


@case(
    "list_attendance_disputes",
    who="admin",
    example=Example(request={}, response={"items": [DISPUTED_ATTENDANCE], "next_cursor": None}),
)
async def _list_attendance_disputes(world: World) -> MeasuredCall:
    await _hold_disputed_session(world)
    return call_function(world, "list_attendance_disputes", {}, ADMIN)


@paged_rows("list_attendance_disputes", id="session_id", person=ADMIN)
async def _add_dispute_row(world: World, number: int, at: datetime) -> None:
    dispute = AttendanceDispute(
        statements=(DisputeStatement(side="expert", text="Saya hadir.", at=at),), opened_at=at, decide_before=at
    )
    row = an_attendance(id=SessionId(f"BE-20261126-A{number:05d}"), dispute=dispute)
    await world.put_documents((attendance.attendance_ref(row.id), row))


@case(
    "correct_attendance",
    who="admin",
    example=Example(
        request={
            "session_id": "BE-20261126-ACD346",
            "outcome": "both_came",
            "reason": "Rekaman menunjukkan keduanya",
        },
        response=CORRECTED_ATTENDANCE,
    ),
    tested_in="tests/sessions/test_attendance.py",
)
async def _correct_attendance(world: World) -> MeasuredCall:
    body = {"session_id": await hold_session(world, ANA), "outcome": "both_came", "reason": "Ada rekaman"}
    return call_function(world, "correct_attendance", body, ADMIN)


@case(
    "resolve_attendance_dispute",
    who="admin",
    example=Example(
        request={
            "session_id": "BE-20261126-ACD346",
            "outcome": "both_came",
            "reason": "Percakapan menunjukkan keduanya",
        },
        response=RESOLVED_ATTENDANCE,
    ),
    tested_in="tests/sessions/test_attendance.py",
)
async def _resolve_attendance_dispute(world: World) -> MeasuredCall:
    body = {"session_id": await _hold_disputed_session(world), "outcome": "both_came", "reason": "Percakapan keduanya"}
    return call_function(world, "resolve_attendance_dispute", body, ADMIN)


@case("alert_when_attendance_disputed", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _alert_when_attendance_disputed(world: World) -> MeasuredCall:
    return push_event(
        world,
        "alert_when_attendance_disputed",
        "AttendanceDisputed",
        session_id="BE-20261126-ACD346",
        booking_id="BE-20261126-ACD346",
        customer="ana",
        expert="dewi",
        side="expert",
        opened=True,
        decide_before="2026-12-04T07:33:00Z",
        at="2026-11-27T07:33:00Z",
    )


@case("end_silent_disputes", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _end_silent_disputes(world: World) -> MeasuredCall:
    await _hold_disputed_session(world)
    world.later(days=8)
    return run_schedule(world, "end_silent_disputes")
