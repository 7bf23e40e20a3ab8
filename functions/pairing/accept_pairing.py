"""Take a call: the session begins, with its room."""

from datetime import datetime

from shared.chat import meeting_rooms
from shared.chat.errors import Blocked
from shared.kernel.actors import Actor
from shared.kernel.ids import PairingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.pairing import answering
from shared.pairing.errors import (
    AlreadyTaken,
    ExpertSuspended,
    NoRoomLeft,
    NotOnline,
    OwnCall,
    PairingNotFound,
    PairingOver,
)
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions as sessions
from shared.sessions.errors import SessionOver
from shared.sessions.models import Session
from shared.sessions.schemas import SessionView


class AcceptPairing(Request):
    pairing_id: PairingId


async def accept(uow: UnitOfWork, pairing_id: PairingId, *, actor: Actor, now: datetime) -> Session:
    """The call, the expert's diary, the session and its room, in one commit."""
    pairing, diary = await answering.accept(uow, pairing_id, UserId(actor.id), alias=actor.alias, now=now)
    session = await sessions.begin(uow, pairing, diary, now=now)
    await meeting_rooms.seat_two(uow, session, now=now)
    return session


@http.post(
    who="expert",
    raises=(
        *(PairingNotFound, AlreadyTaken, PairingOver, OwnCall, NotOnline, NoRoomLeft, ExpertSuspended),
        *(SessionOver, Blocked),
    ),
    gateways=("tasks",),
)
async def accept_pairing(body: AcceptPairing, ctx: Context) -> SessionView:
    """Take a call. Of all who do at once one has it; the others are told `already_taken`."""
    return SessionView.of(await ctx.commit(accept, body.pairing_id, actor=ctx.actor, now=ctx.now))
