"""Events of mails, from SendGrid's callback to the delivery, the inbox and the suppressed address."""

import random
from typing import Any

import pytest

from emulators.providers.event_signatures import EventSigner
from emulators.providers.mail_events import POISON
from functions.notifications.receive_sendgrid_events import receive_sendgrid_events
from shared.notifications import store
from shared.notifications.delivery_models import DeliveryState, NoticeDelivery
from shared.notifications.suppression_models import SuppressionCause
from tests.gateways.sendgrid_events import A_BLOCK, AN_ACCOUNT_CHANGE, AT, an_event, write_batch
from tests.notifications.steps import (
    a_payment_notice,
    add_person,
    list_all_deliveries,
    list_deliveries,
    list_inbox,
    post_mail_events,
    tell_people,
)
from tests.world import Answer, World

pytestmark = pytest.mark.emulator


async def send_mail(world: World) -> NoticeDelivery:
    """Send a payment's mail to Ana, and return its delivery."""
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    return (await list_deliveries(world))["email"]


async def load_mail(world: World) -> NoticeDelivery:
    """Load the mail's delivery as it is now."""
    return (await list_deliveries(world))["email"]


async def let_happen(world: World, *events: str, **levers: Any) -> list[Answer]:
    """Let something happen to the mail at the local SendGrid, and pass its signed batches on."""
    told = await world.control_sendgrid("events", events=events, **levers)
    return [
        await world.call(receive_sendgrid_events, content=batch["body"].encode(), headers=batch["headers"])
        for batch in told["deliveries"]
    ]


async def test_a_mail_on_its_way(world: World) -> None:
    """
    The mail carries its delivery to SendGrid, and what happens to it comes back: passed on, arrived, read by a click.
    """
    await send_mail(world)

    arrived = await let_happen(world, "processed", "delivered")
    delivered = await load_mail(world)
    clicked = await let_happen(world, "machine_open", "click", url="https://temani.example/orders")

    assert [answer.status for answer in (*arrived, *clicked)] == [200, 200]
    assert (delivered.state, delivered.read_at) == (DeliveryState.DELIVERED, None)
    mail = await load_mail(world)
    assert (mail.opened_at is not None, mail.clicked_at is not None) == (True, True)
    assert [notification.unread for notification in await list_inbox(world)] == [False]


@pytest.mark.parametrize("event", ["open", "machine_open"])
async def test_an_opened_mail_is_not_read(world: World, event: str) -> None:
    """
    Programs load mails too, so that the notification in the app stays unread.
    """
    await send_mail(world)

    await let_happen(world, "delivered", event)

    assert (await load_mail(world)).read_at is None
    assert [notification.unread for notification in await list_inbox(world)] == [True]


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        (an_event("bounce"), SuppressionCause.BOUNCED),
        (an_event("bounce", **A_BLOCK), SuppressionCause.SOFT_BOUNCED),
        (an_event("spamreport"), SuppressionCause.COMPLAINED),
        (an_event("group_unsubscribe"), SuppressionCause.STOPPED),
        (an_event("bounce", type="blocked", bounce_classification="Reputation"), None),
        (an_event("dropped", reason="Invalid SMTPAPI header"), None),
    ],
    ids=["bounce", "block", "spamreport", "unsubscribe", "reputation", "our-fault"],
)
async def test_an_address_that_refuses_mail(
    world: World, event: dict[str, Any], cause: SuppressionCause | None
) -> None:
    """
    A dead address is for ever, a full mailbox for a while, a complaint ends advertising; our own faults cost nothing.
    """
    mail = await send_mail(world)

    await post_mail_events(world, [{**event, "delivery": mail.id}])

    assert mail.address is not None
    suppression = await world.get(store.suppression_by_key_ref(mail.address))
    assert (suppression.cause if suppression else None) == cause
    assert suppression is None or (suppression.until is not None) == (cause is SuppressionCause.SOFT_BOUNCED)


async def test_every_order_and_copy_ends_alike(world: World) -> None:
    """
    The last news first, three copies under other ids, each batch twice: the mail has arrived and was clicked once.
    """
    mail = await send_mail(world)
    story = [
        an_event(name, delivery=mail.id, timestamp=AT + n)
        for n, name in enumerate(["processed", "deferred", "delivered", "click"])
    ]
    copies = [{**event, "sg_event_id": f"copy-{n}"} for n in range(3) for event in reversed(story)]

    answers = [await post_mail_events(world, copies) for _ in range(2)]
    first = await load_mail(world)
    await post_mail_events(world, [{**story[3], "timestamp": AT + 60}])

    assert [answer.status for answer in answers] == [200, 200]
    assert first.state is DeliveryState.DELIVERED
    assert await load_mail(world) == first


async def test_a_thousand_events(world: World) -> None:
    """
    One callback about many mails, shuffled, with copies and poison in between, is recorded whole.
    """
    mail = await send_mail(world)
    others = [mail.having(id=f"delivery-{n}", event=f"payment:{n}", state=DeliveryState.SENDING) for n in range(330)]
    await world.put_documents(*((store.delivery_ref(one.id), one) for one in others))
    events: list[Any] = [
        an_event(name, delivery=one.id) for one in others for name in ("processed", "delivered", "open")
    ]
    events += [POISON, AN_ACCOUNT_CHANGE, an_event("delivered", delivery="of-another-cloud"), None, *events[:6]]
    random.Random(7).shuffle(events)

    answer = await post_mail_events(world, events)

    after = {one.id: one for one in await list_all_deliveries(world)}
    assert (len(events), answer.status) == (1_000, 200)
    assert {after[one.id].state for one in others} == {DeliveryState.DELIVERED}
    assert all(after[one.id].opened_at is not None for one in others)
    assert "of-another-cloud" not in after


async def test_poison_spoils_no_other(world: World) -> None:
    """
    An event that nobody can read stands between two that count.
    """
    await send_mail(world)

    (answer,) = await let_happen(world, "processed", "delivered", poison=True, reorder=True)

    assert answer.status == 200
    assert (await load_mail(world)).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("levers", [{"forged": True}, {"age_seconds": 26 * 3_600}], ids=["a-stranger", "last-week"])
async def test_nobody_else_is_believed(world: World, levers: dict[str, Any]) -> None:
    """
    A stranger's batch, and one that was signed long ago, change nothing.
    """
    before = await send_mail(world)

    (answer,) = await let_happen(world, "bounce", **levers)

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert await load_mail(world) == before


async def test_without_a_signature(world: World) -> None:
    """
    Who signs nothing is refused.
    """
    answer = await world.call(receive_sendgrid_events, content=write_batch([an_event("delivered")]))

    assert answer.status == 401


@pytest.mark.parametrize(
    ("events", "status"),
    [([], 200), ([AN_ACCOUNT_CHANGE], 200), ([an_event("delivered", delivery="of-another-cloud")], 200)],
    ids=["nothing", "our-account", "another-cloud"],
)
async def test_what_is_of_no_use(world: World, events: list[Any], status: int) -> None:
    """
    A batch without a delivery of ours is taken, so that SendGrid does not send it for a day.
    """
    answer = await post_mail_events(world, events)

    assert (answer.status, await list_all_deliveries(world)) == (status, [])


async def test_a_body_that_is_no_batch(world: World) -> None:
    """
    SendGrid sends arrays; anything else is refused with the field.
    """
    raw = b'{"event": "delivered"}\r\n'

    answer = await world.call(receive_sendgrid_events, content=raw, headers=EventSigner().sign_batch(raw))

    assert (answer.status, answer.invalid_fields) == (400, ["body"])
