"""Give a session to another expert."""

from datetime import datetime

from shared.chat import user_blocks
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.pairing import acceptance
from shared.pairing.errors import ExpertSuspended, ExpertUnwanted, NoRoomLeft, NotOnline
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions
from shared.sessions.errors import SessionNotFound, SessionOver
from shared.sessions.models import Session
from shared.sessions.schemas import SessionView


class RerouteSession(Request):
    """To `expert_id`, who must be online and have room; without one, every expert is called."""

    session_id: SessionId
    expert_id: UserId | None = None


async def reroute_to_expert(uow: UnitOfWork, body: RerouteSession, *, now: datetime) -> Session:
    """Have the session given to whom it can be given."""
    session = await actions.reroute_session(uow, body.session_id, to=body.expert_id, now=now)
    if body.expert_id is not None:
        await acceptance.check_can_accept(
            uow, session.id, session.customer, body.expert_id, is_blocked=user_blocks.has_block_between, now=now
        )
    return session


@http.post(
    who="admin",
    raises=(SessionNotFound, SessionOver, NotOnline, NoRoomLeft, ExpertSuspended, ExpertUnwanted),
    gateways=("tasks",),
)
async def reroute_session(body: RerouteSession, ctx: Context) -> SessionView:
    """Take a session from its expert and give it to another; the customer keeps room, history, pseudonym and time."""
    return SessionView.of(await ctx.commit(reroute_to_expert, body, now=ctx.now))
