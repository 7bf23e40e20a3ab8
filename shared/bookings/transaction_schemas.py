"""Views of what an expert has sold: a booking, a call or an assignment with its money."""

from typing import Literal

from shared.bookings.schemas import MeetingView
from shared.contracts.assignments import AssignmentStatus
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import SessionId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View

TransactionKind = Literal["booking", "call", "assignment"]
"""Way in which a session was sold; an assignment is a service without a meeting."""


class TransactionReviewView(View):
    """Published review of the session by its customer."""

    stars: int
    """Rating by the customer, 1 to 5 stars."""
    text: str
    """Words of the customer; may be empty."""
    reply: str | None
    """Answer in the expert's words; null when there is none."""


class TransactionView(View):
    """A session or assignment that the expert has sold: the people, the time, the place, the money and the review."""

    session_id: SessionId
    """Id of the session, which for a booking or an assignment is the id of that too."""
    kind: TransactionKind
    """Way in which the session was sold: `booking`, `call`, or `assignment` for a service without a meeting."""
    status: BookingStatus | AssignmentStatus | None
    """State of the booking, or of the assignment; null for a call."""
    customer_name: str
    """Full name of the person who booked or ordered; for a call the invented name."""
    customer_photo_url: str | None
    """Public address of the customer's photo; null for a call, for a suspended customer, and without a photo."""
    service_name: str | None
    """Name of the service at the time of booking or ordering; null for a call."""
    service_kind: ServiceKind | None
    """Way in which the two meet: by chat, by video or in person (`offline`); null for an assignment."""
    starts_at: Moment
    """Agreed start of the session, UTC; for an assignment the instant from which it was paid."""
    minutes: int
    """Agreed length in minutes, paid extensions included; 0 for an assignment."""
    total: Money
    """Amount that the customer has paid, extensions included; 0 while nothing is paid."""
    refunded: Money
    """Part of `total` that went back to the customer, or is on its way."""
    platform_fee: Money
    """Part that the platform keeps of what was not refunded."""
    income: Money
    """Part that is the expert's of what was not refunded, before taxes and payout."""
    meeting: MeetingView | None
    """Place where the two meet; null for a call, an assignment, and unless the booking is confirmed."""
    review: TransactionReviewView | None
    """Review by the customer that everybody can read; null while there is none."""
