"""Requests and views of bookings."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, StringConstraints

from shared.bookings.models import (
    Booking,
    BookingPayment,
    MeetingPlace,
    Proposal,
    Side,
)
from shared.contracts.bookings import BookingStatus
from shared.contracts.checkout import CheckoutWishes
from shared.contracts.hotlines import Hotline
from shared.contracts.offers import CancellationPolicy, Offer, ServiceKind
from shared.contracts.people import CustomerProfileView
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, GroupDateId, OrderId, ServiceId, UserId
from shared.kernel.money import Money
from shared.kernel.public_texts import PublicLine, PublicText, Visible, mask_contacts_in_text
from shared.kernel.schemas import Moment, View
from shared.kernel.validation_messages import ValidationMessage

_YEARS = range(2000, 3000)


def _normalize_start_time(moment: datetime) -> datetime:
    # Near the ends of `datetime`'s range, adding a day or changing the zone overflows.
    if moment.year not in _YEARS:
        raise ValueError
    return moment.astimezone(UTC)


StartTime = Annotated[
    AwareDatetime,
    AfterValidator(_normalize_start_time),
    ValidationMessage("not_a_time_with_zone"),
]
"""Start of a meeting: an instant with a zone in the years 2000 to 2999, converted to UTC."""

Reason = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
    ),
    ValidationMessage("not_a_text_of", most=500),
    Visible,
    AfterValidator(mask_contacts_in_text),
]
"""Reason that the other side reads, 1 to 500 characters; contact details in it are masked."""


class BookingRequest(CheckoutWishes):
    """Body of `request_booking`."""

    expert_id: UserId
    """Id of the expert to meet, from `list_experts` or `get_expert`."""
    service_id: ServiceId
    """Id of the service to book, from `get_expert`."""
    starts_at: StartTime
    """Wanted start, an RFC 3339 instant with a zone, from `list_free_slots`."""
    topic: PublicLine
    """Subject of the meeting, one line of 1 to 200 characters; the expert reads it with contact details masked."""
    notes: PublicText = ""
    """Further details for the expert, at most 5,000 characters, contact details masked; empty by default."""


class BookingTab(StrEnum):
    """A group of booking statuses, as lists show bookings: `requests` suits experts, `pending` customers."""

    ALL = "all"
    REQUESTS = "requests"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def statuses(self) -> tuple[BookingStatus, ...] | None:
        """Statuses of the bookings in this tab; None for every status, also those that only a newer version knows."""
        return _TABS.get(self)


_Status = BookingStatus
_TABS = {
    BookingTab.REQUESTS: (_Status.REQUESTED,),
    BookingTab.PENDING: (_Status.REQUESTED, _Status.AWAITING_PAYMENT),
    BookingTab.CONFIRMED: (_Status.CONFIRMED,),
    BookingTab.COMPLETED: (_Status.COMPLETED, _Status.NO_SHOW),
    BookingTab.CANCELLED: (_Status.CANCELLED, _Status.REJECTED, _Status.EXPIRED),
}


class BookedServiceView(View):
    """A service as it was offered at the time of booking."""

    expert_id: UserId
    """Id of the expert who offers the service, as in `list_experts`."""
    expert_name: str
    """Full name of the expert at the time of booking."""
    service_id: ServiceId
    """Id of the booked service, as in `get_expert`."""
    name: str
    """Name of the service at the time of booking."""
    kind: ServiceKind
    """Way in which the two meet: by chat, by video or in person (`offline`)."""
    minutes: int
    """Length of the meeting in minutes."""
    price: Money
    """The expert's price for the meeting, without our fee."""
    policy: CancellationPolicy
    """Terms under which the customer may cancel, as agreed at the time of booking."""

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """Build the view of the service that `offer` names."""
        return cls(
            expert_id=offer.expert,
            expert_name=offer.expert_name,
            service_id=offer.service_id,
            name=offer.name,
            kind=offer.kind,
            minutes=offer.minutes,
            price=Money.idr(offer.price),
            policy=offer.policy,
        )


class ProposalView(View):
    """A proposal to move a meeting, which the other side accepts or declines."""

    by: Side
    """Side that proposed the time; the other side answers."""
    starts_at: Moment
    """Proposed start of the meeting, an RFC 3339 instant in UTC."""
    expires_at: Moment
    """Instant in UTC until which the other side may accept and the time is held."""
    overlaps: tuple[BookingId, ...]
    """Other bookings that the customer had at that time when the customer proposed it; empty for the expert."""

    @classmethod
    def of(cls, proposal: Proposal, *, for_customer: bool) -> Self:
        """Build the view of `proposal`. What else the customer does is no business of the expert's."""
        return cls(
            by=proposal.by,
            starts_at=proposal.starts_at,
            expires_at=proposal.expires_at,
            overlaps=proposal.overlaps if for_customer else (),
        )


class MeetingView(View):
    """The place of a meeting."""

    kind: Literal["link", "room", "address"]
    """Type of place: `link` to meet at `url`, `room` in a room of the app, `address` in person.

    With `room`, the app of a `video` service calls `create_video_access`, from ten minutes before the start on. The
    app of any other service opens the chat room `room_id`.
    """
    url: str | None
    """Page to open when `kind` is `link`, or the map of an `address`; null when there is none."""
    address: str | None
    """Address at which the two meet in person; null unless `kind` is `address`."""
    room_id: str | None
    """Id of the chat room, and `session_id` for `create_video_access`, when `kind` is `room`; otherwise null."""

    @classmethod
    def of(cls, meeting: MeetingPlace) -> Self:
        """Build the view of `meeting`."""
        return cls(kind=meeting.kind, url=meeting.url, address=meeting.address, room_id=meeting.room_id)


class BookingPaymentView(View):
    """The payment of a booking, for its customer and for admins."""

    amount: Money
    """Amount that the customer has paid, whatever was refunded since."""
    channel: str | None
    """Code of the payment method, such as `QRIS`; null for a free booking, and when not known."""
    paid_at: Moment | None
    """Instant in UTC at which the customer paid; null when not known."""
    order_id: OrderId | None
    """Id of the order that was paid, for `get_order`, `get_invoice` and `download_invoice`; null for a free booking."""


class BookingView(View):
    """A booking as its customer or expert sees it."""

    booking_id: BookingId
    """Id of the booking, and of the order by which it is paid, such as `BE-20251126-ACD346`."""
    status: BookingStatus
    """Present state of the booking, changed by its two sides and by its deadlines."""
    group_date_id: GroupDateId | None
    """Id of the date of a group in which the booking is a seat, as in `list_group_dates`; null for a meeting of two."""
    hotlines: tuple[Hotline, ...] = ()
    """Services to show at once, because the new booking's topic speaks of danger; otherwise empty."""
    version: int
    """Number of the booking's latest change; starts at 1 and grows by 1 with each change."""
    service: BookedServiceView
    """The service as it was offered when the customer booked."""
    customer_id: UserId
    """Id of the customer's account."""
    customer_name: str
    """Full name of the customer, as on the invoice."""
    topic: str
    """Subject of the meeting, in the customer's words."""
    notes: str
    """Further details from the customer; empty when there are none."""
    starts_at: Moment
    """Agreed start of the meeting, an RFC 3339 instant in UTC."""
    ends_at: Moment
    """Planned end of the meeting, an RFC 3339 instant in UTC."""
    overlaps: tuple[BookingId, ...]
    """Other bookings that the customer had at the same time when the time was agreed; empty for the expert."""
    admin_fee: Money
    """Our fee, added to the price of the service."""
    total: Money
    """Amount that the customer pays: the price of the service and our fee."""
    checkout_url: str | None
    """Address to pay at, only in answers of `request_booking` and `pay_booking`; null while there is no invoice."""
    is_paid: bool
    """True once the payment has arrived, whatever was refunded since; a free booking is paid when confirmed."""
    payment: BookingPaymentView | None
    """Amount, channel and time of the payment; null while unpaid, and for the expert."""
    proposal: ProposalView | None
    """Another time that one side has proposed; null when no proposal waits for an answer."""
    meeting: MeetingView | None
    """Place of the meeting; null unless the booking is confirmed and has its place."""
    cancelled_by: Side | None
    """Side that cancelled the booking; null when nobody did."""
    cancelled_by_admin: UserId | None
    """Id of the admin who cancelled the booking, `temani` for the service itself; null for people other than admins."""
    reason: str
    """Reason of the cancellation or rejection, in the words of its author; otherwise empty."""
    refund: Money
    """Amount that goes back to the customer after the cancellation; 0 when nothing goes back."""
    answer_before: Moment | None
    """Instant in UTC at which an unanswered request expires; null when no request waits."""
    pay_before: Moment | None
    """Instant in UTC at which an unpaid booking expires; null when there is nothing to pay."""
    created_at: Moment
    """Instant in UTC at which the customer asked for the booking."""

    @classmethod
    def of(
        cls,
        booking: Booking,
        *,
        viewer: Actor,
        checkout_url: str | None = None,
        hotlines: Sequence[Hotline] = (),
    ) -> Self:
        """Build the view of `booking` for `viewer`. The place of the meeting is shown while it is confirmed."""
        offer, is_admin = booking.offer, viewer.role == "admin"
        for_customer = is_admin or viewer.id == booking.customer
        meets = booking.meeting is not None and booking.status is BookingStatus.CONFIRMED
        return cls(
            booking_id=booking.id,
            status=booking.status,
            group_date_id=booking.group_date,
            version=booking.version,
            service=BookedServiceView.of(offer),
            customer_id=booking.customer,
            customer_name=booking.contact.full_name,
            topic=booking.topic,
            notes=booking.notes,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            overlaps=booking.overlaps if for_customer else (),
            admin_fee=Money.idr(booking.total.amount - offer.price),
            total=booking.total,
            checkout_url=checkout_url,
            hotlines=tuple(hotlines),
            is_paid=booking.is_paid,
            payment=_view_payment(booking) if for_customer else None,
            proposal=ProposalView.of(booking.proposal, for_customer=for_customer) if booking.proposal else None,
            meeting=MeetingView.of(booking.meeting) if booking.meeting and meets else None,
            cancelled_by=booking.cancelled_by,
            cancelled_by_admin=booking.cancelled_by_admin if is_admin else None,
            reason=booking.reason,
            refund=Money.idr(booking.refund),
            answer_before=booking.answer_before,
            pay_before=booking.pay_before,
            created_at=booking.created_at,
        )


class BookingCardView(BookingView):
    """A booking with the present photos of its two people and the present profile of its customer."""

    expert_photo_url: str | None
    """Public address of the expert's photo; null for the expert, for a suspended one, and without a photo."""
    customer_photo_url: str | None
    """Public address of the customer's photo; null for the customer, for a suspended one, and without a photo."""
    customer_profile: CustomerProfileView | None
    """Profile of the customer; null for the customer, for a suspended one, and where no meeting will be or was."""

    @classmethod
    def with_people(
        cls,
        booking: Booking,
        *,
        viewer: Actor,
        customer_profile: CustomerProfileView | None,
        customer_photo_url: str | None,
        expert_photo_url: str | None,
    ) -> Self:
        """Build the view of `booking` for `viewer`, with the profile while there is a meeting to prepare."""
        return cls(
            **dict(BookingView.of(booking, viewer=viewer)),
            expert_photo_url=expert_photo_url,
            customer_photo_url=customer_photo_url,
            customer_profile=customer_profile if booking.status in _WITH_MEETING else None,
        )


_WITH_MEETING = (
    BookingStatus.REQUESTED,
    BookingStatus.AWAITING_PAYMENT,
    BookingStatus.CONFIRMED,
    BookingStatus.COMPLETED,
    BookingStatus.NO_SHOW,
)
"""States of a booking whose meeting may still take place, or did: the expert prepares with the customer's profile."""


def _view_payment(booking: Booking) -> BookingPaymentView | None:
    """Build the view of how `booking` was paid; an earlier version stored the amount alone."""
    if not booking.is_paid:
        return None
    payment = booking.payment or BookingPayment(amount=booking.paid)
    return BookingPaymentView(
        amount=Money.idr(payment.amount),
        channel=payment.channel,
        paid_at=payment.paid_at,
        order_id=OrderId(booking.id) if booking.total.amount else None,
    )
