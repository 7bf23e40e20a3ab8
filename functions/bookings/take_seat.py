"""HTTP: take a seat in a group."""

from shared.bookings.errors import BOOKING_REFUSAL_ERRORS, SEAT_ERRORS
from shared.bookings.schemas import BookingView
from shared.catalogue.errors import ExpertNotFound
from shared.chat.errors import Blocked
from shared.contracts.checkout import CheckoutWishes
from shared.identity.errors import NotRegistered
from shared.kernel.ids import GroupDateId
from shared.limits.errors import IdentityNeeded
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import group_seats


class TakeSeat(CheckoutWishes):
    """Body of `take_seat`."""

    group_date_id: GroupDateId
    """Date to take part in, from `list_group_dates`."""


@http.post(
    who=("customer", "expert"),
    raises=(*SEAT_ERRORS, ExpertNotFound, NotRegistered, Blocked, IdentityNeeded, *BOOKING_REFUSAL_ERRORS),
    dispatches=("tasks",),
)
async def take_seat(body: TakeSeat, ctx: Context, payments: PaymentProvider) -> BookingView:
    """Take a seat at a date of a group. The seat is a booking, which awaits payment at `checkout_url`.

    An unpaid seat is held for an hour, and paid later only if a seat is free then. A free seat is confirmed at once.
    A person has one seat at a date. All people with a seat meet in one room, and see each other by name alone.
    If `checkout_url` is null, call `pay_booking`. Send an `Idempotency-Key`, so that a retry takes nothing twice.

    Raises:
        GroupDateNotFound: No date has this id.
        GroupDateNotOpen: The date was cancelled, or the sale of its seats is over.
        NoSeatLeft: All seats are taken.
        AlreadySeated: The caller has a seat at this date.
        ExpertNotFound: The expert is not listed any more.
    """
    taken = await group_seats.take_seat(ctx, payments, body.group_date_id, body)
    return BookingView.of(taken.booking, viewer=ctx.actor, checkout_url=taken.checkout_url)
