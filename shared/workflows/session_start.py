"""Start of a session: an expert accepts a pairing, and the session and its room begin."""

from collections.abc import Sequence
from datetime import datetime

from shared.chat import session_rooms, user_blocks
from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, RoomId, UserId
from shared.kernel.ports import UnitOfWork, Wanted
from shared.pairing import acceptance
from shared.pairing.models import Pairing
from shared.sessions import actions as sessions
from shared.sessions import store
from shared.sessions.models import Session


async def accept_and_begin_session(uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime) -> Session:
    """Accept a pairing, reserve the expert's place, and begin the session with its room, in one commit.

    An expert who has accepted the pairing before gets the session that exists.
    """
    expert = UserId(actor.id)

    def list_next_refs(pairing: Pairing) -> Sequence[Wanted[object]]:
        room_id = RoomId(pairing.session_id)
        return [
            store.session_ref(pairing.session_id),
            store.SETTINGS,
            *session_rooms.room_assignment_reads(room_id, pairing.customer, expert),
        ]

    pairing, availability = await acceptance.accept_pairing(
        uow,
        pairing_id,
        expert,
        alias=actor.alias,
        is_blocked=user_blocks.has_block_between,
        prefetch=list_next_refs,
        now=now,
    )
    if availability is None:
        return await store.get_session(uow, pairing.session_id)
    session = await sessions.begin_session(uow, pairing, availability, now=now)
    await session_rooms.assign_expert_to_room(uow, session, now=now)
    return session
