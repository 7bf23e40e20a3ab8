"""Event: a person is told of a new device."""

from shared.contracts.events.people import DeviceRegistered
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows.announcements import account_announcements


@on(DeviceRegistered)
async def tell_person_when_device_registered(event: DeviceRegistered, ctx: Context) -> None:
    """Tell a person of a device that the account never had. Nobody can switch this notice off."""
    await ctx.commit(account_announcements.tell_person_of_device, event, now=ctx.now)
