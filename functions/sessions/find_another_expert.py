"""A session has lost its expert: somebody else is called."""

from datetime import datetime

from shared.chat import blocking, meeting_rooms
from shared.kernel.ports import UnitOfWork
from shared.pairing import answering, calling
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.sessions import actions, store
from shared.sessions.jobs import FindAnotherExpert


async def find(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Stop the clock, let the expert go, and call for another, in one commit; room, history and pseudonym stay."""
    session = await actions.stop(uow, job, spoken=meeting_rooms.has_spoken, now=now)
    if session is None or session.pairing_id is None or job.expert is None:
        return
    await answering.release(uow, session.id, job.expert, now=now)
    await meeting_rooms.seat_alone(uow, session.room_id, session.customer, now=now)
    pairing = await calling.call_again(uow, session.pairing_id, but=session.experts_before, to=job.to, now=now)
    await actions.called_for(uow, session, pairing.id)


async def take(uow: UnitOfWork, job: FindAnotherExpert, *, now: datetime) -> None:
    """Take the call for the expert who was named. Should they be gone by now, it stays out for all."""
    session = await store.session(uow, job.session_id)
    if job.to is None or session.expert is not None or session.pairing_id is None:
        return
    pairing, diary = await answering.accept(uow, session.pairing_id, job.to, named=True, apart=blocking.apart, now=now)
    if diary is not None:
        session = await actions.begin(uow, pairing, diary, now=now)
        await meeting_rooms.seat_two(uow, session, now=now)


@task(FindAnotherExpert, per_second=50)
async def find_another_expert(job: FindAnotherExpert, ctx: Context) -> None:
    """Call for another expert for a session whose own is gone or to be replaced."""
    await ctx.commit(find, job, now=ctx.now)
    await ctx.conclude(take, job, now=ctx.now)
