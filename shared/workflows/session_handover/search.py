"""Search for another expert for a session that has lost its own."""

from datetime import datetime

from shared.chat import session_rooms
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance, pairing_requests
from shared.sessions import actions, store
from shared.sessions.jobs import FindAnotherExpert
from shared.workflows import session_start


async def detach_expert_and_search(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Take a session from its expert and search for another one, in one commit.

    The clock stops. The customer keeps the room, its history and the pseudonym.
    """
    before = await actions.find_detachable_session(uow, job, now=now)
    if before is None or job.expert is None:
        return
    if job.silent and await session_rooms.has_sent_message(uow, before.room_id, job.expert, since=before.expert_since):
        return
    session = actions.detach_expert(uow, before, now=now)
    if session.pairing_id is None:
        return
    await acceptance.release_expert(uow, session.id, job.expert, now=now)
    await session_rooms.remove_expert_from_room(uow, session.room_id, session.customer, now=now)
    pairing = await pairing_requests.request_replacement(
        uow, session.pairing_id, excluded=session.experts_before, to=job.to, now=now
    )
    await actions.attach_pairing(uow, session, pairing.id)


async def assign_named_expert(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Let the expert whom the job names take over. A pairing that they cannot accept stays open for all experts."""
    session = await store.get_session(uow, job.session_id)
    if job.to is None or session.expert is not None or session.pairing_id is None:
        return
    _, plan = await acceptance.plan_acceptance(uow, session.pairing_id, job.to, named=True, now=now)
    if plan is not None:
        await session_start.begin_accepted_session(uow, plan, now=now)
