"""HTTP: forget a device."""

from shared.contracts.push import PushToken
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request
from shared.notifications import devices
from shared.notifications.schemas import ForgottenDevice
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ForgetDevice(Request):
    """Body of `forget_device`."""

    token: PushToken
    """Token of the device, as it was registered."""


@http.post(who=("customer", "expert", "admin"), open_to_suspended=True, audited=False, takes_idempotency_key=False)
async def forget_device(body: ForgetDevice, ctx: Context) -> ForgottenDevice:
    """Forget a device of the caller, as an app does before its person signs out. Twice is once."""
    return ForgottenDevice(was_known=await ctx.commit(devices.forget_device, UserId(ctx.actor.id), body.token))
