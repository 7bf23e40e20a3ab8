"""Values that only a newer version understands are refused, or left for an instance of that version."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from shared.bookings import proposal_rules, reminders
from shared.bookings import rules as booking_rules
from shared.bookings.errors import OwnProposal
from shared.bookings.models import Booking, Side
from shared.bookings.schemas import BookingTab
from shared.bookings.settings import BookingSettings
from shared.catalogue import rules as catalogue_rules
from shared.catalogue.models import Expert, Service
from shared.chat import message_edits
from shared.chat import rules as chat_rules
from shared.chat.errors import RoomClosed
from shared.chat.models import Message, Room
from shared.chat.settings import ChatSettings
from shared.claims.models import Claim
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval
from shared.gateways.firestore.snapshots import Snapshot
from shared.identity.models import PartnerKey, User
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity
from shared.orders import refund_rules
from shared.orders import rules as order_rules
from shared.orders.models import Order, RefundCause
from shared.orders.ports import Invoice, InvoiceStatus
from shared.sessions import rules as session_rules
from shared.sessions.models import EndedBy, Session
from shared.tickets import rules as ticket_rules
from shared.tickets.errors import TicketRevoked, TicketSaleEnded
from shared.tickets.models import Ticket, TicketEvent, TicketType
from shared.tickets.ports import TicketCode
from tests.builders import NOON
from tests.collection.sample_documents import NEWER_VALUE, build_document

EntityT = TypeVar("EntityT", bound=Entity)
LATER = NOON + timedelta(days=1)


def read(model: type[EntityT], **fields: Any) -> EntityT:
    """Read a document with these fields, and all others as this version writes them."""
    entity = Snapshot("things/x", build_document(model) | fields, None).to_entity(model)
    assert entity is not None
    return entity


def test_a_ticket_of_an_unknown_status_lets_nobody_in() -> None:
    """A ticket that is not known to be valid is refused at the door."""
    ticket = read(Ticket, status=NEWER_VALUE, check_in=None)

    with pytest.raises(TicketRevoked):
        ticket_rules.with_check_in(
            ticket,
            event=read(TicketEvent, id=ticket.event_id),
            shown=TicketCode(ticket.id),
            gate="a",
            scan_id="1",
            by="key",
            now=NOON,
        )


def test_an_event_of_an_unknown_status_sells_nothing() -> None:
    """An event that is not known to be open sells no tickets."""
    event, kind = read(TicketEvent, status=NEWER_VALUE, ends_at=LATER), read(TicketType, valid_until=LATER)

    with pytest.raises(TicketSaleEnded):
        ticket_rules.check_ticket_sale(event, kind, 1, field_path="items.0", now=NOON)


def test_a_claim_of_an_unknown_state_is_never_free() -> None:
    """Not even when its time has passed, and it is counted as sold."""
    claim = read(Claim, state=NEWER_VALUE, until=NOON)

    assert (claim.is_free_at(LATER), claim.held, claim.sold) == (False, 0, 1)


def _decide_settlement(order: Order) -> object:
    amount = order.total.amount
    paid = Invoice(
        id="inv", order_id=order.id, status=InvoiceStatus.PAID, amount=amount, currency="IDR", paid_amount=amount
    )
    return order_rules.compute_settlement_decision(order, paid)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": NEWER_VALUE},
        {"payment": {"status": NEWER_VALUE, "paid_at": NOON}},
        {"items": [{"kind": NEWER_VALUE, "product": "p", "name": "n", "quantity": 1, "unit_price": 1}]},
    ],
)
@pytest.mark.parametrize(
    "decide",
    [
        _decide_settlement,
        lambda order: order_rules.with_expiry(order, now=LATER),
        lambda order: order_rules.with_cancellation(order, now=NOON),
        lambda order: refund_rules.with_new_refund(order, 1, cause=RefundCause.GONE, now=NOON),
    ],
)
def test_an_order_of_a_newer_version_waits_for_it(decide: Callable[[Order], object], fields: dict[str, Any]) -> None:
    """No money is taken, given back or counted as late for an order that this version does not understand."""
    order = read(Order, **{"status": "PENDING", **fields})

    assert not read(Order, status=NEWER_VALUE).payable_at(NOON)
    with pytest.raises(Unavailable):
        decide(order)


@pytest.mark.parametrize("field", ["status", "route"])
def test_a_refund_of_a_newer_version_waits_for_it(field: str) -> None:
    """A refund by an unknown route, or in an unknown state, is not begun."""
    (refund,) = read(Order).refunds
    unknown = read(Order, refunds=[build_document(type(refund)) | {field: NEWER_VALUE}]).refunds[0]

    refund_rules.check_refund_known(refund)
    with pytest.raises(Unavailable):
        refund_rules.check_refund_known(unknown)


def test_a_session_of_an_unknown_status_is_neither_used_nor_ended() -> None:
    """Nobody writes or extends, no timer ends it: a newer version knows what goes on."""
    session = read(Session, status=NEWER_VALUE, ends_at=LATER)

    assert not session_rules.is_ongoing(session, now=NOON)
    assert not session_rules.is_overdue(session, now=LATER + timedelta(days=1))
    assert session_rules.with_end(session, EndedBy.ADMIN, now=NOON) is session


def test_a_booking_of_an_unknown_status_is_not_decided() -> None:
    """It cannot be changed, and a payment waits rather than going back."""
    booking = read(Booking, status=NEWER_VALUE, paid=0)

    assert (booking.awaits_payment, booking.blocks_time) == (False, False)
    with pytest.raises(Unavailable):
        booking_rules.is_payment_recorded(booking)
    assert [tab for tab in BookingTab if BookingStatus.UNKNOWN in (tab.statuses or ())] == []


def test_a_proposal_of_an_unknown_side_is_not_accepted() -> None:
    """Neither side accepts what may be its own proposal, and neither is asked to."""
    proposal = {"by": NEWER_VALUE, "starts_at": LATER, "expires_at": LATER}
    booking = read(Booking, status="confirmed", proposal=proposal)

    for side in (Side.CUSTOMER, Side.EXPERT):
        with pytest.raises(OwnProposal):
            proposal_rules.with_accepted_proposal(booking, side, BookingSettings(), now=NOON)
    assert not reminders._is_asked_for_answer(booking, booking.customer)


def test_an_unknown_approval_is_the_experts() -> None:
    """Nothing is confirmed by itself where the expert may have wanted to be asked."""
    assert read(Service, approval=NEWER_VALUE).approval is Approval.MANUAL


def test_a_service_of_an_unknown_kind_is_not_offered() -> None:
    """The list of experts does not count it among what an expert offers."""
    expert = catalogue_rules.with_listing_fields(read(Expert), [read(Service, kind=NEWER_VALUE, minutes=7)], [])

    assert (expert.minutes_from, expert.price_from) == (None, None)


def test_an_unknown_message_is_neither_answered_nor_reacted_to() -> None:
    """What cannot be shown cannot be referred to."""
    message = read(Message, kind=NEWER_VALUE, deleted_at=None)

    with pytest.raises(Invalid):
        message_edits.with_reaction(message, "👍", True, uid=UserId("ana"))


def test_nobody_writes_in_a_room_of_an_unknown_kind() -> None:
    """Its rules are not known, so it is closed."""
    with pytest.raises(RoomClosed):
        chat_rules.check_writable(read(Room, kind=NEWER_VALUE, closes_at=None, blocked_by=[]), NOON)


def test_unknown_settings_and_rights_are_read_as_the_strictest() -> None:
    """Contacts are masked, a role is a customer's, and an unknown scope opens nothing."""
    assert read(ChatSettings, contacts=NEWER_VALUE).contacts == "mask"
    assert read(User, role=NEWER_VALUE).role == "customer"
    assert read(PartnerKey, scopes=["tickets.read", NEWER_VALUE]).scopes == ("tickets.read",)
