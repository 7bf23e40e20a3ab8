"""An expert takes a call: the first one has it, and nobody has more customers than they may."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from shared.kernel.ids import PairingId, SessionId, UserId
from shared.kernel.ports import UnitOfWork, Wanted
from shared.pairing import jobs, rules, store
from shared.pairing.errors import AlreadyTaken, ExpertUnwanted, PairingNotFound
from shared.pairing.models import Availability, Pairing, PairingStatus
from shared.pairing.settings import PairingSettings

PrefetchRefs = Callable[[Pairing], Sequence[Wanted[object]]]
"""What will be asked for when a call is taken: it is read on the way."""
IsBlocked = Callable[[UnitOfWork, UserId, Sequence[UserId]], Awaitable[bool]]
"""Whether an expert and a customer (by all their ids) want nothing to do with each other."""


async def accept_pairing(
    uow: UnitOfWork,
    pairing_id: PairingId,
    expert: UserId,
    *,
    alias: UserId | None = None,
    named: bool = False,
    is_blocked: IsBlocked,
    prefetch: PrefetchRefs = lambda _: (),
    now: datetime,
) -> tuple[Pairing, Availability | None]:
    """Take a call: one commit, so that what another changed meanwhile is seen. Who has it already is told no more.

    *alias* is whom the expert's own calls know; who is *named* by an admin may have had the session before.
    Raises `PairingNotFound`, `AlreadyTaken`, `PairingOver`, `OwnCall`, `NotOnline`, `NoRoomLeft`, `ExpertSuspended`.
    """
    found, known, lease, settings = await uow.get_many(
        store.pairing_ref(pairing_id), store.availability_ref(expert), store.heartbeat_ref(expert), store.SETTINGS
    )
    if found is None:
        raise PairingNotFound(pairing_id=pairing_id)
    if found.status is PairingStatus.ACCEPTED and found.expert == expert:
        return found, None
    pairing = rules.with_acceptance(found, expert, alias=alias or UserId(""), named=named, now=now)
    most = (settings or PairingSettings()).customers_an_expert
    availability = rules.with_session(known, lease, pairing.session_id, most, now=now)
    await uow.prefetch(store.caller_account_ref(pairing.customer), *prefetch(pairing))
    if await is_blocked(uow, expert, await _get_caller_ids(uow, pairing.customer)):
        # To be told of a block would tell whose alias it is.
        raise AlreadyTaken()
    uow.put(store.pairing_ref(pairing_id), pairing)
    uow.put(store.availability_ref(expert), availability)
    await _count_session(uow, pairing)
    jobs.cancel_round(uow, found)
    jobs.schedule_live_stats_refresh(uow, now=now)
    return pairing, availability


async def _get_caller_ids(uow: UnitOfWork, customer: UserId) -> tuple[UserId, ...]:
    standing = await store.find_caller_account(uow, customer)
    return (customer, standing.account) if standing else (customer,)


async def _count_session(uow: UnitOfWork, pairing: Pairing) -> None:
    standing = await store.find_caller_account(uow, pairing.customer)
    if standing is not None and not pairing.rerouted:
        uow.put(store.caller_account_ref(standing.id), standing.having(sessions=standing.sessions + 1))


async def check_can_accept(
    uow: UnitOfWork, session: SessionId, customer: UserId, expert: UserId, *, is_blocked: IsBlocked, now: datetime
) -> None:
    """Raise `NotOnline`, `NoRoomLeft`, `ExpertSuspended`, `ExpertUnwanted` where an expert could not take a session."""
    known, lease, settings = await uow.get_many(
        store.availability_ref(expert), store.heartbeat_ref(expert), store.SETTINGS
    )
    rules.with_session(known, lease, session, (settings or PairingSettings()).customers_an_expert, now=now)
    if await is_blocked(uow, expert, await _get_caller_ids(uow, customer)):
        raise ExpertUnwanted()


async def release_expert(uow: UnitOfWork, session: SessionId, expert: UserId, *, now: datetime) -> None:
    """The expert has one customer less; a second time, nothing."""
    known = await uow.get(store.availability_ref(expert))
    if known is not None and session in known.sessions:
        uow.put(store.availability_ref(expert), rules.without_session(known, session))
        jobs.schedule_live_stats_refresh(uow, now=now)
