"""HTTP: request a booking with an expert."""

from shared.bookings.errors import BOOKING_REFUSAL_ERRORS
from shared.bookings.schemas import BookingRequest, BookingView
from shared.catalogue.errors import START_TIME_ERRORS as CLOSED
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.chat.errors import Blocked
from shared.identity.errors import NotRegistered
from shared.limits.errors import IdentityNeeded
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_requests


@http.post(
    who=("customer", "expert"),
    raises=(
        ExpertNotFound,
        ServiceNotFound,
        ServiceInactive,
        NotRegistered,
        Blocked,
        IdentityNeeded,
        *CLOSED,
        *BOOKING_REFUSAL_ERRORS,
    ),
    dispatches=("tasks",),
)
async def request_booking(body: BookingRequest, ctx: Context, payments: PaymentProvider) -> BookingView:
    """Request a time with an expert.

    If the service needs approval, the expert answers first. Otherwise the booking awaits payment at `checkout_url`; a
    free booking is confirmed at once and has no order.
    If `checkout_url` is null, call `pay_booking`.
    A customer may have three unpaid bookings, one of them with this expert, unless admins say otherwise.
    A topic that speaks of danger brings `hotlines` to show at once.
    Send an `Idempotency-Key`: a retry then gets the first answer and books nothing twice.
    """
    requested = await booking_requests.request_booking(ctx, payments, body)
    return BookingView.of(
        requested.booking, viewer=ctx.actor, checkout_url=requested.checkout_url, hotlines=requested.hotlines
    )
