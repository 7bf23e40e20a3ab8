"""A booking: what was offered, to whom, when, and what has become of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import computed_field

from shared.contracts import slots
from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.contracts.offers import Offer
from shared.contracts.people import Locale
from shared.kernel.ids import BookingId, Id, UserId
from shared.kernel.money import Money, compute_share
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone, Text
from shared.kernel.stored_choices import StoredEnum, UnknownAs


class Side(StoredEnum):
    """Party on whose behalf something was done. `system` is the clock or the payment."""

    CUSTOMER = "customer"
    EXPERT = "expert"
    ADMIN = "admin"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class ReminderKind(StrEnum):
    """How long before the meeting."""

    DAY = "24h"
    HOUR = "1h"
    MINUTES = "10m"

    @property
    def lead_time(self) -> timedelta:
        return {"24h": timedelta(hours=24), "1h": timedelta(hours=1), "10m": timedelta(minutes=10)}[self]


class MeetingLinkId(Id):
    """One link of the pool."""


class LinkStatus(StoredEnum):
    """State of a meeting link. A retired link keeps its meetings and gets no more."""

    ACTIVE = "active"
    RETIRED = "retired"
    UNKNOWN = "unknown"


class MeetingLink(Entity):
    """A place on the net where one meeting can be held at a time."""

    id: MeetingLinkId
    url: str
    label: Line
    status: LinkStatus = LinkStatus.ACTIVE
    saved_at: Moment


class MeetingPlace(Entity):
    """Where the two meet: at a link of the pool, or in a room of ours, which is opened when the meeting begins."""

    kind: Annotated[Literal["link", "room"], UnknownAs("link")]
    url: str | None = None
    link_id: MeetingLinkId | None = None
    room_id: str | None = None


class Proposal(Entity):
    """Another time, held until `expires_at` for the other side to accept; `buffer_minutes` as in a booking."""

    by: Side
    starts_at: Moment
    buffer_minutes: int = 0
    expires_at: Moment


class Contact(Entity):
    """Whom the invoice is for."""

    full_name: Line
    email: Email
    phone: Phone


class Customer(Entity):
    """Who asks for a time."""

    id: UserId
    contact: Contact
    locale: Locale = "id"


class Booking(Entity):
    """`version` grows with every change; `timed_in` is the version in which the time was agreed, which reminders name.

    `fee` is ours, in ten-thousandths of the price. `paid` is what we know to have come, `refund` what of it goes back.
    `buffer_minutes` is the room that the expert wanted around a meeting when this time was asked for: like opening
    hours and notice it is judged by then, and a later change concerns later bookings. An unpaid booking's time is held
    until `hold_until`.
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
    topic: Line
    notes: Text = ""
    starts_at: Moment
    buffer_minutes: int = 0
    fee: int
    proposal: Proposal | None = None
    meeting: MeetingPlace | None = None
    cancelled_by: Side | None = None
    reason: str = ""
    paid: int = 0
    refund: int = 0
    answer_before: Moment | None = None
    pay_before: Moment | None = None
    hold_until: Moment | None = None
    next_reminder_at: Moment | None = None
    created_at: Moment
    changed_at: Moment

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.offer.minutes)

    @property
    def total(self) -> Money:
        return Money.idr(self.offer.price + compute_share(self.offer.price, basis_points=self.fee))

    @property
    def free_until(self) -> datetime:
        """Until when its customer cancels for nothing."""
        return self.starts_at - timedelta(hours=self.offer.policy.free_until_hours)

    @property
    def awaits_payment(self) -> bool:
        return self.status is BookingStatus.AWAITING_PAYMENT

    @property
    def billing(self) -> dict[str, Any]:
        """What its order says of the buyer."""
        return {"buyer": self.contact.model_dump(), "locale": self.locale, "success_url": self.success_url}

    @property
    def meeting_terms(self) -> MeetingTerms:
        """The terms as other domains know them."""
        return MeetingTerms(
            booking_id=self.id,
            status=self.status,
            customer=self.customer,
            customer_name=self.contact.full_name,
            expert=self.offer.expert,
            expert_name=self.offer.expert_name,
            ends_at=self.ends_at,
        )

    @property
    def claimed_quarters(self) -> tuple[str, ...]:
        """The expert's quarters that it has as it stands."""
        return self.quarters_at(self.starts_at) if self.blocks_time else ()

    @property
    def buffer_quarters(self) -> tuple[str, ...]:
        """The quarters around these that nobody else may have when it takes them."""
        return self.buffer_quarters_at(self.starts_at, self.buffer_minutes) if self.blocks_time else ()

    @property
    def blocks_time(self) -> bool:
        """Whether nobody else may have its time."""
        if self.status is BookingStatus.REQUESTED:
            return self.offer.blocks_while_requested
        return self.status in (BookingStatus.AWAITING_PAYMENT, BookingStatus.CONFIRMED)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def over_at(self) -> Moment | None:
        """When it ends by itself as it stands: unanswered, unpaid, or held. Kept so that sweeps can ask for it."""
        return {
            BookingStatus.REQUESTED: self.answer_before,
            BookingStatus.AWAITING_PAYMENT: self.pay_before,
            BookingStatus.CONFIRMED: self.ends_at,
        }.get(self.status)

    def quarters_at(self, starts_at: datetime) -> tuple[str, ...]:
        """The expert's quarters that it would take, were it to start at *starts_at*."""
        return tuple(ref.path for ref in slots.quarter_claim_refs(self.offer.expert, starts_at, self.offer.minutes))

    def buffer_quarters_at(self, starts_at: datetime, buffer_minutes: int) -> tuple[str, ...]:
        """The quarters within the buffer before and behind that time."""
        begins, minutes = starts_at - timedelta(minutes=buffer_minutes), self.offer.minutes + 2 * buffer_minutes
        taken = self.quarters_at(starts_at)
        return tuple(
            ref.path for ref in slots.quarter_claim_refs(self.offer.expert, begins, minutes) if ref.path not in taken
        )
