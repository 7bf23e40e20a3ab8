"""Acceptance of a call: the first expert gets it, and no expert exceeds their number of customers."""

from dataclasses import dataclass
from datetime import datetime

from shared.kernel.ids import PairingId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import jobs, rules, store
from shared.pairing.errors import AlreadyTaken, PairingNotFound
from shared.pairing.models import Availability, Pairing, PairingStatus
from shared.pairing.settings import PairingSettings


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A pairing that an expert may accept, decided and not stored yet.

    Attributes:
        before: The pairing as it was.
        pairing: The pairing, accepted.
        availability: The expert's availability, with the session.
    """

    before: Pairing
    pairing: Pairing
    availability: Availability


async def plan_acceptance(
    uow: UnitOfWork,
    pairing_id: PairingId,
    expert: UserId,
    *,
    alias: UserId | None = None,
    named: bool = False,
    now: datetime,
) -> tuple[Pairing, Acceptance | None]:
    """Decide whether an expert may accept a pairing; `accept_pairing` stores the decision.

    Args:
        uow: Unit of work; the documents that decide are verified by its commit.
        pairing_id: The pairing.
        expert: The expert's uid.
        alias: The alias by which the expert's own pairings know the expert as a customer.
        named: True if an admin has named the expert, who may then have had the session before.
        now: Present instant.

    Returns:
        The pairing, and the acceptance; None when this expert has accepted the pairing before.

    Raises:
        PairingNotFound: There is no such pairing.
        AlreadyTaken: Another expert has accepted it.
        PairingOver: The pairing has ended.
        OwnCall: The expert is its customer.
        NotOnline: The expert is offline.
        NoRoomLeft: The expert has as many sessions as allowed.
        ExpertSuspended: The expert is suspended.
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
    return pairing, Acceptance(found, pairing, availability)


async def accept_pairing(uow: UnitOfWork, acceptance: Acceptance, *, is_blocked: bool, now: datetime) -> None:
    """Store an acceptance.

    Args:
        uow: Unit of work in which the acceptance was planned.
        acceptance: The plan.
        is_blocked: True if the expert and the customer have blocked each other, under whichever id.
        now: Present instant.

    Raises:
        AlreadyTaken: The two have blocked each other: to say so would tell whose alias it is.
    """
    if is_blocked:
        raise AlreadyTaken()
    pairing, availability = acceptance.pairing, acceptance.availability
    uow.put(store.pairing_ref(pairing.id), pairing)
    uow.put(store.availability_ref(availability.id), availability)
    await _count_session(uow, pairing)
    jobs.cancel_round(uow, acceptance.before)
    jobs.schedule_live_stats_refresh(uow, now=now)


async def get_caller_ids(uow: UnitOfWork, customer: UserId) -> tuple[UserId, ...]:
    """Return all ids of a customer: the alias, and the uid of the account if there is one."""
    standing = await store.find_caller_account(uow, customer)
    return (customer, standing.account) if standing else (customer,)


async def _count_session(uow: UnitOfWork, pairing: Pairing) -> None:
    standing = await store.find_caller_account(uow, pairing.customer)
    if standing is not None and not pairing.rerouted:
        uow.put(store.caller_account_ref(standing.id), standing.having(sessions=standing.sessions + 1))


async def check_can_accept(uow: UnitOfWork, session: SessionId, expert: UserId, *, now: datetime) -> None:
    """Check that an expert could take a session.

    Raises:
        NotOnline: The expert is offline.
        NoRoomLeft: The expert has as many sessions as allowed.
        ExpertSuspended: The expert is suspended.
    """
    known, lease, settings = await uow.get_many(
        store.availability_ref(expert), store.heartbeat_ref(expert), store.SETTINGS
    )
    rules.with_session(known, lease, session, (settings or PairingSettings()).customers_an_expert, now=now)


async def release_expert(uow: UnitOfWork, session: SessionId, expert: UserId, *, now: datetime) -> None:
    """Release an expert from a session that is over. A second release changes nothing."""
    known = await uow.get(store.availability_ref(expert))
    if known is not None and session in known.sessions:
        uow.put(store.availability_ref(expert), rules.without_session(known, session))
        jobs.schedule_live_stats_refresh(uow, now=now)
