"""Decisions about calls and the experts who answer them: pure, told the time."""

from datetime import datetime, timedelta

from shared.contracts.sales import Sale, SaleItem
from shared.kernel.ids import Id, PairingId, SessionId, UserId
from shared.pairing import quotes
from shared.pairing.errors import (
    AlreadyTaken,
    ExpertSuspended,
    MustRegister,
    NoRoomLeft,
    NotOnline,
    OwnCall,
    PairingOver,
    PhoneSignInNeeded,
)
from shared.pairing.models import (
    HEARTBEAT_LEASE,
    Alias,
    Availability,
    CallerAccount,
    Entitlement,
    Heartbeat,
    OnlineSpan,
    Pairing,
    PairingStatus,
    Separation,
    SessionAlias,
)
from shared.pairing.schemas import PairingDetails
from shared.pairing.settings import PairingSettings

PAY_WITHIN = timedelta(minutes=15)
DANGER_SEARCH_DURATION = timedelta(hours=1)
MOST_SESSION_ALIASES = 500
_MAX_DECLINED = 50
_Status = PairingStatus


def check_can_call(standing: CallerAccount, settings: PairingSettings, *, anonymous: bool) -> None:
    """Check that the customer can call without an account.

    Raises:
        MustRegister: An anonymous customer has had the allowed number of sessions.
    """
    if quotes.is_registration_required(standing, settings, anonymous=anonymous):
        raise MustRegister(after=settings.anonymous_sessions)


def pairing_from_request(
    id: PairingId,
    session: SessionId,
    wish: PairingDetails,
    customer: SessionAlias,
    entitlement: Entitlement,
    settings: PairingSettings,
    *,
    name: str,
    now: datetime,
) -> Pairing:
    """Create a call. Its search starts at once, or when it is paid for."""
    pairing = Pairing(
        id=id,
        status=_Status.AWAITING_PAYMENT,
        customer=customer.id,
        account=customer.account,
        pseudonym=wish.name or (customer.pseudonym if settings.anonymity else name),
        topic=wish.topic,
        mood=wish.mood,
        in_danger=entitlement.kind == "crisis",
        minutes=settings.trial_minutes if entitlement.kind == "trial" else settings.minutes,
        rounds=settings.rounds,
        round_seconds=settings.round_seconds,
        entitlement=entitlement,
        session_id=session,
        created_at=now,
    )
    return pairing if entitlement.kind == "order" else with_search_started(pairing, now=now)


def fill_account(pairing: Pairing) -> Pairing | None:
    """Return a call of an earlier version with its account, which was its customer; None for any other call."""
    return None if pairing.account else pairing.having(account=pairing.customer)


def with_search_started(pairing: Pairing, *, now: datetime) -> Pairing:
    """Return the call with its search started; the time of the first round begins."""
    return pairing.having(status=_Status.SEARCHING, called_at=now, round=1, queue=None)


def pairing_from_earlier(
    before: Pairing, id: PairingId, passed_over: tuple[UserId, ...], settings: PairingSettings, *, now: datetime
) -> Pairing:
    """Create a call for the session of an earlier call, for another expert than those who had the session."""
    told = {"id": id, "rounds": settings.rounds, "round_seconds": settings.round_seconds, "created_at": now}
    fresh = {
        "expert": None,
        "boards": None,
        "accepted_at": None,
        "ended_at": None,
        "rerouted": True,
        "passed_over": passed_over,
    }
    return with_search_started(before.having(**told, **fresh), now=now)


def sale_from_pairing(pairing: Pairing, settings: PairingSettings, name: str) -> Sale:
    """Compute the sale, named in the buyer's language, that a customer without trial or credit pays for."""
    item = SaleItem(kind="pairing", product=pairing.id, name=name, quantity=1, unit_price=settings.price)
    return Sale(items=(item,), currency="IDR", hold=PAY_WITHIN, alias=pairing.customer)


def with_next_round(pairing: Pairing, *, now: datetime) -> Pairing:
    """Return the call in its next round, or expired after the last one."""
    if pairing.gives_up_at is None or now < pairing.round_ends_at:
        return pairing
    if now >= pairing.gives_up_at:
        return with_end(pairing, _Status.EXPIRED, now=now)
    return pairing.having(round=pairing.round + 1)


def with_separation(account: CallerAccount, made: Separation) -> CallerAccount:
    """Return the account with one more block. An account that does not know the earlier blocks stays as it is."""
    if account.apart is None or made in account.apart:
        return account
    return account.having(apart=(*account.apart, made))


def without_separation(account: CallerAccount, removed: Separation) -> CallerAccount:
    """Return the account without a block. Blocks under other ids remain."""
    if account.apart is None or removed not in account.apart:
        return account
    return account.having(apart=tuple(each for each in account.apart if each != removed))


def is_search_over(pairing: Pairing, *, now: datetime) -> bool:
    """Return whether no expert has accepted in all rounds of the search."""
    return with_next_round(pairing, now=now).status is _Status.EXPIRED


def must_search_on(pairing: Pairing, *, now: datetime) -> bool:
    """Return whether the search for a customer in danger goes on after its last round: for an hour."""
    return pairing.in_danger and now < pairing.created_at + DANGER_SEARCH_DURATION


def with_end(pairing: Pairing, status: PairingStatus, *, now: datetime) -> Pairing:
    """Return the call ended without a session."""
    return pairing.having(status=status, ended_at=now)


def check_is_open(pairing: Pairing) -> None:
    """Check that the call can still be cancelled.

    Raises:
        PairingOver: The call has ended.
    """
    if not pairing.open:
        raise PairingOver.of(pairing)


def with_acceptance(pairing: Pairing, expert: UserId, *, alias: UserId, named: bool, now: datetime) -> Pairing:
    """Return the call accepted by an expert. Only an expert `named` by an admin may have had the session before.

    Raises:
        OwnCall: The expert is the caller.
        AlreadyTaken: Another expert has accepted the call.
        PairingOver: The call has ended.
    """
    if alias == pairing.caller:
        raise OwnCall()
    if pairing.status is _Status.ACCEPTED:
        raise AlreadyTaken()
    if expert in pairing.passed_over and not named:
        raise AlreadyTaken()
    if pairing.gives_up_at is None or now >= pairing.gives_up_at:
        raise PairingOver(pairing_status=pairing.status)
    return pairing.having(status=_Status.ACCEPTED, expert=expert, accepted_at=now, ended_at=now)


def with_session(
    availability: Availability | None, heartbeat: Heartbeat | None, session: SessionId, most: int, *, now: datetime
) -> Availability:
    """Return the availability with one more session.

    Raises:
        NotOnline: The expert is offline.
        ExpertSuspended: The expert is suspended, or paused because of strikes.
        NoRoomLeft: The expert has as many customers as allowed.
    """
    if availability is None or not is_online(availability, heartbeat, now=now):
        raise NotOnline()
    if availability.suspended:
        raise ExpertSuspended()
    if availability.paused:
        raise ExpertSuspended("paused")
    if len(availability.sessions) >= most:
        raise NoRoomLeft(most=most)
    return availability.having(sessions=(*availability.sessions, session), most=most)


def is_online(availability: Availability, heartbeat: Heartbeat | None, *, now: datetime) -> bool:
    """Return whether the expert is online: open, and with a lease that lasts."""
    return availability.open and heartbeat is not None and now < heartbeat.until


def without_session(availability: Availability, session: SessionId) -> Availability:
    """Return the availability with one session less."""
    return availability.having(sessions=tuple(one for one in availability.sessions if one != session))


def check_can_go_online(settings: PairingSettings, *, by_phone: bool) -> None:
    """Check that the expert has signed in by phone, where the settings ask for it.

    Raises:
        PhoneSignInNeeded: The expert has signed in otherwise.
    """
    if settings.experts_by_phone and not by_phone:
        raise PhoneSignInNeeded()


def with_expert_online(
    known: Availability | None, uid: UserId, name: str, most: int, board: Id, *, now: datetime
) -> Availability:
    """Return the availability online. An expert who is online already stays so since the same time.

    Raises:
        ExpertSuspended: The expert is suspended, or paused because of strikes.
    """
    availability = known or Availability(id=uid, name=name, most=most)
    if availability.suspended:
        raise ExpertSuspended()
    if availability.paused:
        raise ExpertSuspended("paused")
    since = availability.since if availability.open else now
    return availability.having(open=True, since=since, name=name, most=most, board=board)


def new_heartbeat(uid: UserId, *, now: datetime) -> Heartbeat:
    """Create a lease that begins now."""
    return Heartbeat(id=uid, until=now + HEARTBEAT_LEASE)


def with_expert_offline(availability: Availability) -> Availability:
    """Return the availability offline; sessions go on."""
    return availability.having(open=False, since=None, declined=())


def online_span_from_availability(availability: Availability, *, ended_at: datetime, ended_by: str) -> OnlineSpan:
    """Create the record of an online period. The same period has the same id, so it is stored once."""
    began_at = availability.since or ended_at
    told = {"id": Id(f"{availability.id}-{int(began_at.timestamp())}"), "began_at": began_at}
    told |= {"expert": availability.id, "name": availability.name, "ended_at": ended_at, "ended_by": ended_by}
    return OnlineSpan.model_validate(told)


def with_session_alias(known: Alias, session: SessionId, alias: UserId) -> Alias:
    """Return the aliases with that of one more session. Of more than `MOST_SESSION_ALIASES`, the latest are kept.

    The rules read this document at each listen, so it must stay small. Functions compute aliases, and need no list.
    """
    sessions, aliases = (*known.sessions, session), (*known.aliases, alias)
    return known.having(sessions=sessions[-MOST_SESSION_ALIASES:], aliases=aliases[-MOST_SESSION_ALIASES:])


def without_session_alias(known: Alias, session: SessionId) -> Alias:
    """Return the aliases without that of a session."""
    kept = [pair for pair in zip(known.sessions, known.aliases, strict=True) if pair[0] != session]
    return known.having(sessions=tuple(pair[0] for pair in kept), aliases=tuple(pair[1] for pair in kept))


def with_declined_pairing(availability: Availability, pairing_id: PairingId) -> Availability:
    """Return the availability with a call that the expert does not want to see."""
    if pairing_id in availability.declined:
        return availability
    return availability.having(declined=(*availability.declined, pairing_id)[-_MAX_DECLINED:])
