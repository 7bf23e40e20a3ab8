"""Acceptance of a call: the first expert gets it, and no expert exceeds their number of customers."""

from dataclasses import dataclass
from datetime import datetime

from shared.kernel.ids import PairingId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import call_boards, jobs, rules, store
from shared.pairing.errors import PairingNotFound
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
        PairingNotFound: There is no such pairing on the expert's board.
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
    if not named and not call_boards.is_on_board(found, known):
        raise PairingNotFound(pairing_id=pairing_id)
    pairing = rules.with_acceptance(found, expert, alias=alias or UserId(""), named=named, now=now)
    most = (settings or PairingSettings()).customers_an_expert
    availability = rules.with_session(known, lease, pairing.session_id, most, now=now)
    return pairing, Acceptance(found, pairing, availability)


async def accept_pairing(uow: UnitOfWork, acceptance: Acceptance, *, now: datetime) -> None:
    """Store an acceptance, and take the call from its boards.

    Args:
        uow: Unit of work in which the acceptance was planned.
        acceptance: The plan.
        now: Present instant.
    """
    call_boards.remove_call(uow, acceptance.before)
    pairing, availability = acceptance.pairing, acceptance.availability
    uow.put(store.pairing_ref(pairing.id), pairing)
    uow.put(store.availability_ref(availability.id), availability)
    await _count_session(uow, pairing)
    jobs.cancel_round(uow, acceptance.before)
    jobs.schedule_live_stats_refresh(uow, now=now)


def withdraw_from_expert(uow: UnitOfWork, acceptance: Acceptance) -> None:
    """Take the call from the board of the expert who tried to accept.

    The board then shows no more than a lost race would.
    """
    call_boards.withdraw_call(uow, acceptance.before, acceptance.availability.board)


async def _count_session(uow: UnitOfWork, pairing: Pairing) -> None:
    standing = await store.find_caller_account(uow, pairing.caller)
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
