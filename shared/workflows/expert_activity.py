"""Activity of experts in sessions, which shows that they are there as a heartbeat does."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from shared.contracts.calls import is_call_id
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import presence

P = ParamSpec("P")
T = TypeVar("T")
Action = Callable[Concatenate[UnitOfWork, P], Awaitable[T]]


def with_lease_renewed(
    action: Action[P, T], actor: Actor, room_id: RoomId | SessionId, *, now: datetime
) -> Action[P, T]:
    """Return `action` with the actor's lease renewed in the same commit, if the actor is the expert of a session.

    Args:
        action: Action of the actor in the room or session.
        actor: Caller.
        room_id: Id of the room or session.
        now: Time of the call.
    """
    if actor.role != "expert" or not is_call_id(room_id):
        return action

    async def act_and_renew_lease(uow: UnitOfWork, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result = await action(uow, *args, **kwargs)
        await presence.renew_lease_if_online(uow, UserId(actor.id), now=now)
        return result

    update_wrapper(act_and_renew_lease, action)
    return act_and_renew_lease
