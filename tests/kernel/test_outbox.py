"""When an entry of the outbox is sent, and by whom."""

from datetime import timedelta

from shared.contracts.events.orders import OrderPaid
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from shared.kernel.outbox import OutboxEntry
from shared.orders.jobs import ExpireOrder
from tests.builders import NOON

ORDER = OrderId("BE-20261126-ACD346")


def _job(*, in_: timedelta = timedelta(0), precise: bool = True) -> OutboxEntry:
    return outbox.entry_from_job(
        ExpireOrder(order_id=ORDER), id="e1", at=NOON + in_, precise=precise, request_id="req_1", now=NOON
    )


def test_an_event_is_relayed_when_its_publisher_must_have_died() -> None:
    """
    An event is sent at once by whoever made it, and by the sweep half a minute later.
    """
    entry = outbox.entry_from_event(OrderPaid(order_id=ORDER, paid_at=NOON), id="e1", request_id="req_1", now=NOON)

    assert (entry.kind, entry.type, entry.queue) == ("event", "OrderPaid", None)
    assert entry.payload == {
        "order_id": ORDER,
        "items": [],
        "amount": None,
        "expert": None,
        "customer": None,
        "paid_at": "2026-11-26T05:00:00Z",
    }
    assert entry.relay_at - NOON == timedelta(seconds=30)
    assert not entry.is_sent_by_sweep_only(NOON)


def test_an_events_facts_are_attributes_of_its_message() -> None:
    """
    Subscriptions filter by them: each member of a collection by itself, what is not known not at all.
    """
    event = OrderPaid(order_id=ORDER, items=("ticket", "product"), amount=0, paid_at=NOON)

    entry = outbox.entry_from_event(event, id="e1", request_id="req_1", now=NOON)

    assert entry.attributes == {
        "items": "ticket,product",
        "items_ticket": "1",
        "items_product": "1",
        "is_free": "true",
    }
    assert outbox.compute_event_attributes(event.having(items=(), amount=None)) == {}


def test_an_entry_of_an_older_version_has_no_attributes() -> None:
    """
    What it announces passes every filter.
    """
    entry = outbox.entry_from_event(OrderPaid(order_id=ORDER, paid_at=NOON), id="e1", request_id="req_1", now=NOON)
    stored = {name: value for name, value in entry.model_dump().items() if name != "attributes"}

    assert OutboxEntry.model_validate(stored).attributes == {}


def test_a_precise_job_is_relayed_when_its_task_must_be_lost() -> None:
    """
    Cloud Tasks gets a job at once; the sweep sends it again two minutes after it was due.
    """
    entry = _job(in_=timedelta(minutes=15))

    assert (entry.queue, entry.due_at - NOON) == ("invoices", timedelta(minutes=15))
    assert entry.relay_at - entry.due_at == timedelta(minutes=2)
    assert not entry.is_sent_by_sweep_only(NOON)


def test_a_job_that_need_not_be_precise_waits_for_the_sweep() -> None:
    """
    It costs no call to Cloud Tasks, and the sweep sends it when it is due.
    """
    entry = _job(in_=timedelta(seconds=30), precise=False)

    assert entry.relay_at == entry.due_at
    assert entry.is_sent_by_sweep_only(NOON)


def test_a_job_beyond_the_horizon_waits_until_cloud_tasks_takes_it() -> None:
    """
    What is due in more than 29 days is handed over by the sweep, a day ahead; what is due in 29 days, at once.
    """
    near, far = _job(in_=timedelta(days=29)), _job(in_=timedelta(days=29, seconds=1))

    assert not near.is_sent_by_sweep_only(NOON)
    assert far.is_sent_by_sweep_only(NOON)
    assert far.due_at - far.relay_at == timedelta(days=1)


def test_a_key_names_one_job() -> None:
    """
    The same job under the same key is the same entry.
    """
    assert outbox.job_entry_id(ExpireOrder, ORDER) == f"ExpireOrder.{ORDER}"
    assert outbox.entry_ref("e1").path == "outbox/e1"
