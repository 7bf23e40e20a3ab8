"""Bookings with the people who meet.

Photos and profiles are read for each view and copied nowhere. So a change, a removal or a suspension holds at once.
No document keeps the address of a file that is deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.bookings import store
from shared.bookings.models import Booking, Side
from shared.bookings.schemas import BookingCardView, BookingTab
from shared.identity.public_people import PublicPeople, PublicPerson
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader


async def get_booking_card(reader: Reader, booking_id: BookingId, *, actor: Actor, now: datetime) -> BookingCardView:
    """Get a booking of the actor's, with the photo of the other side, and the customer's profile for the others.

    Raises:
        BookingNotFound: The booking does not exist, or the actor has no part in it.
    """
    booking, _ = await store.access_booking(reader, booking_id, actor)
    return (await _with_people(reader, [booking], actor=actor, now=now))[0]


async def list_booking_cards(
    reader: Reader, side: Side, tab: BookingTab, *, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> Page[BookingCardView]:
    """List one page of the actor's bookings, newest first, with photos and profiles of the other side."""
    found = await store.list_bookings(reader, UserId(actor.id), side, tab.statuses, cursor=cursor, limit=limit)
    return Page(
        items=await _with_people(reader, found.items, actor=actor, now=now),
        next_cursor=found.next_cursor,
    )


async def _with_people(
    reader: Reader, bookings: Sequence[Booking], *, actor: Actor, now: datetime
) -> list[BookingCardView]:
    """Build the views of bookings. The documents of all other people are read in one round trip, each once."""
    sides = dict.fromkeys(uid for booking in bookings for uid in (booking.customer, booking.offer.expert))
    others = tuple(uid for uid in sides if uid != actor.id)
    people = (await reader.get_many(PublicPeople(others, now)))[0] if others else {}
    return [_with_two_people(booking, people, viewer=actor) for booking in bookings]


def _with_two_people(booking: Booking, people: Mapping[UserId, PublicPerson], *, viewer: Actor) -> BookingCardView:
    customer, expert = people.get(booking.customer), people.get(booking.offer.expert)
    return BookingCardView.with_people(
        booking,
        viewer=viewer,
        customer_profile=customer.profile if customer else None,
        customer_photo_url=customer.photo_url if customer else None,
        expert_photo_url=expert.photo_url if expert else None,
    )
