"""HTTP: link a host platform's own ids to accounts."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import PartnerId
from shared.kernel.schemas import Request
from shared.notifications.host_schemas import HostUserLink, HostUserLinks
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import host_members


class LinkHostUsers(Request):
    """Body of `link_host_users`."""

    links: Annotated[list[HostUserLink], Field(min_length=1, max_length=100)]
    """Links to make, 1 to 100."""


@http.post(who="partner", scope="notifications.publish")
async def link_host_users(body: LinkHostUsers, ctx: Context) -> HostUserLinks:
    """Link a host platform's own ids of people to their accounts here. Links that hold already stay.

    A link that cannot be made is told by its place, and does not keep the others from it.
    """
    return await ctx.commit(host_members.link_host_users, body.links, partner_id=PartnerId(ctx.actor.id), now=ctx.now)
