"""HTTP: unlink a host platform's own ids."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import Id, PartnerId
from shared.kernel.schemas import Request
from shared.notifications.host_schemas import UnlinkedHostUsers
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import host_members


class UnlinkHostUsers(Request):
    """Body of `unlink_host_users`."""

    own_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    """Ids of people at the host platform, 1 to 100."""


@http.post(who="partner", scope="notifications.publish", takes_idempotency_key=False)
async def unlink_host_users(body: UnlinkHostUsers, ctx: Context) -> UnlinkedHostUsers:
    """Unlink a host platform's own ids of people. What these people follow stays theirs.

    Within seconds they leave the chat rooms of the partner's groups and courses, unless another own id is linked.
    """
    unlinked = await ctx.commit(host_members.unlink_host_users, body.own_ids, partner_id=PartnerId(ctx.actor.id))
    return UnlinkedHostUsers(unlinked=unlinked)
