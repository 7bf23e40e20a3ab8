"""Deliveries as admins see them, and the suppressions that admins lift.

Who an anonymous caller is stays unknown. The time of a message beside the list of sessions would tell it, even without
a text. So deliveries about calls and chats are left out of a person's list. The order of a call is not found.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.contracts.notices import Channel, NotificationKind, SubjectKind
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.errors import Invalid
from shared.kernel.ids import OrderId, TicketEventId, UserId
from shared.kernel.paging import Page, Rows, encode_cursor, list_rows
from shared.kernel.ports import Query, Reader, UnitOfWork
from shared.notifications import store, suppressions
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.delivery_schemas import NoticeDeliveryView
from shared.notifications.suppression_models import Suppression
from shared.orders import store as orders
from shared.orders.errors import OrderNotFound
from shared.orders.models import Order
from shared.workflows import event_reminder_notices

_PRIVATE_KINDS = (
    NotificationKind.CHAT_MESSAGE,
    NotificationKind.PAIRING,
    NotificationKind.CRISIS,
    NotificationKind.UNKNOWN,
)
_LISTED_KINDS = tuple(kind for kind in NotificationKind if kind not in _PRIVATE_KINDS)
_LISTED_SUBJECTS = (
    SubjectKind.BOOKING,
    SubjectKind.ORDER,
    SubjectKind.TICKET_EVENT,
    SubjectKind.EXPERT,
    SubjectKind.HOST,
    SubjectKind.NONE,
)
# A notification of these kinds that names no subject may be about a call.
_KINDS_OF_MEETINGS = (NotificationKind.SESSION, NotificationKind.REVIEW)


async def list_notice_deliveries(
    reader: Reader,
    *,
    user_id: UserId | None,
    order_id: OrderId | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> Page[NoticeDeliveryView]:
    """List the deliveries to an account, or to the address of an order, the newest first.

    Args:
        reader: Reader of documents.
        user_id: Id of the account; None for an order.
        order_id: Id of the order; None for an account.
        cursor: Position behind the page before.
        limit: Most deliveries on the page.
        now: Present instant, at which suppressions may have ended.

    Raises:
        OrderNotFound: No order has this id, or it is the order of a call.
        Invalid: Not exactly one recipient is named, or `cursor` is not a cursor of this list.
    """
    if user_id is not None and order_id is None:
        return await _list_person_deliveries(reader, user_id, cursor=cursor, limit=limit, now=now)
    if order_id is not None and user_id is None:
        return await _list_order_deliveries(reader, order_id, cursor=cursor, limit=limit, now=now)
    raise Invalid.field("order_id" if user_id is not None else "user_id", "not_one_recipient")


async def _list_person_deliveries(
    reader: Reader, user_id: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Page[NoticeDeliveryView]:
    """List the deliveries to an account without those about calls and chats.

    The cursor names a delivery that is shown: it does not tell the time of one that is left out.
    """
    query = store.person_deliveries_query(user_id, _LISTED_KINDS)
    shown: list[NoticeDelivery] = []
    position = cursor
    while True:
        found = await list_rows(reader, query, cursor=position, limit=limit + 1)
        shown += await _leave_out_calls(reader, found.items)
        position = found.next_cursor
        if position is None or len(shown) > limit:
            break
    account = await reader.get(identity.user_ref(user_id))
    return await _build_page(reader, query, shown, account, limit=limit, now=now)


async def _list_order_deliveries(
    reader: Reader, order_id: OrderId, *, cursor: str | None, limit: int, now: datetime
) -> Page[NoticeDeliveryView]:
    order = await _get_listed_order(reader, order_id)
    events = dict.fromkeys(item.product.partition("/")[0] for item in order.items if item.kind == "ticket")
    keys = [event_reminder_notices.compute_guest_key(TicketEventId(event), order.buyer.email) for event in events]
    query = store.guest_deliveries_query([order_id, *keys])
    found = await list_rows(reader, query, cursor=cursor, limit=limit + 1)
    return await _build_page(reader, query, found.items, None, limit=limit, now=now)


async def _build_page(
    reader: Reader,
    query: Query[NoticeDelivery],
    shown: Sequence[NoticeDelivery],
    account: User | None,
    *,
    limit: int,
    now: datetime,
) -> Page[NoticeDeliveryView]:
    """Build the page of the first `limit` deliveries of `shown`, with the suppressions of their addresses."""
    items = list(shown[:limit])
    keys = {one.id: key for one in items if (key := _find_address_key(one, account)) is not None}
    suppressed = await _find_suppressions(reader, sorted(set(keys.values())), now=now)
    rows = Rows(items, encode_cursor(query, items[-1]) if len(shown) > limit else None)
    return rows.to_page(lambda one: NoticeDeliveryView.of(one, suppression=suppressed.get(keys.get(one.id, ""))))


async def _find_suppressions(reader: Reader, keys: Sequence[str], *, now: datetime) -> Mapping[str, Suppression]:
    """Find the suppressions of addresses that have not ended, by the addresses' keys."""
    found = await reader.get_all([store.suppression_by_key_ref(key) for key in keys]) if keys else []
    present = {key: one for key, one in zip(keys, found, strict=True) if one is not None}
    return {key: one for key, one in present.items() if not one.has_ended_at(now)}


def _find_address_key(delivery: NoticeDelivery, account: User | None) -> str | None:
    """Find the key of the address to which a delivery went, or would go by now; None for a push."""
    if delivery.address is not None:
        return delivery.address
    address = _find_account_address(account, delivery.channel)
    return store.compute_suppression_key(delivery.channel, address) if address is not None else None


def _find_account_address(account: User | None, channel: Channel) -> str | None:
    """Find the present address or number of an account on a channel."""
    if account is None:
        return None
    if channel is Channel.EMAIL:
        return account.email
    return account.international_phone if channel in (Channel.SMS, Channel.WHATSAPP) else None


async def _leave_out_calls(reader: Reader, deliveries: Sequence[NoticeDelivery]) -> list[NoticeDelivery]:
    """Leave out the deliveries that may be about a call or a chat."""
    listed = [one for one in deliveries if _has_listed_subject(one)]
    ids = sorted({one.subject.id for one in listed if one.subject and one.subject.kind is SubjectKind.ORDER})
    found = await reader.get_all([orders.order_ref(id_) for id_ in ids]) if ids else []
    private = {id_ for id_, order in zip(ids, found, strict=True) if order is None or _is_of_call(order)}
    return [one for one in listed if one.subject is None or one.subject.id not in private]


def _has_listed_subject(delivery: NoticeDelivery) -> bool:
    if delivery.subject is None:
        return delivery.kind not in _KINDS_OF_MEETINGS
    return delivery.subject.kind in _LISTED_SUBJECTS


def _is_of_call(order: Order) -> bool:
    """Return whether an order is that of a call or its extension, whose customer is known by an alias alone."""
    return order.alias is not None or any(item.kind in ("pairing", "extension") for item in order.items)


async def _get_listed_order(reader: Reader, order_id: OrderId) -> Order:
    order = await orders.get_order(reader, order_id)
    if _is_of_call(order):
        raise OrderNotFound(order_id=order_id)
    return order


async def lift_suppression(
    uow: UnitOfWork,
    *,
    user_id: UserId | None,
    order_id: OrderId | None,
    channel: Channel,
    asked_by_owner: bool,
) -> Suppression | None:
    """Lift the suppression of the present address or number of an account or an order; None if there is none.

    Args:
        uow: Unit of work.
        user_id: Id of the account; None for an order.
        order_id: Id of the order; None for an account. The number of an order gets no notifications.
        channel: Channel whose address or number is written to again.
        asked_by_owner: True if the owner has asked for it, which alone undoes a complaint or a stop.

    Raises:
        NotRegistered: There is no such account.
        OrderNotFound: No order has this id, or it is the order of a call.
        Invalid: Not exactly one recipient is named, or the channel of an order is not that of mail.
        SuppressionStands: The owner has complained or asked for an end, and has not asked for messages since.
    """
    if (user_id is None) == (order_id is None):
        raise Invalid.field("order_id" if user_id is not None else "user_id", "not_one_recipient")
    address: str | None = None
    if user_id is not None:
        address = _find_account_address(await identity.get_user(uow, user_id), channel)
    elif order_id is not None:
        if channel is not Channel.EMAIL:
            raise Invalid.field("channel", "not_combinable", other="order_id")
        address = (await _get_listed_order(uow, order_id)).buyer.email
    if address is None:
        return None
    return await suppressions.lift_suppression_by_admin(uow, channel, address, asked_by_owner=asked_by_owner)
