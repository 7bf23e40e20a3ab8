"""HTTP: register a device for pushes."""

from shared.contracts.push import PushToken
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.notifications import devices
from shared.notifications.schemas import DeviceLine, DevicePlatform, DevicesView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class RegisterDevice(Request):
    """Body of `register_device`."""

    token: PushToken
    """Token that Firebase Cloud Messaging gave to the app."""
    platform: DevicePlatform
    """Operating system of the device, or `web`."""
    app: DeviceLine = ""
    """Name and version of the app, such as `temani 2.4.1`; empty by default."""
    name: DeviceLine = ""
    """Name of the device that its owner recognises, such as `Pixel 8`; empty by default."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def register_device(body: RegisterDevice, ctx: Context) -> DevicesView:
    """Register the device for pushes to the caller; the device gets those of nobody else any more.

    Apps call at each start, and when the token changes. A device that has not registered for 60 days gets no pushes.
    """
    found = await ctx.commit(
        devices.register_device,
        UserId(ctx.actor.id),
        body.token,
        platform=body.platform,
        app=body.app,
        name=body.name,
        signed_in_at=ctx.actor.signed_in_at,
        now=ctx.now,
    )
    return DevicesView.of(found)
