"""A session has lost its expert: somebody else is called."""

from datetime import datetime

from shared.chat import session_rooms, user_blocks
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance, pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import actions, store
from shared.sessions.jobs import FindAnotherExpert


async def detach_expert_and_search(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Stop the clock, let the expert go, and call for another, in one commit; room, history and pseudonym stay."""
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
    """Take the call for the expert who was named. Should they be gone by now, it stays out for all."""
    session = await store.get_session(uow, job.session_id)
    if job.to is None or session.expert is not None or session.pairing_id is None:
        return
    pairing, diary = await acceptance.accept_pairing(
        uow, session.pairing_id, job.to, named=True, is_blocked=user_blocks.has_block_between, now=now
    )
    if diary is not None:
        session = await actions.begin_session(uow, pairing, diary, now=now)
        await session_rooms.assign_expert_to_room(uow, session, now=now)


@task(FindAnotherExpert, per_second=50)
async def find_another_expert(job: FindAnotherExpert, ctx: Context) -> None:
    """Call for another expert for a session whose own is gone or to be replaced."""
    await ctx.commit(detach_expert_and_search, job, now=ctx.now)
    await ctx.commit_final(assign_named_expert, job, now=ctx.now)
