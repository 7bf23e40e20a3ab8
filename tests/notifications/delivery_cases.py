"""Cases of what the support sees and does about deliveries."""

from datetime import datetime, timedelta

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.ids import UserId
from shared.notifications import store
from shared.notifications.delivery_models import DeliveryState, NoticeDelivery
from shared.notifications.suppression_models import Suppression, SuppressionCause
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, variants
from tests.notifications.steps import a_payment_notice, add_person, tell_people
from tests.tickets.steps import buy_tickets
from tests.world import ADMIN, World

_SUPPRESSION = {"cause": "bounced", "since": "2026-11-26", "is_lasting": True}
_DELIVERY = {
    "delivery_id": "5f0c2f3f6d0a4b6b9d6f4f5c9a1e7b21",
    "channel": "email",
    "kind": "transaction",
    "template": "order.paid",
    "subject": {"kind": "order", "id": "BE-20261126-ACD346", "version": None},
    "state": "failed",
    "reason": None,
    "failure": "5.1.1",
    "is_permanent": True,
    "attempts": 1,
    "retry_at": None,
    "fallback_of": None,
    "ladder_at": None,
    "created_at": "2026-11-26T05:00:00Z",
    "release_at": None,
    "sent_at": "2026-11-26T05:00:02Z",
    "delivered_at": None,
    "failed_at": "2026-11-26T05:00:09Z",
    "passed_on_at": None,
    "valid_until": "2026-11-29T05:00:00Z",
    "suppression": _SUPPRESSION,
}
_ADDRESS = "ana@example.com"


async def _tell_suppressed_person(world: World) -> None:
    await add_person(world, email=_ADDRESS)
    suppression = Suppression(channel=Channel.EMAIL, cause=SuppressionCause.BOUNCED, since=world.now)
    await world.put_documents((store.suppression_ref(Channel.EMAIL, _ADDRESS), suppression))
    await tell_people(world, a_payment_notice())


@case(
    "list_notice_deliveries",
    who="admin",
    example=Example(
        request={"order_id": "BE-20261126-ACD346", "limit": 20}, response={"items": [_DELIVERY], "next_cursor": None}
    ),
)
async def _list_notice_deliveries(world: World) -> MeasuredCall:
    await _tell_suppressed_person(world)
    return call_function(world, "list_notice_deliveries", {"user_id": "ana"}, ADMIN)


@variants("list_notice_deliveries")
async def _list_notice_deliveries_of_order(world: World) -> list[MeasuredCall]:
    order_id = await buy_tickets(world)
    return [call_function(world, "list_notice_deliveries", {"order_id": order_id}, ADMIN)]


@paged_rows("list_notice_deliveries", id="delivery_id", person=ADMIN, query={"user_id": "ana"})
async def _list_notice_deliveries_row(world: World, number: int, at: datetime) -> None:
    row = NoticeDelivery(
        id=f"delivery-{number}",
        event=f"comment:{number}",
        user_id=UserId("ana"),
        channel=Channel.PUSH,
        kind=NotificationKind.COMMENT,
        template="host.comment",
        state=DeliveryState.SENT,
        valid_until=at + timedelta(days=3),
        created_at=at,
        expire_at=at + timedelta(days=180),
    )
    await world.put_documents((store.delivery_ref(row.id), row))


@case(
    "lift_suppression",
    who="admin",
    example=Example(
        request={
            "order_id": "BE-20261126-ACD346",
            "channel": "email",
            "asked_by_owner": False,
            "reason": "Kotak surat pembeli sudah aktif lagi",
        },
        response={"lifted": _SUPPRESSION},
    ),
)
async def _lift_suppression(world: World) -> MeasuredCall:
    await _tell_suppressed_person(world)
    body = {"user_id": "ana", "channel": "email", "reason": "Kotak surat sudah aktif lagi"}
    return call_function(world, "lift_suppression", body, ADMIN)
