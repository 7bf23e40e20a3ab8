"""Orders for the extension of a session."""

from datetime import datetime

from shared.bookings import slot_holds
from shared.bookings import store as bookings
from shared.bookings.errors import SeatIsFixed, SlotTaken
from shared.claims.names import Taken, claim_names
from shared.contracts.calls import identify_member
from shared.contracts.checkout import CheckoutWishes
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import item_names
from shared.orders.models import Buyer
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.schemas import OrderDetails
from shared.sessions import actions, rules, store
from shared.sessions.models import Session
from shared.sessions.settings import SessionSettings


async def open_extension_order(
    uow: UnitOfWork,
    session_id: SessionId,
    buyer: Buyer | None,
    checkout: CheckoutWishes,
    *,
    actor: Actor,
    call_id: str,
    now: datetime,
) -> OrderId:
    """Open the order for one more extension of a session; return the open order if there is one already.

    Args:
        buyer: Recipient of the invoice, if other than the actor's account.
        checkout: Wishes of the buyer about the payment.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionOver: The session has ended.
        SessionNotBegun: The booked session has not begun.
        SessionInCrisis: The session's clock stands still.
        SessionTooLong: The session has as many extensions as allowed.
        SeatIsFixed: The session is that of a seat in a group.
        SlotTaken: Another booking has the expert's time, or the meeting link, after the booked session.
        NotRegistered: The actor has no account.
        BuyerNeeded: The account lacks an e-mail address or a phone number.
    """
    me = identify_member(actor, session_id)
    await uow.prefetch(store.session_ref(session_id), identity.user_ref(actor.id), PAYMENT_SETTINGS.ref)
    session, settings = await actions.access_extendable_session(uow, session_id, actor=me, now=now)
    new_order_id = OrderId.at(now, uow.random_below)
    order_id = await actions.hold_extension(uow, session, new_order_id, now=now)
    if order_id == new_order_id:
        wishes = OrderDetails.of(await identity.get_user(uow, UserId(actor.id)), buyer, checkout)
        name = item_names.name_extension(settings.extension_minutes, wishes.locale)
        time_after = await _hold_time_after(uow, session, settings, order_id, now=now)
        held = (store.next_extension_ref(session).path, *time_after)
        sale = rules.sale_from_extension(session, settings, name, held=held)
        await orders.open_order(uow, order_id, sale, wishes, actor=actor, now=now, call_id=call_id)
    return order_id


async def _hold_time_after(
    uow: UnitOfWork, session: Session, settings: SessionSettings, order_id: OrderId, *, now: datetime
) -> list[str]:
    """Hold the time of expert and meeting link after a booked session, and return the paths of the claims.

    Calls hold no time of anybody.

    Raises:
        SeatIsFixed: The session is that of a seat in a group.
        SlotTaken: Another booking has the time.
    """
    if session.booking_id is None or session.ends_at is None:
        return []
    booking = await bookings.find_booking(uow, session.booking_id)
    if booking is None:
        return []
    if booking.group_date is not None:
        raise SeatIsFixed()
    before = session.minutes
    claims = slot_holds.list_quarters_after(booking, before, before + settings.extension_minutes)
    try:
        await claim_names(uow, claims, holder=order_id, now=now, until=now + rules.PAY_WITHIN)
    except Taken as taken:
        raise SlotTaken(starts_at=session.ends_at) from taken
    return [claim.path for claim in claims]
