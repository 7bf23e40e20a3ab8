"""Requests and views of pairing."""

from collections.abc import Sequence
from typing import Literal, Self

from shared.contracts.checkout import CheckoutWishes
from shared.contracts.hotlines import Hotline
from shared.kernel.ids import Id, OrderId, PairingId, SessionId, UserId
from shared.kernel.public_texts import PersonName, PublicLine
from shared.kernel.schemas import Moment, View
from shared.pairing.models import Availability, Mood, OnlineSpan, OpenCall, Pairing, PairingStatus, QueuePlace


class PairingDetails(CheckoutWishes):
    """Name, topic and mood of a call, the ways of paying, and where the checkout returns to."""

    name: PersonName | None = None
    """Name for this call, one line of 1 to 200 characters with a letter; an invented name when null or left out."""
    topic: PublicLine | None = None
    """Subject of the call, one line of 1 to 200 characters; experts read this text, with contact details masked."""
    mood: Mood | None = None
    """Mood of the caller; experts see this value. Null or left out when not told."""


class QueuePlaceView(View):
    """Place of a call among those that wait. Nothing tells who else waits."""

    ahead: int
    """Number of calls that have waited longer; 0 for the next one. Experts may take any call first."""
    wait_minutes: int | None
    """Estimated wait in minutes by the pace of the past hour, rounded up; null where nothing honest can be said."""
    at: Moment
    """Instant in UTC at which the place was counted."""


class PairingView(View):
    """A call as its customer sees it."""

    pairing_id: PairingId
    """Id of the call, for `cancel_pairing`."""
    status: PairingStatus
    """Present state of the call."""
    ended_at: Moment | None
    """Instant in UTC at which the call was accepted or ended; null while it is open."""
    end_reason: Literal["cancelled", "nobody", "unpaid"] | None
    """Reason for which the call ended without a session; null for other calls."""
    hotlines: tuple[Hotline, ...]
    """Services to show at once, because the topic speaks of danger; empty for other calls."""
    pseudonym: str
    """Name by which experts know the customer in this call: the chosen name, or an invented one."""
    topic: str | None
    """Subject of the call, in the customer's words; null when not told."""
    mood: Mood | None
    """Mood of the customer; null when not told."""
    minutes: int
    """Length of the session in minutes."""
    round: int
    """Number of the search round that runs now, from 1."""
    rounds: int
    """Number of rounds after which the search gives up."""
    paid_by: Literal["trial", "credit", "order", "crisis"]
    """Way in which the call is paid: by the free trial, a credit, or an order to pay. A `crisis` costs nothing."""
    order_id: OrderId | None
    """Id of the order to pay; null for a trial, a credit or a crisis."""
    checkout_url: str | None
    """Page to pay on. Null if nothing is to be paid, or if the provider is slow: then call `pay_order`."""
    gives_up_at: Moment | None
    """Instant in UTC at which the search ends without an expert; null when not searching."""
    queue: QueuePlaceView | None
    """Place among the calls that wait; null when not searching, and until it was first counted."""
    session_id: SessionId | None
    """Id of the session, for `get_session`; null until a first expert accepts."""
    expert: UserId | None
    """Id of the expert who accepted; null while no expert has."""
    created_at: Moment
    """Instant in UTC at which the customer called."""

    @classmethod
    def of(
        cls,
        pairing: Pairing,
        *,
        checkout_url: str | None = None,
        hotlines: Sequence[Hotline] = (),
        queue: QueuePlace | None = None,
    ) -> Self:
        paired = pairing.status is PairingStatus.ACCEPTED
        told = pairing.model_dump(include=set(cls.model_fields) - {"session_id", "queue"})
        place = (queue or pairing.queue) if pairing.status is PairingStatus.SEARCHING else None
        return cls(
            pairing_id=pairing.id,
            paid_by=pairing.entitlement.kind,
            order_id=pairing.entitlement.order_id,
            checkout_url=checkout_url,
            hotlines=tuple(hotlines),
            queue=QueuePlaceView(**place.model_dump()) if place else None,
            session_id=pairing.session_id if paired or pairing.rerouted else None,
            **told,
        )


class QuoteView(View):
    """The terms of the caller's next call."""

    paid_by: Literal["trial", "credit", "order"]
    """Way in which the next call would be paid: by the free trial, a credit, or an order to pay."""
    price: int
    """Price of the next call in whole rupiah; 0 for a trial or a credit."""
    minutes: int
    """Length of the session in minutes."""
    must_register: bool
    """True if the caller needs an account before the next call."""
    open_pairing_id: PairingId | None
    """Id of the call that must end first; null when the caller may call."""


class OpenPairingView(View):
    """An open call as experts see it. Nothing tells who the customer is."""

    pairing_id: PairingId
    """Id of the call, for `accept_pairing` and `decline_pairing`."""
    pseudonym: str
    """Invented name of the customer; nothing in the call tells who the customer is."""
    topic: str | None
    """Subject of the call, in the customer's words; null when not told."""
    mood: Mood | None
    """Mood of the customer; null when not told."""
    minutes: int
    """Length of the session in minutes; for a rerouted call, of the whole session."""
    rerouted: bool
    """True if the session has begun already and needs another expert."""
    called_at: Moment | None
    """Instant in UTC at which the search for an expert began; null when not yet."""
    gives_up_at: Moment | None
    """Instant in UTC at which the search ends without an expert; null when not searching."""

    @classmethod
    def of(cls, call: OpenCall) -> Self:
        return cls(pairing_id=call.id, **call.model_dump(include=set(cls.model_fields)))


class AvailabilityView(View):
    """An expert's own readiness for calls."""

    online: bool
    """True if the expert takes calls now."""
    since: Moment | None
    """Instant in UTC at which the expert went online; null when offline."""
    online_until: Moment | None
    """Instant in UTC before which the next heartbeat must arrive; null when offline."""
    sessions: tuple[SessionId, ...]
    """Ids of the sessions that the expert has now."""
    most: int
    """Most sessions that the expert may have at once."""
    board: Id | None
    """Id of the board with the open calls that the expert sees; null before the expert first goes online."""

    @classmethod
    def of(cls, availability: Availability, *, online_until: Moment | None) -> Self:
        told = availability.model_dump(include=set(cls.model_fields))
        return cls(online=availability.open, online_until=online_until, **told)


class ExpertOnlineView(AvailabilityView):
    """An expert who is online, as admins see them."""

    expert: UserId
    """Id of the expert's account."""
    name: str
    """Full name of the expert."""
    suspended: bool
    """True if an admin has suspended the expert from calls."""

    @classmethod
    def of(cls, availability: Availability, *, online_until: Moment | None) -> Self:
        told = availability.model_dump(include=set(cls.model_fields))
        return cls(online=availability.open, online_until=online_until, expert=availability.id, **told)


class DeclinedView(View):
    """Confirmation of a declined call."""

    pairing_id: PairingId
    """Id of the declined call, which this expert no longer sees."""


class OfflineView(View):
    """Confirmation that the expert is offline."""

    online: bool = False
    """Always false: the expert gets no further calls."""


class LeaseView(View):
    """The time until which the expert stays online."""

    online_until: Moment
    """Instant in UTC until which the expert stays online without a further heartbeat."""


class OnlineSpanView(View):
    """A time during which an expert was online."""

    expert: UserId
    """Id of the expert's account."""
    name: str
    """Full name of the expert at that time."""
    began_at: Moment
    """Instant in UTC at which the expert went online."""
    ended_at: Moment
    """Instant in UTC at which the expert went offline."""
    ended_by: Literal["expert", "silence", "admin"]
    """Cause of going offline: the expert's own wish, missing heartbeats (`silence`) or an admin."""

    @classmethod
    def of(cls, span: OnlineSpan) -> Self:
        return cls.model_validate(span.model_dump(exclude={"id"}))


class CreditsView(View):
    """Credits of a customer."""

    user_id: UserId
    """Id of the customer's account."""
    credits: int
    """Number of free calls that the customer has now."""
