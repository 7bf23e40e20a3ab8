"""HTTP: request a booking with an expert."""

from shared.bookings.errors import BOOKING_REFUSAL_ERRORS
from shared.bookings.schemas import BookingRequest, BookingView
from shared.catalogue.errors import START_TIME_ERRORS as CLOSED
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.identity.errors import NotRegistered
from shared.orders.ports import PaymentProvider
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import booking_requests


@http.post(
    who=("customer", "expert"),
    raises=(ExpertNotFound, ServiceNotFound, ServiceInactive, NotRegistered, *CLOSED, *BOOKING_REFUSAL_ERRORS),
    dispatches=("tasks",),
)
async def request_booking(body: BookingRequest, ctx: Context, payments: PaymentProvider) -> BookingView:
    """Ask for a time with an expert; what needs no approval is to be paid at `checkout_url`."""
    requested = await booking_requests.request_booking(ctx, payments, body)
    return BookingView.of(requested.booking, checkout_url=requested.checkout_url)
