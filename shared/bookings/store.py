"""Queries and paths of bookings, with access checks."""

from collections.abc import Sequence
from datetime import datetime

from shared.bookings.errors import BookingNotFound, MeetingLinkNotFound
from shared.bookings.models import Booking, LinkStatus, MeetingLink, MeetingLinkId, Side
from shared.bookings.settings import BOOKING_SETTINGS, BookingSettings
from shared.claims.models import Claim
from shared.contracts import slots
from shared.contracts.bookings import BookingStatus
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, ServiceId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import OptionalRef, Query, Reader, Ref, Wanted

SETTINGS = BOOKING_SETTINGS.ref

_OF_SIDE = {Side.CUSTOMER: "customer", Side.EXPERT: "offer.expert"}


def booking_ref(booking_id: str) -> Ref[Booking]:
    """Return the reference of a booking's document."""
    return Ref(f"bookings/{booking_id}", Booking)


def meeting_link_ref(link_id: str) -> Ref[MeetingLink]:
    """Return the reference of a meeting link's document."""
    return Ref(f"meeting_links/{link_id}", MeetingLink)


def meeting_link_quarter_refs(link_id: str, starts_at: datetime, minutes: int) -> list[Ref[Claim]]:
    """Build the references of the claims on a link for a meeting of `minutes` minutes, one each quarter hour."""
    quarters = slots.compute_quarters(starts_at, minutes)
    return [Ref(f"meeting_links/{link_id}/slots/{quarter:%Y%m%dT%H%MZ}", Claim) for quarter in quarters]


async def get_booking_settings(reader: Reader, also: Wanted[object] | None = None) -> BookingSettings:
    """Get the settings of bookings, or the defaults.

    Args:
        also: Documents that are needed next, read in the same round trip.
    """
    found, _ = await reader.get_many(SETTINGS, also or OptionalRef(None))
    return found or BookingSettings()


async def find_booking(reader: Reader, booking_id: BookingId) -> Booking | None:
    """Find a booking without access check, for internal calls. An order of other goods has no booking."""
    return await reader.get(booking_ref(booking_id))


async def get_booking(reader: Reader, booking_id: BookingId) -> Booking:
    """Get a booking without access check, for internal calls. For a person, use `access_booking`.

    Raises:
        BookingNotFound: The booking does not exist.
    """
    found = await find_booking(reader, booking_id)
    if found is None:
        raise BookingNotFound(booking_id=booking_id)
    return found


async def access_booking(reader: Reader, booking_id: BookingId, actor: Actor) -> tuple[Booking, Side]:
    """Get a booking, and the actor's side of it: customer, expert or admin.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
    """
    found = await get_booking(reader, booking_id)
    if actor.role == "admin":
        return found, Side.ADMIN
    if actor.id == found.customer:
        return found, Side.CUSTOMER
    if actor.id == found.offer.expert:
        return found, Side.EXPERT
    raise BookingNotFound(booking_id=booking_id)


async def access_booking_as(reader: Reader, booking_id: BookingId, actor: Actor, side: Side) -> Booking:
    """Get a booking for an actor on the side `side`.

    Raises:
        BookingNotFound: The booking does not exist, or the actor is not on that side.
    """
    found, found_side = await access_booking(reader, booking_id, actor)
    if found_side is not side:
        raise BookingNotFound(booking_id=booking_id)
    return found


async def list_bookings(
    reader: Reader,
    person: UserId,
    side: Side,
    statuses: Sequence[BookingStatus] | None,
    *,
    cursor: str | None,
    limit: int,
) -> Rows[Booking]:
    """List a person's bookings with these statuses, or with any status if None, newest first."""
    query = Query("bookings", Booking).matching(_OF_SIDE[side], "==", person)
    if statuses is not None:
        query = query.matching("status", "in", list(statuses))
    query = query.order_by("created_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def bookings_with_people_queries(me: UserId, people: Sequence[UserId]) -> tuple[Query[Booking], Query[Booking]]:
    """Build the queries for bookings of `me` with any of `people`: as their customer, then as their expert.

    Args:
        me: Id of the first person.
        people: Ids of the other people, at most 30.
    """
    query = Query("bookings", Booking)
    return (
        query.matching(_OF_SIDE[Side.CUSTOMER], "==", me)
        .matching(_OF_SIDE[Side.EXPERT], "in", list(people))
        .first(200),
        query.matching(_OF_SIDE[Side.EXPERT], "==", me)
        .matching(_OF_SIDE[Side.CUSTOMER], "in", list(people))
        .first(200),
    )


async def list_bookings_due_for_reminder(reader: Reader, *, at: datetime, limit: int) -> list[Booking]:
    """List bookings with a reminder that is due, the longest due first."""
    return await reader.query(
        Query("bookings", Booking).matching("next_reminder_at", "<=", at).order_by("next_reminder_at").first(limit)
    )


async def list_overdue_bookings(reader: Reader, status: BookingStatus, *, at: datetime, limit: int) -> list[Booking]:
    """List bookings in `status` whose deadline `over_at` has passed, the longest overdue first."""
    return await reader.query(
        Query("bookings", Booking)
        .matching("status", "==", status)
        .matching("over_at", "<=", at)
        .order_by("over_at")
        .first(limit)
    )


async def list_upcoming_bookings_by_link(
    reader: Reader, link_id: MeetingLinkId, *, at: datetime, cursor: str | None, limit: int
) -> Rows[Booking]:
    """List confirmed bookings that meet at a link and end after `at`, the soonest to end first."""
    query = (
        Query("bookings", Booking)
        .matching("meeting.link_id", "==", link_id)
        .matching("status", "==", BookingStatus.CONFIRMED)
        .matching("over_at", ">", at)
        .order_by("over_at")
        .order_by("id")
    )
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_upcoming_bookings_of_service(
    reader: Reader, expert: UserId, service_id: ServiceId, *, at: datetime, cursor: str | None, limit: int
) -> Rows[Booking]:
    """List confirmed bookings of a service that end after `at`, the soonest to end first."""
    query = (
        Query("bookings", Booking)
        .matching("offer.expert", "==", expert)
        .matching("offer.service_id", "==", service_id)
        .matching("status", "==", BookingStatus.CONFIRMED)
        .matching("over_at", ">", at)
        .order_by("over_at")
        .order_by("id")
    )
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_meeting_links(reader: Reader, *, limit: int) -> list[MeetingLink]:
    """List all meeting links, including the retired ones."""
    return await reader.query(Query("meeting_links", MeetingLink).order_by("id").first(limit))


async def list_active_meeting_links(reader: Reader, *, limit: int) -> list[MeetingLink]:
    """List the links that can be assigned to meetings."""
    return await reader.query(
        Query("meeting_links", MeetingLink).matching("status", "==", LinkStatus.ACTIVE).first(limit)
    )


async def get_meeting_link(reader: Reader, link_id: MeetingLinkId) -> MeetingLink:
    """Get a meeting link.

    Raises:
        MeetingLinkNotFound: No link has this id.
    """
    found = await reader.get(meeting_link_ref(link_id))
    if found is None:
        raise MeetingLinkNotFound(meeting_link_id=link_id)
    return found
