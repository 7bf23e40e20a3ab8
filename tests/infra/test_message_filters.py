"""Filters of subscriptions: what Pub/Sub takes, what passes, and how a decorator's facts become one."""

import itertools
import json
from typing import Any, get_args

import pytest

from infra.build import discovery, manifest
from infra.build.discovery import BuildError
from infra.build.message_filters import (
    MAX_FILTER_BYTES,
    InvalidFilter,
    compute_subscription_name,
    parse_filter,
    render_spec_filter,
)
from shared.contracts.events.filters import EventFilter
from shared.contracts.events.orders import OrderPaid, OrderRefunded
from shared.contracts.sales import ItemKind
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from shared.orders.models import RefundCause
from shared.runtime.context import Context
from shared.runtime.specs import Spec, get_spec
from shared.runtime.triggers import on
from tests.builders import NOON

ORDER = OrderId("BE-20261126-ACD346")
MESSAGE = {"lang": "en", "name": "com", "iana.org/tag": "1", "items_ticket": "1", 'a"b': "\\"}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("", True),
        ("attributes:name", True),
        ("attributes:other", False),
        ('attributes:"iana.org/tag"', True),
        ("NOT attributes:name", False),
        ("-attributes:other", True),
        ('attributes.name = "com"', True),
        ('attributes.name="com"', True),
        ('attributes.name = "Com"', False),
        ('attributes.name != "org"', True),
        ('attributes.other != "org"', True),
        ('attributes.other = "org"', False),
        ('hasPrefix(attributes.name, "co")', True),
        ('hasPrefix(attributes.name, "o")', False),
        ('hasPrefix(attributes.other, "")', False),
        ('attributes:name AND attributes.lang = "en"', True),
        ("attributes:name AND attributes:other", False),
        ("attributes:other OR attributes:more OR attributes:name", True),
        ("attributes:items_ticket OR NOT attributes:items", True),
        ('attributes:other AND (attributes.lang = "en" OR attributes:name)', False),
        ('NOT (attributes:other OR attributes.lang = "id")', True),
        ("(NOT attributes:name) OR (attributes:name AND -attributes:other)", True),
        (r'attributes:"a\"b" AND attributes."a\"b" = "\\"', True),
        (r'attributes:"n\u0061me"', True),
    ],
)
def test_a_filter_passes_what_it_says(text: str, passes: bool) -> None:
    """
    Presence, equality, prefixes, and their combinations, as Pub/Sub documents them.
    """
    assert parse_filter(text)(MESSAGE) is passes


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "name",
        "attributes",
        "attributes.name",
        "attributes.name = com",
        "attributes.name = 'com'",
        "attributes.name == com",
        'attributes.name > "a"',
        "attributes.iana.org = 'x'",
        "attributes:iana.org/tag",
        "attributes:name and attributes:lang",
        "attributes:name attributes:lang",
        "attributes:name AND",
        "OR attributes:name",
        "NOT NOT attributes:name",
        "NOTattributes:name",
        "attributes:name AND attributes:lang OR attributes:other",
        "(attributes:name",
        "attributes:name)",
        "()",
        "hasPrefix(attributes.name)",
        'hasSuffix(attributes.name, "m")',
        'data = "x"',
        r'attributes.name = "\q"',
        " OR ".join(["attributes:items_ticket"] * 10),
    ],
)
def test_what_pubsub_would_refuse_is_an_error(text: str) -> None:
    """
    Syntax, AND beside OR, and more than 256 bytes.
    """
    with pytest.raises(InvalidFilter):
        parse_filter(text)


def test_the_longest_filter_has_256_bytes() -> None:
    """
    Bytes are counted, not letters.
    """
    longest = f"attributes:{'a' * (MAX_FILTER_BYTES - len('attributes:'))}"

    assert parse_filter(longest)({longest.removeprefix("attributes:"): "1"})
    with pytest.raises(InvalidFilter, match="257 bytes"):
        parse_filter(f"{longest}a")
    with pytest.raises(InvalidFilter, match="bytes"):
        parse_filter(f'attributes:"{"ä" * 130}"')


def _spec(event: Any, **facts: Any) -> Spec:
    """The spec of a function that hears *event* when it carries *facts*."""

    async def hear_toy(event: Any, ctx: Context) -> None:
        """Hear of a toy."""

    hear_toy.__annotations__["event"] = event
    return get_spec(on(event, **facts)(hear_toy))


@pytest.mark.parametrize("kinds", [*itertools.combinations(get_args(ItemKind), 2)])
def test_an_order_of_several_kinds_reaches_the_consumer_of_each(kinds: tuple[ItemKind, ItemKind]) -> None:
    """
    And no other consumer.
    """
    event = OrderPaid(order_id=ORDER, items=kinds, amount=1, paid_at=NOON)
    attributes = outbox.compute_event_attributes(event)

    reached = {
        kind
        for kind in get_args(ItemKind)
        if parse_filter(render_spec_filter(_spec(OrderPaid, items=kind)))(attributes)
    }

    assert reached == {*kinds}


def test_several_facts_must_all_be_so_and_of_several_values_one() -> None:
    """
    They fit into a filter's 256 bytes.
    """
    text = render_spec_filter(_spec(OrderRefunded, items="booking", in_full=True, cause=("gone", "order_cancelled")))
    passes = parse_filter(text)
    refund = OrderRefunded(order_id=ORDER, amount=1, items=("booking",), in_full=True, cause="gone", refunded_at=NOON)

    def passed(**changes: Any) -> bool:
        return passes(outbox.compute_event_attributes(refund.having(**changes)))

    assert passed()
    assert passed(cause="order_cancelled")
    assert [passed(items=("ticket",)), passed(in_full=False), passed(cause="call_over")] == [False] * 3


def test_an_event_that_does_not_tell_a_fact_reaches_everybody() -> None:
    """
    An older version, which did not know the fact, may still publish.
    """
    untold = outbox.compute_event_attributes(OrderPaid(order_id=ORDER, paid_at=NOON))

    assert untold == {}
    assert parse_filter(render_spec_filter(_spec(OrderPaid, items="ticket")))(untold)
    assert parse_filter(render_spec_filter(_spec(OrderPaid, is_free=False)))(untold)


def test_a_function_that_asks_for_what_cannot_be_is_not_built() -> None:
    """
    It would never be called, and nobody would notice.
    """
    with pytest.raises(BuildError, match="hear-toy: items of OrderPaid is never 'tickets'"):
        render_spec_filter(_spec(OrderPaid, items="tickets"))
    with pytest.raises(BuildError, match="OrderPaid has no fact in_full, only items, is_free"):
        render_spec_filter(_spec(OrderPaid, in_full=True))
    with pytest.raises(BuildError, match="bytes, and a filter has at most 256"):
        render_spec_filter(_spec(OrderRefunded, cause=tuple(f"cause_{number}" for number in range(9))))
    with pytest.raises(TypeError):
        _spec(OrderPaid, kinds="ticket")


def test_what_may_be_asked_for_is_what_events_tell() -> None:
    """
    Each option of `@on` is a fact of some event, each fact is an option, and none has a name of Pub/Sub's or ours.
    """
    told = {fact for event in discovery.collect_events() for fact in event.facts}

    assert told == set(EventFilter.__annotations__)
    assert not {fact for fact in told if fact in ("type", "id", "request_id") or fact.startswith("goog")}


def test_another_filter_is_another_subscription() -> None:
    """
    Both are there while the new one takes over; the function, its dead letters and its alerts keep their names.
    """
    names = [compute_subscription_name("hear-toy", text) for text in ("", "attributes:a", "attributes:b")]

    assert names[0] == "hear-toy"
    assert len({*names}) == 3
    assert all(name.startswith("hear-toy-") for name in names[1:])
    assert compute_subscription_name("hear-toy", "attributes:a") == names[1]


def test_every_filter_of_the_manifest_passes_something(built: dict[str, Any]) -> None:
    """
    For each function that filters there is an event of its topic that reaches it, and one that does not.
    """
    filters = {name: entry["filter"] for name, entry in built["functions"].items() if entry.get("filter")}

    assert len(filters) >= 19
    for text in filters.values():
        passes = parse_filter(text)
        told = dict.fromkeys(EventFilter.__annotations__, "x")
        assert passes({})
        assert not passes(told)


@pytest.fixture(scope="module")
def built() -> dict[str, Any]:
    """The committed manifest."""
    document: dict[str, Any] = json.loads(manifest.MANIFEST_FILE.read_text())
    return document


def test_a_refund_that_the_end_of_a_booking_caused_wakes_no_cancellation() -> None:
    """A new cause must be decided: either the booking may still be open, or it is over before the refund."""
    spec = discovery.load_function(discovery.ROOT / "functions/bookings/cancel_booking_when_order_refunded.py").spec
    passes = parse_filter(render_spec_filter(spec))

    def is_delivered(cause: RefundCause | None) -> bool:
        event = OrderRefunded(order_id=ORDER, amount=1, cause=cause, items=("booking",), refunded_at=NOON)
        return passes(outbox.compute_event_attributes(event))

    assert {cause for cause in RefundCause if not is_delivered(cause)} == {
        RefundCause.BOOKING_CANCELLED,
        RefundCause.BOOKING_OVER,
        # Orders of calls have no booking.
        RefundCause.NOBODY_FOUND,
        RefundCause.CALL_CANCELLED,
        RefundCause.CALL_OVER,
        RefundCause.NOT_EXTENDED,
        # Orders of tickets have no booking.
        RefundCause.EVENT_OVER,
        RefundCause.EVENT_CANCELLED,
        RefundCause.SALE_OVER,
        RefundCause.TICKET_REFUNDED,
        # Orders of services without a meeting have no booking.
        RefundCause.NOT_DELIVERED,
        RefundCause.DELIVERY_DISPUTED,
        # The order itself stays paid.
        RefundCause.PAID_TWICE,
        # The commit that opens the refund concludes the booking.
        RefundCause.SESSION_MISSED,
        # The commit that opens the refund cancels the booking.
        RefundCause.BY_ADMIN,
    }
    assert is_delivered(None)
