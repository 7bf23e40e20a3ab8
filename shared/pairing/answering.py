"""An expert takes a call: the first one has it, and nobody has more customers than they may."""

from datetime import datetime
from typing import Any

from shared.kernel.ids import PairingId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import jobs, rules, store
from shared.pairing.errors import PairingNotFound
from shared.pairing.models import Availability, Pairing
from shared.pairing.settings import PairingSettings


async def accept(
    uow: UnitOfWork, pairing_id: PairingId, expert: UserId, *, alias: UserId | None = None, now: datetime
) -> tuple[Pairing, Availability]:
    """Take a call: one commit, so that what another changed meanwhile is seen. *alias* is whose own calls know them by.

    Raises `PairingNotFound`, `AlreadyTaken`, `PairingOver`, `OwnCall`, `NotOnline`, `NoRoomLeft`, `ExpertSuspended`.
    """
    refs: list[Any] = [
        store.ref(pairing_id),
        store.availability_ref(expert),
        store.heartbeat_ref(expert),
        store.SETTINGS,
    ]
    found, known, lease, settings = await uow.get_all(refs)
    if found is None:
        raise PairingNotFound(pairing_id=pairing_id)
    pairing = rules.accepted(found, expert, alias=alias or UserId(""), now=now)
    most = (settings or PairingSettings()).customers_an_expert
    availability = rules.taking(known, lease, pairing.session_id, most, now=now)
    uow.put(store.ref(pairing_id), pairing)
    uow.put(store.availability_ref(expert), availability)
    await _count_session(uow, pairing)
    jobs.call_off(uow, found)
    jobs.count_again(uow, now=now)
    return pairing, availability


async def _count_session(uow: UnitOfWork, pairing: Pairing) -> None:
    standing = await store.standing(uow, pairing.customer)
    if standing is not None and not pairing.rerouted:
        uow.put(store.standing_ref(standing.id), standing.having(sessions=standing.sessions + 1))


async def could_take(uow: UnitOfWork, session: SessionId, expert: UserId, *, now: datetime) -> None:
    """Raise `NotOnline`, `NoRoomLeft` or `ExpertSuspended` where an expert could not take a session now."""
    refs: list[Any] = [store.availability_ref(expert), store.heartbeat_ref(expert), store.SETTINGS]
    known, lease, settings = await uow.get_all(refs)
    rules.taking(known, lease, session, (settings or PairingSettings()).customers_an_expert, now=now)


async def release(uow: UnitOfWork, session: SessionId, expert: UserId, *, now: datetime) -> None:
    """The expert has one customer less; a second time, nothing."""
    known = await uow.get(store.availability_ref(expert))
    if known is not None and session in known.sessions:
        uow.put(store.availability_ref(expert), rules.released(known, session))
        jobs.count_again(uow, now=now)
