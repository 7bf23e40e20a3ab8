"""Event: a suspended person's devices get no pushes any more."""

from shared.contracts.events.people import UserSuspended
from shared.notifications import devices
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(UserSuspended)
async def forget_devices_when_user_suspended(event: UserSuspended, ctx: Context) -> None:
    """Forget all devices of a suspended person. Apps register again after the suspension."""
    await ctx.commit(devices.forget_all_devices, event.user_id)
