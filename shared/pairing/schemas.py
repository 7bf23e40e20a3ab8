"""What comes in and goes out of pairing."""

from typing import Literal, Self

from pydantic import HttpUrl

from shared.kernel.ids import OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Line, Moment, Request, View
from shared.pairing.models import Availability, Mood, OnlineSpan, Pairing, PairingStatus


class PairingDetails(Request):
    """What about and in what mood, if one wants to say. `success_url` is where the checkout page leads back to."""

    topic: Line | None = None
    mood: Mood | None = None
    success_url: HttpUrl | None = None


class PairingView(View):
    """A customer's call. `checkout_url` is where to pay, while that is to be done; then the search begins."""

    pairing_id: PairingId
    status: PairingStatus
    topic: str | None
    mood: Mood | None
    minutes: int
    round: int
    rounds: int
    paid_by: Literal["trial", "credit", "order"]
    order_id: OrderId | None
    checkout_url: str | None
    gives_up_at: Moment | None
    session_id: SessionId | None
    expert: UserId | None
    created_at: Moment

    @classmethod
    def of(cls, pairing: Pairing, *, checkout_url: str | None = None) -> Self:
        paired = pairing.status is PairingStatus.ACCEPTED
        told = pairing.model_dump(include=set(cls.model_fields) - {"session_id"})
        return cls(
            pairing_id=pairing.id,
            paid_by=pairing.entitlement.kind,
            order_id=pairing.entitlement.order_id,
            checkout_url=checkout_url,
            session_id=pairing.session_id if paired or pairing.rerouted else None,
            **told,
        )


class QuoteView(View):
    """What the next call would be. `price` is in whole rupiah: 0 by trial or credit.

    `must_register`: there is no call without an account any more. `open_pairing_id` is the call to be ended first.
    """

    paid_by: Literal["trial", "credit", "order"]
    price: int
    minutes: int
    must_register: bool
    open_pairing_id: PairingId | None


class OpenPairingView(View):
    """An open call, as experts see it: nothing tells who calls."""

    pairing_id: PairingId
    pseudonym: str
    topic: str | None
    mood: Mood | None
    minutes: int
    rerouted: bool
    called_at: Moment | None
    gives_up_at: Moment | None

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        return cls(pairing_id=pairing.id, **pairing.model_dump(include=set(cls.model_fields)))


class AvailabilityView(View):
    """An expert's own readiness; `online_until` is when the next heartbeat must have come."""

    online: bool
    since: Moment | None
    online_until: Moment | None
    sessions: tuple[SessionId, ...]
    most: int

    @classmethod
    def of(cls, availability: Availability, *, online_until: Moment | None) -> Self:
        told = availability.model_dump(include=set(cls.model_fields))
        return cls(online=availability.open, online_until=online_until, **told)


class ExpertOnlineView(AvailabilityView):
    """An expert who is there, as the control center sees them."""

    expert: UserId
    name: str
    suspended: bool

    @classmethod
    def of(cls, availability: Availability, *, online_until: Moment | None) -> Self:
        told = availability.model_dump(include=set(cls.model_fields))
        return cls(online=availability.open, online_until=online_until, expert=availability.id, **told)


class DeclinedView(View):
    """The pairing that an expert has declined."""

    pairing_id: PairingId


class OfflineView(View):
    """An expert who has gone offline."""

    online: bool = False


class LeaseView(View):
    """Until when the expert counts as there."""

    online_until: Moment


class OnlineSpanView(View):
    """That an expert was online from then till then."""

    expert: UserId
    name: str
    began_at: Moment
    ended_at: Moment
    ended_by: Literal["expert", "silence", "admin"]

    @classmethod
    def of(cls, span: OnlineSpan) -> Self:
        return cls.model_validate(span.model_dump(exclude={"id"}))
