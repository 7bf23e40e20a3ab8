"""What the world sees of bookings."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, HttpUrl, StringConstraints

from shared.bookings.models import Booking, LinkStatus, MeetingLink, MeetingLinkId, MeetingPlace, Proposal, Side
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import CancellationPolicy, ServiceKind
from shared.kernel.ids import BookingId, ServiceId, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Line, Moment, Request, Text, View
from shared.kernel.validation_messages import ValidationMessage

_YEARS = range(2000, 3000)


def _normalize_start_time(moment: datetime) -> datetime:
    # Others cannot be reckoned with: the calendar ends where a day more or a zone further would lead.
    if moment.year not in _YEARS:
        raise ValueError
    return moment.astimezone(UTC)


StartTime = Annotated[
    AwareDatetime,
    AfterValidator(_normalize_start_time),
    ValidationMessage("is not a time with its zone, such as 2026-11-26T14:00:00+07:00"),
]
"""When a meeting may begin."""

Reason = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
    ),
    ValidationMessage("is not a text of 1 to 500 characters"),
]
"""Why, in a few words that the other side will read."""


class BookingRequest(Request):
    """Which service, when, and what about. `success_url` is where the checkout page leads back to."""

    expert_id: UserId
    service_id: ServiceId
    starts_at: StartTime
    topic: Line
    notes: Text = ""
    success_url: HttpUrl | None = None


class BookingTab(StrEnum):
    """The tabs of a list of bookings; `requests` is for experts, `pending` for customers."""

    ALL = "all"
    REQUESTS = "requests"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def statuses(self) -> tuple[BookingStatus, ...]:
        return _TABS.get(self, tuple(BookingStatus))


_Status = BookingStatus
_TABS = {
    BookingTab.REQUESTS: (_Status.REQUESTED,),
    BookingTab.PENDING: (_Status.REQUESTED, _Status.AWAITING_PAYMENT),
    BookingTab.CONFIRMED: (_Status.CONFIRMED,),
    BookingTab.COMPLETED: (_Status.COMPLETED, _Status.NO_SHOW),
    BookingTab.CANCELLED: (_Status.CANCELLED, _Status.REJECTED, _Status.EXPIRED),
}


class BookedServiceView(View):
    """The service as it was offered when it was booked."""

    expert_id: UserId
    expert_name: str
    service_id: ServiceId
    name: str
    kind: ServiceKind
    minutes: int
    price: Money
    policy: CancellationPolicy


class ProposalView(View):
    """Another time, for the side other than `by` to accept before `expires_at`."""

    by: Side
    starts_at: Moment
    expires_at: Moment

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        return cls(by=proposal.by, starts_at=proposal.starts_at, expires_at=proposal.expires_at)


class MeetingView(View):
    """`link`: meet at `url`. `room`: the app opens the room `room_id` when it is time."""

    kind: Literal["link", "room"]
    url: str | None
    room_id: str | None

    @classmethod
    def of(cls, meeting: MeetingPlace) -> Self:
        return cls(kind=meeting.kind, url=meeting.url, room_id=meeting.room_id)


class BookingView(View):
    """`booking_id` is also the id of the order. `answer_before` and `pay_before` say when it ends by itself.

    `checkout_url` is where to pay, in the answers that ask for it; null for a moment when the payment provider is slow.
    """

    booking_id: BookingId
    status: BookingStatus
    version: int
    service: BookedServiceView
    customer_id: UserId
    customer_name: str
    topic: str
    notes: str
    starts_at: Moment
    ends_at: Moment
    admin_fee: Money
    total: Money
    checkout_url: str | None
    proposal: ProposalView | None
    meeting: MeetingView | None
    cancelled_by: Side | None
    reason: str
    refund: Money
    answer_before: Moment | None
    pay_before: Moment | None
    created_at: Moment

    @classmethod
    def of(cls, booking: Booking, *, checkout_url: str | None = None) -> Self:
        """The view of *booking* for its two sides: the meeting's place while there is a meeting."""
        offer = booking.offer
        meets = booking.meeting is not None and booking.status is BookingStatus.CONFIRMED
        return cls(
            booking_id=booking.id,
            status=booking.status,
            version=booking.version,
            service=BookedServiceView(
                expert_id=offer.expert,
                expert_name=offer.expert_name,
                service_id=offer.service_id,
                name=offer.name,
                kind=offer.kind,
                minutes=offer.minutes,
                price=Money.idr(offer.price),
                policy=offer.policy,
            ),
            customer_id=booking.customer,
            customer_name=booking.contact.full_name,
            topic=booking.topic,
            notes=booking.notes,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            admin_fee=Money.idr(booking.total.amount - offer.price),
            total=booking.total,
            checkout_url=checkout_url,
            proposal=ProposalView.of(booking.proposal) if booking.proposal else None,
            meeting=MeetingView.of(booking.meeting) if booking.meeting and meets else None,
            cancelled_by=booking.cancelled_by,
            reason=booking.reason,
            refund=Money.idr(booking.refund),
            answer_before=booking.answer_before,
            pay_before=booking.pay_before,
            created_at=booking.created_at,
        )


class MeetingLinkView(View):
    meeting_link_id: MeetingLinkId
    url: str
    label: str
    status: LinkStatus
    saved_at: Moment

    @classmethod
    def of(cls, link: MeetingLink) -> Self:
        return cls(meeting_link_id=link.id, **link.model_dump(exclude={"id"}))


class CancellationView(View):
    """`refund` of what was `paid` goes back when this caller cancels now; the customer gets all until `free_until`."""

    booking_id: BookingId
    paid: Money
    refund: Money
    free_until: Moment
    late_refund_percent: int

    @classmethod
    def of(cls, booking: Booking, *, paid: int, refund: int) -> Self:
        policy = booking.offer.policy
        return cls(
            booking_id=booking.id,
            paid=Money.idr(paid),
            refund=Money.idr(refund),
            free_until=booking.free_until,
            late_refund_percent=policy.late_refund_percent,
        )
