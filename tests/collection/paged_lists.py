"""Functions that answer in pages, each with an arrangement of four rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.chat import store as chat
from shared.chat.models import Block, Message, MessageKind, RoomKind
from shared.chat.report_models import MessageReport, ReportReason, report_ref
from shared.identity import store as identity
from shared.kernel.ids import BookingId, Id, MessageId, RoomId, SessionId, UserId
from shared.pairing.models import OnlineSpan
from shared.pairing.store import online_span_ref
from shared.sessions import store as sessions
from shared.sessions.models import Session
from tests.bookings.builders import a_booking_of_offer, an_offer
from tests.builders import NOON, a_partner_key
from tests.catalogue.builders import add_experts, an_expert
from tests.chat.builders import create_room
from tests.world import ADMIN, ANA, Person, World

ROW_COUNT = 4


@dataclass(frozen=True, slots=True)
class PagedList:
    """Function that answers in pages.

    Attributes:
        person: A caller who sees the rows.
        id: Field that identifies an item.
        arrange: Stores `ROW_COUNT` rows.
    """

    person: Person
    id: str
    arrange: Callable[[World], Awaitable[None]]


def _moment(number: int) -> Any:
    # Two rows each have the same time, so that the id decides too.
    return NOON + timedelta(minutes=number // 2)


async def _add_keys(world: World) -> None:
    for number in range(ROW_COUNT):
        key = a_partner_key(id=f"{number}" * 64, created_at=_moment(number))
        await world.put_documents((identity.partner_key_ref(key.id), key))


async def _add_sessions(world: World) -> None:
    for number in range(ROW_COUNT):
        session = Session(
            id=SessionId(f"session-{number}"),
            customer=UserId("ana"),
            pseudonym="Tenang",
            expert=UserId("dewi"),
            expert_name="Dewi",
            room_id=RoomId(f"session-{number}"),
            minutes=30,
            starts_at=_moment(number),
            ends_at=_moment(number) + timedelta(minutes=30),
            expert_since=_moment(number),
        )
        await world.put_documents((sessions.session_ref(session.id), session))


async def _add_online_spans(world: World) -> None:
    for number in range(ROW_COUNT):
        span = OnlineSpan(
            id=Id(f"span-{number}"),
            expert=UserId("dewi"),
            name="Dewi",
            began_at=_moment(number) - timedelta(hours=number + 1),
            ended_at=_moment(number),
            ended_by="expert",
        )
        await world.put_documents((online_span_ref(span.id), span))


async def _add_support_rooms(world: World) -> None:
    for number in range(ROW_COUNT):
        room_id = RoomId(f"support-{number}")
        await create_room(world, f"p{number}", id=room_id, kind=RoomKind.SUPPORT, last_at=_moment(number))


async def _add_rooms(world: World) -> None:
    for number in range(ROW_COUNT):
        await create_room(world, "ana", id=RoomId(f"g-{number}"), kind=RoomKind.GROUP, last_at=_moment(number))


async def _add_reports(world: World) -> None:
    for number in range(ROW_COUNT):
        message = Message(
            id=MessageId(f"m-{number}"),
            seq=number + 1,
            kind=MessageKind.TEXT,
            sender=UserId("budi"),
            sender_name="Budi",
            body="Halo",
            sent_at=_moment(number),
        )
        report = MessageReport(
            id=Id(f"{number}" * 32),
            room_id=RoomId("g-0"),
            room_kind=RoomKind.GROUP,
            message=message,
            before=(),
            reporter=UserId("ana"),
            reason=ReportReason.SPAM,
            notes="",
            reported_at=_moment(number),
        )
        await world.put_documents((report_ref(report.id), report))


async def _add_blocks(world: World) -> None:
    for number in range(ROW_COUNT):
        uid = UserId(f"p{number}")
        await world.put_documents((chat.block_ref(UserId("ana"), uid), Block(id=uid, blocked_at=_moment(number))))


async def _add_bookings(world: World) -> None:
    for number in range(ROW_COUNT):
        booking = a_booking_of_offer(an_offer()).having(
            id=BookingId(f"BE-20261126-A{number:05d}"), created_at=_moment(number)
        )
        await world.put_documents((bookings.booking_ref(booking.id), booking))


async def _add_applications(world: World) -> None:
    for number in range(ROW_COUNT):
        expert = an_expert(f"p{number}", status=ExpertStatus.APPLIED, applied_at=_moment(number))
        await world.put_documents((catalogue.expert_ref(expert.id), expert))


async def _add_experts(world: World) -> None:
    await add_experts(world, *(an_expert(f"p{number}", rating=400 + number // 2) for number in range(ROW_COUNT)))


PAGED_LISTS = {
    "get_online_log": PagedList(ADMIN, "began_at", _add_online_spans),
    "list_blocked_users": PagedList(ANA, "user_id", _add_blocks),
    "list_expert_applications": PagedList(ADMIN, "expert_id", _add_applications),
    "list_experts": PagedList(ANA, "expert_id", _add_experts),
    "list_message_reports": PagedList(ADMIN, "report_id", _add_reports),
    "list_my_bookings": PagedList(ANA, "booking_id", _add_bookings),
    "list_partner_keys": PagedList(ADMIN, "key_id", _add_keys),
    "list_rooms": PagedList(ANA, "room_id", _add_rooms),
    "list_sessions": PagedList(ADMIN, "session_id", _add_sessions),
    "list_support_rooms": PagedList(ADMIN, "room_id", _add_support_rooms),
}
