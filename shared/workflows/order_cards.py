"""Orders with pictures of what was ordered: the photo of a booking's expert, and the thumbnail of a product.

Pictures are read for each view and copied into no order. Calls, more time for them, and tickets show none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shared.catalogue import store as catalogue
from shared.contracts.sales import ItemKind, SaleItem
from shared.identity.public_people import PublicPeople
from shared.kernel.ids import UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Refs
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.orders.schemas import OrderView


async def list_order_cards(
    reader: Reader,
    customer: UserId,
    *,
    kind: ItemKind | None,
    status: OrderStatus | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> Page[OrderView]:
    """List a page of a customer's orders, the latest first, with a picture of each item that has one."""
    found = await store.list_orders_of_customer(reader, customer, kind=kind, status=status, cursor=cursor, limit=limit)
    pictures = await _get_pictures(reader, [item for order in found.items for item in order.items], now=now)
    return found.to_page(lambda order: OrderView.of(order, pictures=pictures))


async def _get_pictures(reader: Reader, items: Sequence[SaleItem], *, now: datetime) -> dict[tuple[str, str], str]:
    """Get the addresses of pictures by kind and product, in one round trip, each document once."""
    booked, bought = _list_products(items, "booking"), _list_products(items, "product")
    if not booked and not bought:
        return {}
    people, products = await reader.get_many(
        PublicPeople(tuple(dict.fromkeys(booked.values())), now),
        Refs([catalogue.product_ref(uid, name.partition("/")[2]) for name, uid in bought.items()]),
    )
    photos = {("booking", name): people[uid].photo_url for name, uid in booked.items() if uid in people}
    thumbnails = {
        ("product", name): product.thumbnail_url
        for name, product in zip(bought, products, strict=True)
        if product is not None
    }
    return {item: url for item, url in (photos | thumbnails).items() if url is not None}


def _list_products(items: Iterable[SaleItem], kind: ItemKind) -> dict[str, UserId]:
    """List the products of one kind, such as `dewi/guide`, with the expert of each."""
    return {item.product: UserId(item.product.partition("/")[0]) for item in items if item.kind == kind}
