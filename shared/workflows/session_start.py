"""Start of a session: an expert accepts a pairing, and the session and its room begin."""

from datetime import datetime

from shared.chat import session_rooms
from shared.chat import store as chat
from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, RoomId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance
from shared.pairing import store as pairings
from shared.pairing.acceptance import Acceptance
from shared.pairing.errors import AlreadyTaken
from shared.sessions import actions as sessions
from shared.sessions import store
from shared.sessions.models import Session
from shared.workflows import caller_separations
from shared.workflows.call import Call


async def accept_pairing(call: Call, pairing_id: PairingId) -> Session:
    """Accept a pairing and begin its session.

    Raises:
        ACCEPT_ERRORS: The expert cannot accept the pairing.
        SessionOver: The pairing seeks another expert for a session that has ended meanwhile.
    """
    session = await call.commit(accept_and_begin_session, pairing_id, actor=call.actor, now=call.now)
    if session is None:
        raise AlreadyTaken()
    return session


async def accept_and_begin_session(
    uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime
) -> Session | None:
    """Accept a pairing, reserve the expert's place, and begin the session with its room, in one commit.

    An expert who has accepted the pairing before gets the session that exists.

    Returns:
        The session; None if a block that is newer than the call keeps the two apart.

    Raises:
        ACCEPT_ERRORS: The expert cannot accept the pairing.
        SessionOver: The pairing seeks another expert for a session that has ended meanwhile.
    """
    expert = UserId(actor.id)
    pairing, plan = await acceptance.plan_acceptance(uow, pairing_id, expert, alias=actor.alias, now=now)
    if plan is None:
        return await store.get_session(uow, pairing.session_id)
    await uow.prefetch(
        pairings.caller_account_ref(pairing.caller),
        chat.block_ref(pairing.caller, expert),
        chat.block_ref(expert, pairing.caller),
        store.session_ref(pairing.session_id),
        store.SETTINGS,
        *session_rooms.room_assignment_reads(RoomId(pairing.session_id), pairing.customer, expert),
    )
    return await begin_accepted_session(uow, plan, now=now)


async def begin_accepted_session(uow: UnitOfWork, plan: Acceptance, *, now: datetime) -> Session | None:
    """Store an acceptance and begin its session, or go on with a session that has lost its expert.

    A block that is newer than the call ends the call for that expert as a lost race does: the call leaves their board.

    Returns:
        The session; None if a block keeps the two apart.

    Raises:
        SessionOver: The session has ended meanwhile.
    """
    account = await pairings.find_caller_account(uow, plan.pairing.caller)
    if await caller_separations.are_apart(uow, account, plan.pairing.customer, plan.availability.id):
        acceptance.withdraw_from_expert(uow, plan)
        return None
    await acceptance.accept_pairing(uow, plan, now=now)
    session = await sessions.begin_session(uow, plan.pairing.accepted, plan.availability.session_expert, now=now)
    await session_rooms.assign_expert_to_room(uow, session.participants, now=now)
    if plan.pairing.in_danger and not plan.pairing.rerouted:
        session_rooms.schedule_crisis_response(uow, session.room_id, now=now)
    return session
