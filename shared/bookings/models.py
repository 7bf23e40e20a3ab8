"""Entities of bookings: booking, proposal of another time, meeting place and meeting link."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import computed_field

from shared.contracts import slots
from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.contracts.checkout import PaymentMethod
from shared.contracts.offers import Offer, ServiceKind
from shared.contracts.people import Locale
from shared.kernel.ids import BookingId, GroupDateId, Id, UserId
from shared.kernel.money import Money, compute_share
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone, Text
from shared.kernel.stored_choices import StoredEnum, UnknownAs

SEAT_SALE_ENDS_BEFORE = timedelta(minutes=15)
"""Time before the start of a group's date at which the sale of its seats ends."""


class Side(StoredEnum):
    """Party on whose behalf something was done. `system` is the clock or the payment."""

    CUSTOMER = "customer"
    EXPERT = "expert"
    ADMIN = "admin"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class MeetingLinkId(Id):
    """Id of a meeting link."""


class LinkStatus(StoredEnum):
    """State of a meeting link. A retired link keeps its meetings and gets no more."""

    ACTIVE = "active"
    RETIRED = "retired"
    UNKNOWN = "unknown"


class MeetingLink(Entity):
    """Address on the internet where one meeting at a time can take place.

    Attributes:
        id: Id of the link.
        url: HTTP or HTTPS address of the meeting.
        label: Name of the link for admins.
        status: Only active links are assigned to meetings; active by default.
        saved_at: Time of the last change, UTC.
    """

    id: MeetingLinkId
    url: str
    label: Line
    status: LinkStatus = LinkStatus.ACTIVE
    saved_at: Moment


class MeetingPlace(Entity):
    """Place of a meeting: a link of the pool, a room of ours, which is opened when the meeting begins, or an address.

    Attributes:
        kind: `link`, `room`, or `address` for a meeting in person, which earlier versions show as a link to the map.
        url: Address of the link, or of the map; None for a room, and for an address without a map.
        address: Address at which the two meet in person; None for a link or room.
        link_id: Id of the link; None for a room.
        room_id: Id of the room, which is the id of the booking, or of the group's date; None for a link.
    """

    kind: Annotated[Literal["link", "room", "address"], UnknownAs("link")]
    url: str | None = None
    address: str | None = None
    link_id: MeetingLinkId | None = None
    room_id: str | None = None


class Proposal(Entity):
    """Proposal of another time, which the other side may accept until `expires_at`. The time is held until then.

    Attributes:
        by: Side that proposed the time.
        starts_at: Proposed start of the meeting, UTC.
        buffer_minutes: Minutes that the expert keeps free around the proposed time; 0 by default.
        overlaps: Other bookings that the customer had at that time when the customer proposed it.
        expires_at: End of the proposal and of its hold, UTC.
    """

    by: Side
    starts_at: Moment
    buffer_minutes: int = 0
    overlaps: tuple[BookingId, ...] = ()
    expires_at: Moment


class Contact(Entity):
    """Person to whom the invoice is addressed."""

    full_name: Line
    email: Email
    phone: Phone


class Customer(Entity):
    """Customer who asks for a booking.

    Attributes:
        id: Uid of the customer's account.
        contact: Name, e-mail address and phone number for the invoice.
        locale: Language of the invoice, `id` (default) or `en`.
    """

    id: UserId
    contact: Contact
    locale: Locale = "id"


class BookingPayment(Entity):
    """Payment that confirmed a booking, or came too late for it.

    Attributes:
        amount: Payment in rupiah, whatever was refunded since.
        channel: Provider's code of the payment channel, such as `QRIS`; None for a free booking.
        paid_at: Time of the payment, UTC.
    """

    amount: int
    channel: str | None = None
    paid_at: Moment | None = None


class Booking(Entity):
    """Booking of an expert's service at a time.

    Attributes:
        id: Id of the booking and of its order.
        status: State of the booking; see `rules` for the transitions.
        version: Number of the latest change, from 1.
        timed_in: Version in which the time was agreed; a reminder names that version.
        offer: The service as it was offered when the customer booked.
        customer: Uid of the customer.
        contact: Person to whom the invoice is addressed.
        locale: Language of the invoice, `id` (default) or `en`.
        success_url: Page that the checkout opens after the payment.
        failure_url: Page that the checkout opens when the payment fails.
        payment_methods: Ways of paying that the customer chose; empty for all.
        group_date: Date of the group in which the booking is a seat; None for a meeting of two. The date holds the
            expert's time, and the booking a seat of the date.
        topic: Subject of the meeting.
        notes: Details for the expert; empty by default.
        starts_at: Agreed start, UTC.
        buffer_minutes: Minutes that the expert keeps free before and after this meeting; 0 by default.
            Like opening hours and notice, the buffer is that of the time of the request. A later change of the
            expert's buffer concerns later bookings only.
        in_danger: True if the topic or the notes spoke of danger when the customer booked.
        overlaps: Other bookings that the customer had at the same time when the time was agreed.
        fee: Our fee in ten-thousandths of the price.
        proposal: Proposal of another time, if one is open.
        meeting: Place of the meeting, once the booking is confirmed.
        cancelled_by: Side that cancelled the booking.
        cancelled_by_admin: Uid of the admin who cancelled the booking, if an admin did; only admins see it.
        reason: Reason of a cancellation or rejection; empty by default.
        paid: Payment that is known to have arrived, in rupiah.
        payment: Amount, channel and time of the payment; None while unpaid, and in bookings of earlier versions.
        refund: Part of `paid` that is refunded, in rupiah.
        absent: Sides that did not come to the meeting, as was decided after it; empty by default.
        answer_before: Time at which an unanswered request expires, UTC.
        pay_before: Time until which the booking can be paid, UTC.
        hold_until: Time until which an unpaid booking holds its time, UTC.
        next_reminder_at: Time of the next reminder, UTC; None when no reminder is left. A confirmed booking reminds of
            the meeting, an unpaid one of the payment.
        created_at: Time of the request, UTC.
        changed_at: Time of the latest change, UTC.
    """

    id: BookingId
    status: BookingStatus
    version: int = 1
    timed_in: int = 1
    offer: Offer
    customer: UserId
    contact: Contact
    locale: Locale = "id"
    success_url: str | None = None
    failure_url: str | None = None
    payment_methods: tuple[PaymentMethod, ...] = ()
    group_date: GroupDateId | None = None
    topic: Line
    notes: Text = ""
    starts_at: Moment
    buffer_minutes: int = 0
    in_danger: bool = False
    overlaps: tuple[BookingId, ...] = ()
    fee: int
    proposal: Proposal | None = None
    meeting: MeetingPlace | None = None
    cancelled_by: Side | None = None
    cancelled_by_admin: UserId | None = None
    reason: str = ""
    paid: int = 0
    payment: BookingPayment | None = None
    refund: int = 0
    absent: tuple[Side, ...] = ()
    answer_before: Moment | None = None
    pay_before: Moment | None = None
    hold_until: Moment | None = None
    next_reminder_at: Moment | None = None
    created_at: Moment
    changed_at: Moment

    @property
    def ends_at(self) -> datetime:
        """End of the meeting, UTC."""
        return self.starts_at + timedelta(minutes=self.offer.minutes)

    @property
    def sold_until(self) -> datetime:
        """Time until which the booking can be paid at the latest, UTC. A seat is sold until the room is opened."""
        return self.starts_at if self.group_date is None else self.starts_at - SEAT_SALE_ENDS_BEFORE

    @property
    def meeting_id(self) -> Id:
        """Id of the meeting, and of its rooms: that of the booking, or of the group's date."""
        return self.group_date or self.id

    @property
    def total(self) -> Money:
        """Amount that the customer pays: price and fee."""
        return Money.idr(self.offer.price + compute_share(self.offer.price, basis_points=self.fee))

    @property
    def free_until(self) -> datetime:
        """Time until which the customer cancels with a full refund, UTC."""
        return self.starts_at - timedelta(hours=self.offer.policy.free_until_hours)

    @property
    def awaits_payment(self) -> bool:
        """True while the booking awaits its payment."""
        return self.status is BookingStatus.AWAITING_PAYMENT

    @property
    def is_paid(self) -> bool:
        """True once the payment has arrived, whatever was refunded since. A free booking is paid when confirmed."""
        settled = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW)
        return self.payment is not None or bool(self.paid) or self.status in settled

    def person_on(self, side: Side) -> UserId | None:
        """Return the person on a side; None for an admin, the clock and the payment."""
        return {Side.CUSTOMER: self.customer, Side.EXPERT: self.offer.expert}.get(side)

    @property
    def billing(self) -> dict[str, Any]:
        """Details of the buyer for the order."""
        return {
            "buyer": self.contact.model_dump(),
            "locale": self.locale,
            "success_url": self.success_url,
            "failure_url": self.failure_url,
            "payment_methods": [one for one in self.payment_methods if one is not PaymentMethod.UNKNOWN],
        }

    @property
    def meeting_terms(self) -> MeetingTerms:
        """Terms of the meeting for other domains."""
        return MeetingTerms(
            booking_id=self.id,
            status=self.status,
            kind=self.offer.kind,
            customer=self.customer,
            customer_name=self.contact.full_name,
            expert=self.offer.expert,
            expert_name=self.offer.expert_name,
            starts_at=self.starts_at,
            minutes=self.offer.minutes,
            ends_at=self.ends_at,
            group_date=self.group_date,
            service_name=self.offer.name,
        )

    @property
    def claimed_quarters(self) -> tuple[str, ...]:
        """Paths of the expert's quarters that the booking claims in its present status."""
        return self.quarters_at(self.starts_at) if self.blocks_time else ()

    @property
    def buffer_quarters(self) -> tuple[str, ...]:
        """Paths of the quarters within the buffer, which no other booking may have when this one claims its time."""
        return self.buffer_quarters_at(self.starts_at, self.buffer_minutes) if self.blocks_time else ()

    @property
    def is_met_with_us(self) -> bool:
        """True if the two meet in the chat or in a room of ours, so that we see who comes."""
        if self.offer.kind is ServiceKind.CHAT:
            return True
        return self.offer.kind is ServiceKind.VIDEO and self.meeting is not None and self.meeting.kind == "room"

    @property
    def blocks_time(self) -> bool:
        """True while no other booking may have the time. A seat blocks none: its date holds the expert's time."""
        if self.group_date is not None:
            return False
        if self.status is BookingStatus.REQUESTED:
            return self.offer.blocks_while_requested
        return self.status in (BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def over_at(self) -> Moment | None:
        """Deadline of the present status: to answer, to pay, or the end of the meeting.

        Stored, because sweeps query for it.
        """
        return {
            BookingStatus.REQUESTED: self.answer_before,
            BookingStatus.AWAITING_PAYMENT: self.pay_before,
            BookingStatus.CONFIRMED: self.ends_at,
        }.get(self.status)

    def quarters_at(self, starts_at: datetime) -> tuple[str, ...]:
        """Return the paths of the expert's quarters that the meeting would take if it began at `starts_at`."""
        return tuple(ref.path for ref in slots.quarter_claim_refs(self.offer.expert, starts_at, self.offer.minutes))

    def buffer_quarters_at(self, starts_at: datetime, buffer_minutes: int) -> tuple[str, ...]:
        """Return the paths of the quarters within the buffer before and after a meeting that begins at `starts_at`."""
        begins, minutes = starts_at - timedelta(minutes=buffer_minutes), self.offer.minutes + 2 * buffer_minutes
        taken = self.quarters_at(starts_at)
        return tuple(
            ref.path for ref in slots.quarter_claim_refs(self.offer.expert, begins, minutes) if ref.path not in taken
        )
