"""Cases of notifications by mail: what SendGrid reports, and the links by which people end mails."""

from tests.cases import Example, MeasuredCall, call_function, case
from tests.gateways.sendgrid_events import an_event
from tests.notifications.steps import (
    a_payment_notice,
    add_person,
    find_click_token,
    list_deliveries,
    post_mail_events,
    post_unsubscribe_form,
    send_mail_with_end,
    tell_people,
)
from tests.world import NOBODY, World

_TOKEN = (
    "eyJsb2NhbGUiOiJpZCIsInVzZXJfaWQiOiJhbmEiLCJraW5kIjoiYWZmaWxpYXRlIiwiY2hhbm5lbCI6ImVtYWlsIn0."
    "hAKr3m6VtjDEowjG1nO6CueuvZL6vlRAD1XZeKcHuxQ"
)
_CLICK_TOKEN = (
    "eyJsb2NhbGUiOiJpZCIsImRlbGl2ZXJ5X2lkIjoiNWYwYzJmM2Y2ZDBhNGI2YjlkNmY0ZjVjOWExZTdiMjEifQ."
    "Pz2q7mWc4sVtjDEowjG1nO6CueuvZL6vlRAD1XZeKcY"
)


@case(
    "receive_sendgrid_events",
    who="sender",
    example=Example(
        request=[
            {
                "email": "sari@example.com",
                "timestamp": 1790000000,
                "event": "delivered",
                "category": ["transaction", "host.transaction"],
                "delivery": "5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21",
                "sg_event_id": "ZGVsaXZlcmVkLTA",
                "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
                "response": "250 OK",
            }
        ]
    ),
)
async def _receive_sendgrid_events(world: World) -> MeasuredCall:
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    delivery = (await list_deliveries(world))["email"].id
    return lambda: post_mail_events(world, [an_event("delivered", delivery=delivery)])


@case("show_unsubscribe_page", who="anyone", example=Example(request={"token": _TOKEN}))
async def _show_unsubscribe_page(world: World) -> MeasuredCall:
    token = await send_mail_with_end(world)
    return call_function(world, "show_unsubscribe_page", {"token": token}, NOBODY)


@case(
    "record_notification_click",
    who="anyone",
    example=Example(request={"token": _CLICK_TOKEN}, response={"clicked_at": "2026-11-26T05:00:00Z"}),
)
async def _record_notification_click(world: World) -> MeasuredCall:
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    token = await find_click_token(world)
    return call_function(world, "record_notification_click", {"token": token}, NOBODY)


@case(
    "unsubscribe_by_link",
    who="anyone",
    example=Example(
        request={"token": _TOKEN, "List-Unsubscribe": "One-Click"}, response={"kind": "affiliate", "channel": "email"}
    ),
)
async def _unsubscribe_by_link(world: World) -> MeasuredCall:
    token = await send_mail_with_end(world)
    return lambda: post_unsubscribe_form(world, token)
