"""Cases of orders: late payments and refunds."""

import functions.main
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders.jobs import EmailRefundNotice
from tests.builders import FRONT_END, put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, run_schedule, variants
from tests.orders.examples import PAID
from tests.orders.steps import (
    BANK_ACCOUNT,
    CALLBACK_HEADERS,
    create_paid_booking_order,
    create_refund_awaiting_account,
    deliver_invoice_callback,
    find_refund_token,
    order_tickets,
    pay_invoice,
    pay_late_without_seats,
)
from tests.world import ADMIN, NOBODY, World

_TOKEN = "eyJvcmRlcl9pZCI6IkJFLTIwMjYxMTI2LUFDRDM0NiJ9.c2lnbmF0dXJl"


@case("resolve_late_payment", who="internal")
async def _resolve_late_payment(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    await deliver_invoice_callback(world, order_id, "EXPIRED")
    await world.deliver()
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return await deliver_job(world, "resolve_late_payment", "ResolveLatePayment")


@case("refund_order", who="internal")
async def _refund_order(world: World) -> MeasuredCall:
    await world.control_xendit("faults", kind="unavailable", operation="create_refund", times=1)
    await pay_late_without_seats(world, "QRIS")
    return await deliver_job(world, "refund_order", "RefundOrder")


@case("check_refund", who="internal")
async def _check_refund(world: World) -> MeasuredCall:
    await _check_open_refunds(world)
    await world.call.run_schedule(functions.main.check_open_refunds, due_at=world.now)
    return await deliver_job(world, "check_refund", "CheckRefund")


@case("check_open_refunds", who="internal")
async def _check_open_refunds(world: World) -> MeasuredCall:
    await world.control_xendit("account", refund_seconds=None)
    await pay_late_without_seats(world, "QRIS")
    return run_schedule(world, "check_open_refunds")


@case("email_refund_notice", who="internal")
async def _email_refund_notice(world: World) -> MeasuredCall:
    order_id = OrderId(await pay_late_without_seats(world, "QRIS"))
    await world.commit(_schedule_notice, EmailRefundNotice(order_id=order_id))
    return await deliver_job(world, "email_refund_notice", "EmailRefundNotice")


async def _schedule_notice(uow: UnitOfWork, job: EmailRefundNotice) -> None:
    uow.schedule(job, key="earlier")


@case(
    "set_refund_account",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={
            "order_id": "BE-20261126-ACD346",
            "number": 1,
            "bank": "BCA",
            "account_number": "1234567890",
            "account_holder": "Sari Wulandari",
        },
        response={
            **PAID,
            "status": "EXPIRED",
            "channel": "BCA_VIRTUAL_ACCOUNT",
            "refunds": [{"number": 1, "status": "DUE", "amount": 300000, "cause": "gone", "to": "BCA ····7890"}],
        },
    ),
)
async def _set_refund_account(world: World) -> MeasuredCall:
    return call_function(
        world,
        "set_refund_account",
        {"order_id": await create_refund_awaiting_account(world)} | BANK_ACCOUNT,
        FRONT_END,
    )


@case(
    "resend_refund_link",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346", "number": 1},
        response={
            **PAID,
            "status": "EXPIRED",
            "channel": "BCA_VIRTUAL_ACCOUNT",
            "refunds": [{"number": 1, "status": "AWAITING_ACCOUNT", "amount": 300000, "cause": "gone", "to": None}],
        },
    ),
)
async def _resend_refund_link(world: World) -> MeasuredCall:
    body = {"order_id": await create_refund_awaiting_account(world)}
    return call_function(world, "resend_refund_link", body, FRONT_END)


@case(
    "refund_order_by_admin",
    who="admin",
    example=Example(
        request={
            "order_id": "BE-20261126-ACD346",
            "amount": None,
            "reason": "Bought by mistake, see the support room.",
            "even_if_used": False,
        },
        response={
            **PAID,
            "refunds": [{"number": 1, "status": "DUE", "amount": 300000, "cause": "by_admin", "to": None}],
        },
    ),
)
async def _refund_order_by_admin(world: World) -> MeasuredCall:
    order_id = await create_paid_booking_order(world)
    return call_function(world, "refund_order_by_admin", {"order_id": order_id, "reason": "Bought by mistake"}, ADMIN)


@case("show_refund_account_form", who="anyone", example=Example(request={"token": _TOKEN}))
async def _show_refund_account_form(world: World) -> MeasuredCall:
    await create_refund_awaiting_account(world)
    return call_function(world, "show_refund_account_form", {"token": await find_refund_token(world)}, NOBODY)


@case(
    "submit_refund_account",
    who="anyone",
    example=Example(
        request={
            "token": _TOKEN,
            "bank": "BCA",
            "account_number": "1234567890",
            "account_holder": "Sari Wulandari",
        },
        response={"status": "DUE", "amount": 300000, "to": "BCA ····7890"},
    ),
)
async def _submit_refund_account(world: World) -> MeasuredCall:
    await create_refund_awaiting_account(world)
    body = {"token": await find_refund_token(world)} | BANK_ACCOUNT
    return call_function(world, "submit_refund_account", body, NOBODY)


@case(
    "list_payout_channels",
    who="anyone",
    example=Example(
        response={
            "items": [
                {
                    "code": "BCA",
                    "name": "BCA (Bank Central Asia)",
                    "category": "bank",
                    "min_digits": 10,
                    "max_digits": 10,
                    "min_amount": 1,
                    "max_amount": 999999999999,
                },
                {
                    "code": "OVO",
                    "name": "OVO",
                    "category": "ewallet",
                    "min_digits": 10,
                    "max_digits": 13,
                    "min_amount": 10000,
                    "max_amount": 20000000,
                },
            ],
            "next_cursor": None,
        }
    ),
)
async def _list_payout_channels(world: World) -> MeasuredCall:
    await world.call.run_schedule(functions.main.refresh_payout_channels, due_at=world.now)
    return call_function(world, "list_payout_channels", None, NOBODY)


@case("refresh_payout_channels", who="internal")
async def _refresh_payout_channels(world: World) -> MeasuredCall:
    return run_schedule(world, "refresh_payout_channels")


@case(
    "receive_xendit_refund",
    who="sender",
    example=Example(
        request={
            "event": "refund.succeeded",
            "business_id": "5785e6334d7b410667d355c4",
            "created": "2026-11-27T02:10:05.000Z",
            "data": {
                "id": "rfd-6f4a377d-a201-437f-9119-f8b00cbbe857",
                "invoice_id": "6566f1c2a7d3b80f4e21c9aa",
                "reference_id": "BE-20261126-ACD346-R1-1",
                "amount": 300000,
                "currency": "IDR",
                "status": "SUCCEEDED",
            },
        }
    ),
)
async def _receive_xendit_refund(world: World) -> MeasuredCall:
    data = {"id": "rfd-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "refund.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_refund, body, headers=CALLBACK_HEADERS)


@variants("receive_xendit_refund")
async def _receive_refund_without_reference(world: World) -> list[MeasuredCall]:
    """Find the order by its invoice, when Xendit omits our reference."""
    body = {"event": "refund.succeeded", "data": {"id": "rfd-1", "invoice_id": "inv-1", "status": "SUCCEEDED"}}
    return [lambda: world.call(functions.main.receive_xendit_refund, body, headers=CALLBACK_HEADERS)]


@case(
    "receive_xendit_payout",
    who="sender",
    example=Example(
        request={
            "event": "payout.succeeded",
            "business_id": "5785e6334d7b410667d355c4",
            "created": "2026-11-27T02:10:05.000Z",
            "data": {
                "id": "disb-1c0a3d4b-2f6e-4a57-9d3c-0b8f1a2e3d4c",
                "reference_id": "BE-20261126-ACD346-R1-2",
                "amount": 300000,
                "currency": "IDR",
                "status": "SUCCEEDED",
            },
        }
    ),
)
async def _receive_xendit_payout(world: World) -> MeasuredCall:
    data = {"id": "disb-1", "reference_id": "BE-20261126-ACD346-R1-1", "status": "SUCCEEDED"}
    body = {"event": "payout.succeeded", "data": data}
    return lambda: world.call(functions.main.receive_xendit_payout, body, headers=CALLBACK_HEADERS)
