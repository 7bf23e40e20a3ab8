"""Deliveries as the support sees them, and the suppressions that it lifts."""

from typing import Any

import pytest

from functions.control_center.list_audit_records import list_audit_records
from functions.notifications.lift_suppression import lift_suppression
from functions.notifications.list_notice_deliveries import list_notice_deliveries
from functions.tickets.resend_ticket import resend_ticket
from shared.contracts.notices import Channel, Notice, NoticeSubject, SubjectKind
from shared.kernel.ids import ALIAS_PREFIX, OrderId, UserId
from shared.notifications import store, suppressions
from shared.notifications.suppression_models import Suppression, SuppressionCause
from shared.orders import store as orders
from tests.builders import BUYER
from tests.gateways.sendgrid_events import A_BLOCK, an_event
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    list_deliveries,
    post_mail_events,
    tell_people,
)
from tests.orders.builders import an_open_order
from tests.tickets.steps import buy_tickets
from tests.world import ADMIN, ANA, Answer, Person, World

pytestmark = pytest.mark.emulator
SUPPORT = Person("sita", role="admin", claims={"admin_scopes": ["support"]})
CALL_ORDER = OrderId("BE-20261126-CA77AB")


async def list_history(world: World, **query: Any) -> list[dict[str, Any]]:
    """List the deliveries as the support does, on one page."""
    answer = await world.call(list_notice_deliveries, query, as_=SUPPORT)
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.body["items"]
    return items


async def lift(world: World, **body: Any) -> Answer:
    """Lift a suppression of mail, as the support does."""
    given = {"channel": "email", "reason": "Kotak surat sudah aktif lagi"} | body
    return await world.call(lift_suppression, given, as_=SUPPORT)


async def tell_in_turn(world: World, *notices: Notice) -> None:
    """Tell Ana one happening a minute."""
    for notice in notices:
        await tell_people(world, notice)
        world.later(minutes=1)


async def put_call_order(world: World) -> None:
    """Store the order of a call of Ana's, who is known by an alias there."""
    order = an_open_order(id=CALL_ORDER, customer=UserId("ana"), alias=UserId(f"{ALIAS_PREFIX}ana"))
    await world.put_documents((orders.order_ref(order.id), order))


def a_call_receipt(**given: Any) -> Notice:
    """Build the notice of a call's payment."""
    values: dict[str, Any] = {"event": "call:1", "subject": NoticeSubject(kind=SubjectKind.ORDER, id=CALL_ORDER)}
    return a_payment_notice(**(values | given))


def a_guest_notice(order_id: str, *ticket_ids: str) -> Notice:
    """Build the notice to the address of an order that its tickets were cancelled."""
    return Notice(
        event="ticket:1:cancelled",
        template="ticket.cancelled",
        guest=order_id,
        values={"event": "TEDx", "order_id": order_id, "count": 1, "ticket_ids": list(ticket_ids)},
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=order_id),
    )


async def mail_guest(world: World) -> str:
    """Tell the guest who bought tickets that one was cancelled, and return the order's id."""
    order_id = await buy_tickets(world)
    await tell_people(world, a_guest_notice(order_id, f"{order_id}-1"))
    await world.deliver()
    return order_id


async def test_the_support_sees_how_far_each_delivery_came(world: World) -> None:
    """
    Push and mail of a payment, the latest first, with their states; neither texts nor addresses.
    """
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    mail = (await list_deliveries(world))["email"]
    await post_mail_events(world, [an_event("bounce", delivery=mail.id)])

    found = await list_history(world, user_id="ana")

    assert {one["channel"]: one["state"] for one in found} == {"email": "failed", "push": "sent"}
    told = next(one for one in found if one["channel"] == "email")
    assert (told["template"], told["is_permanent"]) == ("host.transaction", True)
    assert told["suppression"]["cause"] == "bounced"
    assert not any(word in str(found) for word in ("ana@", "menanggapi", "Setuju", "sari@"))


async def test_a_mail_that_was_not_sent_says_why(world: World) -> None:
    """
    A mail to a full mailbox is dropped as suppressed; three days later the suppression is no longer shown.
    """
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    mail = (await list_deliveries(world))["email"]
    await post_mail_events(world, [an_event("bounce", delivery=mail.id, **A_BLOCK)])
    await tell_people(world, a_payment_notice(event="payment:2"))
    await world.deliver()

    found = await list_history(world, user_id="ana")
    world.later(days=4)
    later = await list_history(world, user_id="ana")

    dropped = next(one for one in found if one["state"] == "dropped")
    assert (dropped["reason"], dropped["suppression"]["is_lasting"]) == ("suppressed", False)
    assert [one["suppression"] for one in later] == [None] * len(found)


async def test_nothing_tells_who_an_anonymous_caller_is(world: World) -> None:
    """
    Chats, calls and payments of calls are left out, and no page has a position of theirs, however short the pages are.
    """
    await add_person(world)
    await put_call_order(world)
    session = NoticeSubject(kind=SubjectKind.SESSION, id="session-1")
    await tell_in_turn(
        world,
        a_notice(event="c:1"),
        a_notice(event="chat:1", template="host.chat_message"),
        a_call_receipt(),
        a_notice(event="c:2"),
        a_notice(event="session:1", subject=session),
        a_call_receipt(event="call:2"),
        a_notice(event="c:3"),
        a_notice(event="chat:2", template="host.chat_message"),
    )

    pages: list[list[str]] = []
    cursor: str | None = None
    for _ in range(9):
        query = {"user_id": "ana", "limit": 1} | ({"cursor": cursor} if cursor else {})
        answer = await world.call(list_notice_deliveries, query, as_=SUPPORT)
        pages.append([one["template"] for one in answer.body["items"]])
        cursor = answer.body["next_cursor"]
        if cursor is None:
            break

    assert pages == [["host.comment"]] * 3
    assert len(await list_history(world, user_id="ana")) == 3


async def test_the_order_of_a_call_is_not_found(world: World) -> None:
    """
    Neither its deliveries nor its address can be compared with those of an account.
    """
    await put_call_order(world)
    await tell_people(world, a_guest_notice(CALL_ORDER))

    listed = await world.call(list_notice_deliveries, {"order_id": CALL_ORDER}, as_=SUPPORT)
    lifted = await lift(world, order_id=CALL_ORDER)

    assert [(one.status, one.code) for one in (listed, lifted)] == [(404, "order_not_found")] * 2


async def test_mail_to_a_guest_is_listed_by_the_order(world: World) -> None:
    """
    The mails that went to the address of a guest's order stand under the order.
    """
    order_id = await mail_guest(world)

    found = await list_history(world, order_id=order_id)

    told = {(one["channel"], one["template"], one["state"]) for one in found}
    assert told == {("email", "ticket.issued", "sent"), ("email", "ticket.cancelled", "sent")}


@pytest.mark.parametrize("named", [{}, {"user_id": "ana", "order_id": CALL_ORDER}], ids=["nobody", "both"])
async def test_exactly_one_recipient_is_named(world: World, named: dict[str, Any]) -> None:
    """
    Whoever names nobody, or an account and an order, is told which field is wrong.
    """
    field = ["order_id"] if named else ["user_id"]

    listed = await world.call(list_notice_deliveries, named, as_=SUPPORT)
    lifted = await lift(world, **named)

    assert [(one.status, one.invalid_fields) for one in (listed, lifted)] == [(422, field)] * 2


async def test_an_address_that_had_bounced_is_written_to_again(world: World) -> None:
    """
    The next mail goes out, the audit record says why, and a second call has nothing to lift.
    """
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    mail = (await list_deliveries(world))["email"]
    await post_mail_events(world, [an_event("bounce", delivery=mail.id)])

    first = await lift(world, user_id="ana")
    second = await lift(world, user_id="ana")
    await tell_people(world, a_payment_notice(event="payment:2"))
    await world.deliver()

    records = await world.call(list_audit_records, {"function": "lift_suppression"}, as_=ADMIN)
    assert (first.body["lifted"]["cause"], second.body) == ("bounced", {"lifted": None})
    assert len(await world.sent_mails()) == 2
    assert [one["reason"] for one in records.body["items"]] == ["Kotak surat sudah aktif lagi"]


async def test_a_guest_who_paid_gets_mail_again(world: World) -> None:
    """
    The address of a guest's order is named by the order, and its tickets are sent again.
    """
    order_id = await mail_guest(world)
    await world.commit(suppressions.suppress_number, Channel.EMAIL, BUYER["email"], delivery_id="d-1", now=world.now)
    before = await list_history(world, order_id=order_id)

    answer = await lift(world, order_id=order_id)
    sent = len(await world.sent_mails())
    world.later(minutes=2)
    await world.call(resend_ticket, {"order_id": order_id}, as_=SUPPORT)
    await world.deliver()

    after = await list_history(world, order_id=order_id)
    assert len(await world.sent_mails()) == sent + 1
    assert answer.body["lifted"] == before[0]["suppression"]
    assert after[0]["suppression"] is None
    assert await world.get(store.suppression_ref(Channel.EMAIL, BUYER["email"])) is None


@pytest.mark.parametrize("cause", [SuppressionCause.COMPLAINED, SuppressionCause.STOPPED])
async def test_what_the_owner_asked_for_stands(world: World, cause: SuppressionCause) -> None:
    """
    A complaint or a stop is lifted only if the owner has asked for messages.
    """
    await add_person(world, email="ana@example.com")
    ref = store.suppression_ref(Channel.EMAIL, "ana@example.com")
    await world.put_documents((ref, Suppression(channel=Channel.EMAIL, cause=cause, since=world.now)))

    refused = await lift(world, user_id="ana")
    asked = await lift(world, user_id="ana", asked_by_owner=True)

    assert (refused.status, refused.code, refused.body["cause"]) == (409, "suppression_stands", cause)
    assert asked.body["lifted"]["cause"] == cause
    assert await world.get(ref) is None


async def test_the_number_of_an_order_has_no_suppression_to_lift(world: World) -> None:
    """
    Orders are told by mail alone.
    """
    order_id = await buy_tickets(world)

    answer = await lift(world, order_id=order_id, channel="sms")

    assert (answer.status, answer.invalid_fields) == (422, ["channel"])


async def test_only_the_support_may(world: World) -> None:
    """
    Neither a customer nor an admin of the finances sees deliveries or lifts anything.
    """
    finance = Person("fina", role="admin", claims={"admin_scopes": ["finance"]})
    body = {"user_id": "ana", "channel": "email", "reason": "x"}

    answers = [
        answer.status
        for person in (ANA, finance)
        for answer in (
            await world.call(list_notice_deliveries, {"user_id": "ana"}, as_=person),
            await world.call(lift_suppression, body, as_=person),
        )
    ]

    assert answers == [403] * 4
