"""Entities of pairing: calls, the experts' readiness, and what a customer is entitled to."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, computed_field

from shared.contracts.sessions import AcceptedPairing, SessionExpert
from shared.kernel.frozen_values import FrozenMap
from shared.kernel.ids import Id, OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.stored_choices import StoredEnum, UnknownAs

HEARTBEAT_LEASE = timedelta(seconds=90)


class PairingStatus(StoredEnum):
    """State of a call. `expired` means that no expert accepted in time, or that nobody paid."""

    AWAITING_PAYMENT = "awaiting_payment"
    SEARCHING = "searching"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Mood(StoredEnum):
    """Mood of a caller."""

    SAD = "sad"
    ANXIOUS = "anxious"
    ANGRY = "angry"
    LONELY = "lonely"
    STRESSED = "stressed"
    CONFUSED = "confused"
    OTHER = "other"
    UNKNOWN = "unknown"


class Entitlement(Entity):
    """Right by which a customer calls: a trial, a credit, a paid order, or that the customer is in danger."""

    kind: Annotated[Literal["trial", "credit", "order", "crisis"], UnknownAs("order")]
    order_id: OrderId | None = None


class QueuePlace(Entity):
    """Place of a call among those that wait for an expert, at one moment.

    Attributes:
        ahead: Number of calls that have waited longer.
        wait_minutes: Estimated wait in minutes; None where nothing honest can be said.
        at: Instant in UTC at which the place was counted.
    """

    ahead: int
    wait_minutes: int | None = None
    at: Moment


class Pairing(Entity):
    """Call of a customer, which the customer alone can read. Experts read an `OpenCall` on their board.

    Attributes:
        customer: Alias of the customer in the session.
        account: Id of the customer's account in pairing; None for a call of an earlier version, where both are one.
        session_id: Id of the session, fixed from the beginning.
        rerouted: True if the call looks for another expert for a session that has begun.
        passed_over: Experts who had the session before, for whom the call is no longer meant.
        in_danger: True if the topic speaks of danger: nothing is paid, and the search does not give up so soon.
        end_reason: Reason for which the call ended without a session.
        queue: Place among the calls that wait, as the latest round of the search found it; None before.
        boards: Boards on which experts see the call; None for a call of an earlier version.
    """

    id: PairingId
    status: PairingStatus
    customer: UserId
    account: UserId | None = None
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
    in_danger: bool = False
    end_reason: Annotated[Literal["cancelled", "nobody", "unpaid"], UnknownAs("nobody")] | None = None
    passed_over: tuple[UserId, ...] = ()
    queue: QueuePlace | None = None
    boards: tuple[Id, ...] | None = None
    expert: UserId | None = None
    accepted_at: Moment | None = None
    ended_at: Moment | None = None
    created_at: Moment

    @property
    def caller(self) -> UserId:
        """Return the id of the customer's account in pairing."""
        return self.account or self.customer

    @property
    def accepted(self) -> AcceptedPairing:
        """Return what a session needs to know of this pairing."""
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
        """Return whether the call may still lead to a session."""
        return self.status in (PairingStatus.AWAITING_PAYMENT, PairingStatus.SEARCHING)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def gives_up_at(self) -> Moment | None:
        """Return when the search will have failed. Stored, so that apps can count down and sweeps can query for it."""
        if self.status is not PairingStatus.SEARCHING or self.called_at is None:
            return None
        return self.called_at + timedelta(seconds=self.round_seconds * self.rounds)

    @property
    def order_id(self) -> OrderId | None:
        """Return the id of the order that paid for the call, if an order did."""
        return self.entitlement.order_id

    @property
    def round_ends_at(self) -> datetime:
        return (self.called_at or self.created_at) + timedelta(seconds=self.round_seconds * self.round)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def paired_at(self) -> Moment | None:
        """Return when the customer was first connected with an expert. Stored, so that it can be counted."""
        return None if self.rerouted else self.accepted_at

    @computed_field  # type: ignore[prop-decorator]
    @property
    def waited_seconds(self) -> int | None:
        """Return how long the customer waited for an expert, in seconds."""
        if self.accepted_at is None or self.called_at is None:
            return None
        return int((self.accepted_at - self.called_at).total_seconds())


class OpenCall(Entity):
    """Open call as the experts of one board see it. Nothing in it tells who calls, or who does not see the call.

    Attributes:
        id: Id of the call.
        passed_over: Experts who had the session before, for whom the call is no longer meant.
        gives_up_at: Instant in UTC at which the search ends; a call that still stands here later is over.
    """

    id: PairingId
    pseudonym: Line
    topic: Line | None = None
    mood: Mood | None = None
    minutes: int
    rerouted: bool = False
    in_danger: bool = False
    end_reason: Annotated[Literal["cancelled", "nobody", "unpaid"], UnknownAs("nobody")] | None = None
    passed_over: tuple[UserId, ...] = ()
    called_at: Moment
    gives_up_at: Moment

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        return cls.model_validate(pairing.model_dump(include=set(cls.model_fields)))


class CallBoards(Entity):
    """Boards of open calls, and the number of experts who read each.

    Attributes:
        experts: Number of experts by the id of their board.
    """

    id: Id
    experts: FrozenMap[str, int]


class Availability(Entity):
    """Readiness of an expert.

    Attributes:
        board: Board of open calls that the expert reads; None for an expert who has not gone online lately.
        open: True if the expert takes calls, until the expert or silence ends it.
        paused: True while the expert may take no calls because of strikes; sessions go on.
        declined: Calls that the expert does not want to see.
    """

    id: UserId
    name: Line
    open: bool = False
    suspended: bool = False
    paused: bool = False
    since: Moment | None = None
    sessions: tuple[SessionId, ...] = ()
    most: int
    board: Id | None = None
    declined: tuple[PairingId, ...] = ()

    @property
    def session_expert(self) -> SessionExpert:
        """Return what a session needs to know of this expert."""
        return SessionExpert(id=self.id, name=self.name)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def room_left(self) -> bool:
        """Return whether the expert can take a further customer. Stored: the security rules ask for it."""
        return self.open and not self.suspended and not self.paused and len(self.sessions) < self.most


class Heartbeat(Entity):
    """Lease of an online expert. It begins and ends with the availability; a heartbeat only renews it."""

    id: UserId
    until: Moment


class OnlineSpan(Entity):
    """Period during which an expert was online."""

    id: Id
    expert: UserId
    name: Line
    began_at: Moment
    ended_at: Moment
    ended_by: Annotated[Literal["expert", "silence", "admin"], UnknownAs("silence")]


class Alias(Entity):
    """Aliases of an account, stored for the security rules and the account's own app.

    Attributes:
        alias: Alias of the person in calls that have no alias of their own.
        sessions: Ids of the latest sessions with an alias of their own, the latest last.
        aliases: Alias in each of `sessions`.
    """

    id: UserId
    alias: UserId
    sessions: tuple[SessionId, ...] = ()
    aliases: tuple[UserId, ...] = ()


class SessionAlias(Entity):
    """Way from the alias of one session to the customer's account in pairing. No app can read the document.

    Attributes:
        id: Alias of the customer in the session.
        account: Id of the customer's account in pairing.
        pseudonym: Name by which the expert knows the customer.
    """

    id: UserId
    account: UserId
    pseudonym: Line


class Separation(Entity):
    """Block that keeps a customer and an expert apart in calls.

    Attributes:
        expert: Uid of the expert.
        blocker: Id or alias of the one who has blocked the other.
        blocked: Id or alias of the other.
    """

    expert: UserId
    blocker: UserId
    blocked: UserId


class CallerAccount(Entity):
    """Account of a customer in pairing: the open call, credits, and the number of sessions so far.

    Attributes:
        id: Alias of the person, which stands for the account in all documents of pairing.
        last: Call that ended without a session, until the customer calls again.
        account: Uid of the customer. Only this document, which no app can read, leads from one to the other.
        trial: Hash of the phone whose trial the latest trial call has used. Kept here, because a number can be
            guessed from it.
        apart: Blocks between the customer and experts that count in calls; None before the first call that asked.
    """

    id: UserId
    account: UserId
    pseudonym: Line
    open: PairingId | None = None
    last: PairingId | None = None
    credits: Annotated[int, Field(ge=0)] = 0
    sessions: int = 0
    trial: str | None = None
    apart: tuple[Separation, ...] | None = None

    def is_apart_from(self, expert: UserId) -> bool:
        """Return whether a block keeps the customer and `expert` apart."""
        return any(each.expert == expert for each in self.apart or ())
