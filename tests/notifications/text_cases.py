"""Cases of the callbacks of Twilio."""

import functions.main
from tests.cases import Example, MeasuredCall, case
from tests.notifications.text_callbacks import deliver_callback, send_sms, write_to_us
from tests.world import World

_STATUS = {
    "AccountSid": "AC00000000000000000000000000000001",
    "MessageSid": "SM00000000000000000000000000000001",
    "MessageStatus": "delivered",
    "To": "+6281234567890",
    "From": "TEMANI",
    "ApiVersion": "2010-04-01",
}
_INBOUND = {
    "AccountSid": "AC00000000000000000000000000000001",
    "MessageSid": "SM00000000000000000000000000000002",
    "From": "whatsapp:+6281234567890",
    "To": "whatsapp:+6281100000001",
    "Body": "berhenti",
    "ProfileName": "Sari",
    "NumMedia": "0",
}


@case("receive_twilio_status", who="sender", example=Example(request=_STATUS))
async def _receive_twilio_status(world: World) -> MeasuredCall:
    await send_sms(world)
    (callback,) = await world.list_text_callbacks(MessageStatus="delivered")
    return lambda: deliver_callback(world, functions.main.receive_twilio_status, callback)


@case("receive_twilio_inbound", who="sender", example=Example(request=_INBOUND))
async def _receive_twilio_inbound(world: World) -> MeasuredCall:
    callback = await write_to_us(world, "berhenti")
    return lambda: deliver_callback(world, functions.main.receive_twilio_inbound, callback)
