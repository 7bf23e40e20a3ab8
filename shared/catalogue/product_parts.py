"""Parts of a digital product: files and links that are attached, put in order, and taken out.

The private document `experts/{uid}/product_files/{product}` holds the addresses. The product itself shows titles, kinds
and sizes only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.catalogue import grants, jobs, store
from shared.catalogue.errors import NotGranted, ProductNotFound, ProductPartNotFound, TooManyParts
from shared.catalogue.expert_offers import ExpertOffers, get_expert_with_offers, save_product_and_listing
from shared.catalogue.grants import Grant
from shared.catalogue.product_models import (
    ONLY_PART,
    Product,
    ProductPart,
    ProductPartId,
    contents_from_parts,
    with_shown_parts,
)
from shared.contracts.files import StoredFile, add_file_ending
from shared.kernel.errors import Invalid
from shared.kernel.ids import ProductId, UserId
from shared.kernel.ports import Reader, UnitOfWork

MAX_PARTS = 50
"""Limit of the parts that a product has at one time."""
MAX_KEPT_PARTS = 200
"""Limit of the parts with those that were taken out, which earlier buyers keep."""


async def attach_part(
    uow: UnitOfWork,
    uid: UserId,
    product_id: ProductId,
    content: ProductPart,
    part_id: ProductPartId | None,
    title: str | None,
    *,
    now: datetime,
) -> Product:
    """Attach a file or link to a product.

    With `part_id` the content replaces that of the part. With a title alone it becomes a new part, the last one.
    Without both it becomes the only part, or replaces the content of the only part. A replaced file is deleted a day
    later. A repeated call adds nothing.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product does not exist.
        ProductPartNotFound: The product has no such part.
        TooManyParts: The product has as many parts as allowed.
        Invalid: The product has several parts, and neither part nor title is given.
    """
    offers = await get_expert_with_offers(uow, uid)
    product = offers.get_product(product_id)
    parts = await _list_parts(uow, product)
    place = _find_place(parts, content, part_id=part_id, title=title)
    if place is None:
        _check_part_limits(parts)
        first = ONLY_PART if not any(part.id == ONLY_PART for part in parts) else ProductPartId.new(uow.random_below)
        parts = (*parts, content.having(id=first, title=title or product.name))
    else:
        attached = parts[place].with_content(content)
        if attached.key == parts[place].key and attached.link == parts[place].link:
            attached = attached.having(attached_at=parts[place].attached_at)
        replaced = attached.having(title=title or attached.title)
        parts = (*parts[:place], replaced, *parts[place + 1 :])
    return await _save_parts(uow, offers, product, parts, now=now)


def _find_place(
    parts: Sequence[ProductPart], content: ProductPart, *, part_id: ProductPartId | None, title: str | None
) -> int | None:
    """Return the place of the part whose content is replaced; None for a new part."""
    current = [place for place, part in enumerate(parts) if part.removed_at is None]
    if part_id is not None:
        found = next((place for place in current if parts[place].id == part_id), None)
        if found is None:
            raise ProductPartNotFound(part_id=part_id)
        return found
    address = content.key or content.link
    again = next((place for place in current if address in (parts[place].key, parts[place].link)), None)
    if again is not None:
        return again
    if title is not None or not current:
        return None
    if len(current) > 1:
        raise Invalid.field("part_id", "required_with_parts")
    return current[0]


def _check_part_limits(parts: Sequence[ProductPart]) -> None:
    current = [part for part in parts if part.removed_at is None]
    if len(current) >= MAX_PARTS or len(parts) >= MAX_KEPT_PARTS:
        raise TooManyParts(most=MAX_PARTS)


async def arrange_parts(
    uow: UnitOfWork,
    uid: UserId,
    product_id: ProductId,
    wanted: Sequence[tuple[ProductPartId, str | None]],
    *,
    now: datetime,
) -> Product:
    """Put the parts of a product in the wanted order, with new titles where given. Parts not named are taken out.

    Who bought the product before keeps the parts that are taken out.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product does not exist.
        ProductPartNotFound: The product has no such part.
        Invalid: A part is named twice.
    """
    offers = await get_expert_with_offers(uow, uid)
    product = offers.get_product(product_id)
    parts = await _list_parts(uow, product)
    current = {part.id: part for part in parts if part.removed_at is None}
    arranged: dict[ProductPartId, ProductPart] = {}
    for place, (part_id, title) in enumerate(wanted):
        if part_id in arranged:
            raise Invalid.field(f"parts.{place}.part_id", "named_twice")
        if part_id not in current:
            raise ProductPartNotFound(part_id=part_id)
        arranged[part_id] = current[part_id].having(title=title or current[part_id].title)
    gone = [part.having(removed_at=part.removed_at or now) for part in parts if part.id not in arranged]
    return await _save_parts(uow, offers, product, (*arranged.values(), *gone), now=now)


async def _list_parts(uow: UnitOfWork, product: Product) -> tuple[ProductPart, ...]:
    contents = await uow.get(store.product_contents_ref(product.expert, product.id))
    return contents.all_parts if contents else ()


async def _save_parts(
    uow: UnitOfWork, offers: ExpertOffers, product: Product, parts: tuple[ProductPart, ...], *, now: datetime
) -> Product:
    place = store.product_contents_ref(product.expert, product.id)
    before = await uow.get(place)
    kept = {part.key for part in parts if part.key is not None}
    for part in before.all_parts if before else ():
        if part.key is not None and part.key not in kept:
            jobs.schedule_file_deletion(uow, part.key, now=now)
    known = {part.key for part in before.all_parts} if before else set()
    for key in kept - known:
        jobs.cancel_file_deletion(uow, key)
    uow.put(place, contents_from_parts(parts))
    return save_product_and_listing(uow, offers, with_shown_parts(product, parts, now=now), now=now)


def part_from_file(key: str, name: str, stored: StoredFile, *, now: datetime) -> ProductPart:
    """Build the part of a file in the storage, before it has its id and title."""
    name = add_file_ending(name, stored.content_type)
    return ProductPart(
        id=ONLY_PART,
        title=name,
        key=key,
        name=name,
        content_type=stored.content_type,
        bytes=stored.bytes,
        attached_at=now,
    )


def part_from_link(link: str, *, now: datetime) -> ProductPart:
    """Build the part of a link, before it has its id and title."""
    return ProductPart(id=ONLY_PART, title=ONLY_PART, link=link, attached_at=now)


class BoughtProduct(NamedTuple):
    """Parts of a product that a caller may have.

    Attributes:
        grant: Right of the buyer; None for the expert who sells the product.
        parts: Parts in their order, at least one.
    """

    grant: Grant | None
    parts: tuple[ProductPart, ...]

    def choose_part(self, part_id: ProductPartId | None) -> ProductPart:
        """Return the part with this id; the first one for None.

        Raises:
            ProductPartNotFound: None of the parts has this id.
        """
        found = next((part for part in self.parts if part_id in (None, part.id)), None)
        if found is None:
            raise ProductPartNotFound(part_id=part_id)
        return found


async def get_bought_product(reader: Reader, customer: UserId, product_id: ProductId) -> BoughtProduct:
    """Get the parts of a product that a customer has bought. An expert gets those of an own product.

    Raises:
        NotGranted: The customer has not bought the product, or the payment was refunded.
        ProductNotFound: The product has no parts.
    """
    grant = await grants.find_active_grant(reader, customer, product_id)
    contents = await reader.get(store.product_contents_ref(grant.expert if grant else customer, product_id))
    if grant is None and (contents is None or contents.deleted_at is not None):
        raise NotGranted(product_id=product_id)
    if contents is None:
        raise ProductNotFound(product_id=product_id)
    parts = contents.current_parts if grant is None else contents.parts_bought_at(grant.granted_at)
    return BoughtProduct(grant, parts)
