"""A call for somebody to talk to, the experts who may answer it, and what a customer is entitled to."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, computed_field

from shared.contracts.sessions import AcceptedPairing, SessionExpert
from shared.kernel.ids import Id, OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment

HEARTBEAT_LEASE = timedelta(seconds=90)


class PairingStatus(StrEnum):
    """`EXPIRED`: no expert took it within its rounds, or nobody paid for it."""

    AWAITING_PAYMENT = "awaiting_payment"
    SEARCHING = "searching"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Mood(StrEnum):
    """How somebody feels who calls."""

    SAD = "sad"
    ANXIOUS = "anxious"
    ANGRY = "angry"
    LONELY = "lonely"
    STRESSED = "stressed"
    CONFUSED = "confused"
    OTHER = "other"


class Entitlement(Entity):
    """By what right a customer calls: a trial, a credit, or a paid order."""

    kind: Literal["trial", "credit", "order"]
    order_id: OrderId | None = None


class Pairing(Entity):
    """One call. Experts read it, so nothing in it tells who calls: `customer` is the alias of whoever does.

    `session_id` is the session's from the beginning; one that already has people in it is `rerouted`. `passed_over`
    are experts whom it is no longer for.
    """

    id: PairingId
    status: PairingStatus
    customer: UserId
    pseudonym: Line
    topic: Line | None = None
    mood: Mood | None = None
    minutes: int
    round: int = 1
    rounds: int
    round_seconds: int
    called_at: Moment | None = None
    entitlement: Entitlement
    session_id: SessionId
    rerouted: bool = False
    passed_over: tuple[UserId, ...] = ()
    expert: UserId | None = None
    accepted_at: Moment | None = None
    ended_at: Moment | None = None
    created_at: Moment

    @property
    def accepted(self) -> AcceptedPairing:
        """What a session is told of this pairing."""
        return AcceptedPairing(
            pairing_id=self.id,
            session_id=self.session_id,
            customer=self.customer,
            pseudonym=self.pseudonym,
            minutes=self.minutes,
            order_id=self.order_id,
        )

    @property
    def open(self) -> bool:
        """Whether it may still lead to a session."""
        return self.status in (PairingStatus.AWAITING_PAYMENT, PairingStatus.SEARCHING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def gives_up_at(self) -> Moment | None:
        """When nobody will have taken it: kept, so that apps can count down and sweeps can ask for it."""
        if self.status is not PairingStatus.SEARCHING or self.called_at is None:
            return None
        return self.called_at + timedelta(seconds=self.round_seconds * self.rounds)

    @property
    def order_id(self) -> OrderId | None:
        """The order that paid for it, if one did."""
        return self.entitlement.order_id

    @property
    def round_ends_at(self) -> datetime:
        return (self.called_at or self.created_at) + timedelta(seconds=self.round_seconds * self.round)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def paired_at(self) -> Moment | None:
        """When its customer came together with a first expert; kept, so that it can be counted."""
        return None if self.rerouted else self.accepted_at

    @computed_field  # type: ignore[prop-decorator]
    @property
    def waited_seconds(self) -> int | None:
        """How long its customer waited for an expert."""
        if self.accepted_at is None or self.called_at is None:
            return None
        return int((self.accepted_at - self.called_at).total_seconds())


class Availability(Entity):
    """An expert's readiness: `open` until they or silence close it. `declined` are calls they do not want to see."""

    id: UserId
    name: Line
    open: bool = False
    suspended: bool = False
    since: Moment | None = None
    sessions: tuple[SessionId, ...] = ()
    most: int
    declined: tuple[PairingId, ...] = ()

    @property
    def session_expert(self) -> SessionExpert:
        """What a session is told of this expert."""
        return SessionExpert(id=self.id, name=self.name)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def room_left(self) -> bool:
        """Whether a further customer may come: what the security rules ask."""
        return self.open and not self.suspended and len(self.sessions) < self.most


class Heartbeat(Entity):
    """An expert's lease: online until then. It begins and goes with being open; a beat only renews it."""

    id: UserId
    until: Moment


class OnlineSpan(Entity):
    """That an expert was online from then till then."""

    id: Id
    expert: UserId
    name: Line
    began_at: Moment
    ended_at: Moment
    ended_by: Literal["expert", "silence", "admin"]


class Alias(Entity):
    """The uid by which somebody's calls know them: for the security rules, and for nobody else to read."""

    id: UserId
    alias: UserId


class CallerAccount(Entity):
    """A customer, as far as pairing is concerned: one call at a time, credits, and how many sessions there were.

    `id` is their alias, and `account` who they are: only here, where no app looks, does one lead to the other.
    `trial` is the phone (its hash) whose trial their latest call by trial has used: a number can be guessed from it,
    so it is kept here too.
    """

    id: UserId
    account: UserId
    pseudonym: Line
    open: PairingId | None = None
    credits: Annotated[int, Field(ge=0)] = 0
    sessions: int = 0
    trial: str | None = None
