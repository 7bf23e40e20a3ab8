"""Take a call: the session begins, with its room."""

from datetime import datetime
from typing import Any

from shared.chat import session_rooms, user_blocks
from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, RoomId, UserId
from shared.kernel.ports import Ref, UnitOfWork
from shared.kernel.schemas import Request
from shared.pairing import acceptance
from shared.pairing.errors import ACCEPT_ERRORS
from shared.pairing.models import Pairing
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions as sessions
from shared.sessions import store
from shared.sessions.errors import SessionOver
from shared.sessions.models import Session
from shared.sessions.schemas import SessionView


class AcceptPairing(Request):
    pairing_id: PairingId


async def accept_and_begin_session(uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime) -> Session:
    """The call, the expert's diary, the session and its room, in one commit; who has it already is shown it."""
    expert = UserId(actor.id)

    def ahead(call: Pairing) -> list[Ref[Any]]:
        room_id = RoomId(call.session_id)
        return [
            store.session_ref(call.session_id),
            store.SETTINGS,
            *session_rooms.room_assignment_refs(room_id, call.customer, expert),
        ]

    pairing, diary = await acceptance.accept_pairing(
        uow, pairing_id, expert, alias=actor.alias, is_blocked=user_blocks.has_block_between, prefetch=ahead, now=now
    )
    if diary is None:
        return await store.get_session(uow, pairing.session_id)
    session = await sessions.begin_session(uow, pairing, diary, now=now)
    await session_rooms.assign_expert_to_room(uow, session, now=now)
    return session


@http.post(who="expert", raises=(*ACCEPT_ERRORS, SessionOver), gateways=("tasks",), min_instances=1)
async def accept_pairing(body: AcceptPairing, ctx: Context) -> SessionView:
    """Take a call. Of all who do at once one has it; the others are told `already_taken`."""
    return SessionView.of(await ctx.commit(accept_and_begin_session, body.pairing_id, actor=ctx.actor, now=ctx.now))
