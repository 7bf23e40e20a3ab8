"""HTTP function that shows the progress of an announcement."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.notifications import fan_out_store
from shared.notifications.errors import FanOutNotFound
from shared.notifications.fan_out_schemas import FanOutView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetFanOut(Request):
    """Query of `get_fan_out`."""

    fan_out_id: Id
    """Id of the announcement, or of a host platform's happening."""


@http.get(who="admin", admin_scope="support", raises=(FanOutNotFound,))
async def get_fan_out(query: GetFanOut, ctx: Context) -> FanOutView:
    """Show how many people an announcement, or a host platform's happening, has reached."""
    return FanOutView.of(await ctx.read(fan_out_store.get_fan_out, query.fan_out_id))
