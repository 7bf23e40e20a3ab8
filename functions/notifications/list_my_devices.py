"""HTTP: the caller's devices."""

from shared.kernel.ids import UserId
from shared.notifications import devices
from shared.notifications.schemas import DevicesView
from shared.runtime.context import Context
from shared.runtime.triggers import http


@http.get(who=("customer", "expert", "admin"))
async def list_my_devices(ctx: Context) -> DevicesView:
    """List the devices to which the caller's pushes go, the latest seen first; never their tokens."""
    return DevicesView.of(await ctx.read(devices.get_devices, UserId(ctx.actor.id)))
