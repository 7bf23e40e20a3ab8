"""Search for another expert for a session that has lost its own."""

from datetime import datetime

from shared.chat import session_rooms, user_blocks
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance, pairing_requests
from shared.sessions import actions, store
from shared.sessions.jobs import FindAnotherExpert


async def detach_expert_and_search(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Take a session from its expert and search for another one, in one commit.

    The clock stops. The customer keeps the room, its history and the pseudonym.
    """
    session = await actions.detach_expert(uow, job, has_spoken=session_rooms.has_sent_message, now=now)
    if session is None or session.pairing_id is None or job.expert is None:
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
    pairing, availability = await acceptance.accept_pairing(
        uow, session.pairing_id, job.to, named=True, is_blocked=user_blocks.has_block_between, now=now
    )
    if availability is not None:
        session = await actions.begin_session(uow, pairing, availability, now=now)
        await session_rooms.assign_expert_to_room(uow, session, now=now)
