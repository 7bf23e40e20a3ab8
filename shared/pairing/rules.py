"""Decisions between a call and those who may answer it: pure, told the time."""

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
    Availability,
    CallerAccount,
    Entitlement,
    Heartbeat,
    OnlineSpan,
    Pairing,
    PairingStatus,
)
from shared.pairing.schemas import PairingDetails
from shared.pairing.settings import PairingSettings

PAY_WITHIN = timedelta(minutes=15)
_MAX_DECLINED = 50
_Status = PairingStatus


def check_can_call(standing: CallerAccount, settings: PairingSettings, *, anonymous: bool) -> None:
    """Raise `MustRegister` when somebody without an account has had as many sessions as there are without."""
    if quotes.is_registration_required(standing, settings, anonymous=anonymous):
        raise MustRegister(after=settings.anonymous_sessions)


def pairing_from_request(
    id: PairingId,
    session: SessionId,
    wish: PairingDetails,
    standing: CallerAccount,
    entitlement: Entitlement,
    settings: PairingSettings,
    *,
    name: str,
    now: datetime,
) -> Pairing:
    """A new call: out at once, or as soon as it is paid for."""
    pairing = Pairing(
        id=id,
        status=_Status.AWAITING_PAYMENT,
        customer=standing.id,
        pseudonym=standing.pseudonym if settings.anonymity else name,
        topic=wish.topic,
        mood=wish.mood,
        minutes=settings.trial_minutes if entitlement.kind == "trial" else settings.minutes,
        rounds=settings.rounds,
        round_seconds=settings.round_seconds,
        entitlement=entitlement,
        session_id=session,
        created_at=now,
    )
    return pairing if entitlement.kind == "order" else with_search_started(pairing, now=now)


def with_search_started(pairing: Pairing, *, now: datetime) -> Pairing:
    """The call goes out to the experts; its time begins."""
    return pairing.having(status=_Status.SEARCHING, called_at=now, round=1)


def pairing_from_earlier(
    before: Pairing, id: PairingId, passed_over: tuple[UserId, ...], settings: PairingSettings, *, now: datetime
) -> Pairing:
    """A call for the session that *before* led to: for another expert than those who had it."""
    told = {"id": id, "rounds": settings.rounds, "round_seconds": settings.round_seconds, "created_at": now}
    fresh = {"expert": None, "accepted_at": None, "ended_at": None, "rerouted": True, "passed_over": passed_over}
    return with_search_started(before.having(**told, **fresh), now=now)


def sale_from_pairing(pairing: Pairing, settings: PairingSettings) -> Sale:
    """What a customer without trial or credit pays for."""
    item = SaleItem(kind="pairing", product=pairing.id, name="Sesi curhat", quantity=1, unit_price=settings.price)
    return Sale(items=(item,), currency="IDR", hold=PAY_WITHIN, alias=pairing.customer)


def with_next_round(pairing: Pairing, *, now: datetime) -> Pairing:
    """The call goes out again, or nobody has taken it."""
    if pairing.gives_up_at is None or now < pairing.round_ends_at:
        return pairing
    if now >= pairing.gives_up_at:
        return with_end(pairing, _Status.EXPIRED, now=now)
    return pairing.having(round=pairing.round + 1)


def gives_up_session(pairing: Pairing, *, now: datetime) -> bool:
    """Tell whether this is the failed search for a session that has lost its expert."""
    return pairing.rerouted and with_next_round(pairing, now=now).status is _Status.EXPIRED


def with_end(pairing: Pairing, status: PairingStatus, *, now: datetime) -> Pairing:
    """The call is over without a session."""
    return pairing.having(status=status, ended_at=now)


def check_is_open(pairing: Pairing) -> None:
    """Raise `PairingOver` when there is nothing to call off any more."""
    if not pairing.open:
        raise PairingOver.of(pairing)


def with_acceptance(pairing: Pairing, expert: UserId, *, alias: UserId, named: bool, now: datetime) -> Pairing:
    """The first expert has it; only one who is *named* may have had its session before.

    Raises `OwnCall`, `AlreadyTaken`, `PairingOver`.
    """
    if alias == pairing.customer:
        raise OwnCall()
    if pairing.status is _Status.ACCEPTED:
        raise AlreadyTaken()
    if expert in pairing.passed_over and not named:
        raise AlreadyTaken()
    if pairing.gives_up_at is None or now >= pairing.gives_up_at:
        raise PairingOver("This call is over.", pairing_status=pairing.status)
    return pairing.having(status=_Status.ACCEPTED, expert=expert, accepted_at=now, ended_at=now)


def with_session(
    availability: Availability | None, heartbeat: Heartbeat | None, session: SessionId, most: int, *, now: datetime
) -> Availability:
    """The expert with one customer more. Raises `NotOnline`, `ExpertSuspended`, `NoRoomLeft`."""
    if availability is None or not is_online(availability, heartbeat, now=now):
        raise NotOnline()
    if availability.suspended:
        raise ExpertSuspended()
    if len(availability.sessions) >= most:
        raise NoRoomLeft(most=most)
    return availability.having(sessions=(*availability.sessions, session), most=most)


def is_online(availability: Availability, heartbeat: Heartbeat | None, *, now: datetime) -> bool:
    """Whether the expert is there: open, and heard of within the lease."""
    return availability.open and heartbeat is not None and now < heartbeat.until


def without_session(availability: Availability, session: SessionId) -> Availability:
    """The expert with one customer less."""
    return availability.having(sessions=tuple(one for one in availability.sessions if one != session))


def check_can_go_online(settings: PairingSettings, *, by_phone: bool) -> None:
    """Raise `PhoneSignInNeeded` where experts come by phone only and this one did not."""
    if settings.experts_by_phone and not by_phone:
        raise PhoneSignInNeeded()


def with_expert_online(known: Availability | None, uid: UserId, name: str, most: int, *, now: datetime) -> Availability:
    """The expert goes online; who is already stays so since then. Raises `ExpertSuspended`."""
    availability = known or Availability(id=uid, name=name, most=most)
    if availability.suspended:
        raise ExpertSuspended()
    since = availability.since if availability.open else now
    return availability.having(open=True, since=since, name=name, most=most)


def new_heartbeat(uid: UserId, *, now: datetime) -> Heartbeat:
    """The lease begins anew."""
    return Heartbeat(id=uid, until=now + HEARTBEAT_LEASE)


def with_expert_offline(availability: Availability) -> Availability:
    """The expert is offline; the sessions they have go on."""
    return availability.having(open=False, since=None, declined=())


def online_span_from_availability(availability: Availability, *, ended_at: datetime, ended_by: str) -> OnlineSpan:
    """That the expert was online. The same interval has the same id, so it is kept once."""
    began_at = availability.since or ended_at
    told = {"id": Id(f"{availability.id}-{int(began_at.timestamp())}"), "began_at": began_at}
    told |= {"expert": availability.id, "name": availability.name, "ended_at": ended_at, "ended_by": ended_by}
    return OnlineSpan.model_validate(told)


def with_declined_pairing(availability: Availability, pairing_id: PairingId) -> Availability:
    """The expert does not want to see this call any more."""
    if pairing_id in availability.declined:
        return availability
    return availability.having(declined=(*availability.declined, pairing_id)[-_MAX_DECLINED:])
