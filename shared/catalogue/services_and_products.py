"""Changes by experts of their services, products and opening hours."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from shared.catalogue import jobs, rules, store
from shared.catalogue.errors import ServiceNotFound
from shared.catalogue.expert_offers import get_expert_with_offers, save_listing, save_product_and_listing
from shared.catalogue.hours_models import Hours
from shared.catalogue.models import LONG_AGO, Service
from shared.catalogue.product_models import Product
from shared.contracts.offers import MeetingAddress
from shared.kernel.ids import ProductId, ServiceId, UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.ports import UnitOfWork


class SavedService(NamedTuple):
    """A saved service, and the place that this save gave it; None if the place is as it was."""

    service: Service
    new_place: MeetingAddress | None


async def save_service(uow: UnitOfWork, service: Service, *, fresh: bool) -> SavedService:
    """Add a service, or change the fields of the existing one that `service` names.

    Args:
        fresh: True to add the service, False to change an existing one.

    Raises:
        ExpertNotFound: The person has never applied.
        ServiceNotFound: The service to change does not exist.
        TooManyOffers: The expert has as many services as allowed.
        Invalid: The service lacks its place or its time of delivery, or its seats do not fit.
    """
    expert, services, products = await get_expert_with_offers(uow, service.expert)
    before = next((one for one in services if one.id == service.id), None)
    others = [one for one in services if one is not before]
    if fresh:
        rules.check_offer_limit(len(others))
    elif before is None:
        raise ServiceNotFound(service_id=service.id)
    service = with_named_fields(before, service)
    rules.check_service_place(service)
    rules.check_delivery_days(service)
    rules.check_seats(service)
    uow.put(store.service_ref(expert.id, service.id), service)
    save_listing(uow, expert, [*others, service], products, now=service.saved_at)
    return SavedService(service, rules.find_new_place(before, service))


async def delete_service(uow: UnitOfWork, uid: UserId, service_id: ServiceId, *, now: datetime) -> Service:
    """Delete a service. Bookings keep the terms that they were made with.

    Raises:
        ExpertNotFound: The person has never applied.
        ServiceNotFound: The service does not exist.
    """
    expert, services, products = await get_expert_with_offers(uow, uid)
    gone = next((one for one in services if one.id == service_id), None)
    if gone is None:
        raise ServiceNotFound(service_id=service_id)
    uow.delete(store.service_ref(uid, service_id))
    save_listing(uow, expert, [one for one in services if one is not gone], products, now=now)
    return gone


async def save_product(uow: UnitOfWork, product: Product, *, fresh: bool) -> Product:
    """Add a product, or change the fields of the existing one that `product` names. The file stays attached.

    Args:
        fresh: True to add the product, False to change an existing one.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product to change does not exist.
        TooManyOffers: The expert has as many products as allowed.
    """
    offers = await get_expert_with_offers(uow, product.expert)
    if fresh:
        rules.check_offer_limit(len(offers.products))
    else:
        product = with_named_fields(offers.get_product(product.id), product)
    return save_product_and_listing(uow, offers, product, now=product.saved_at)


async def delete_product(uow: UnitOfWork, uid: UserId, product_id: ProductId, *, now: datetime) -> Product:
    """Delete a product. Its files and links stay for everybody who has bought or ordered the product.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product does not exist.
    """
    offers = await get_expert_with_offers(uow, uid)
    product = offers.get_product(product_id)
    place = store.product_contents_ref(uid, product_id)
    contents = await uow.get(place)
    uow.delete(store.product_ref(uid, product_id))
    if contents is not None:
        uow.put(place, contents.having(deleted_at=now))
    if product.thumbnail_key is not None:
        jobs.schedule_file_deletion(uow, product.thumbnail_key, now=now)
    save_listing(uow, offers.expert, offers.services, [one for one in offers.products if one is not product], now=now)
    return product


async def save_hours(uow: UnitOfWork, uid: UserId, hours: Hours) -> Hours:
    """Change the fields of the opening hours that `hours` names. Existing bookings stay.

    Raises:
        ExpertNotFound: The person has never applied.
        Invalid: A day or date is named twice, or spans overlap.
    """
    rules.check_hours(hours)
    expert, before = await asyncio.gather(store.get_expert(uow, uid), uow.get(store.hours_ref(uid)))
    hours = with_named_fields(before, hours)
    uow.put(store.hours_ref(uid), hours)
    # Makes the hint `free_at` the stalest, so that it is refreshed first.
    uow.put(store.expert_ref(uid), expert.having(free_checked_at=LONG_AGO))
    return hours
