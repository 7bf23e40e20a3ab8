"""Changes by experts of their services, products with files, and opening hours."""

import asyncio
from datetime import datetime

from shared.catalogue import files, jobs, rules, store
from shared.catalogue.errors import ProductNotFound, ServiceNotFound
from shared.catalogue.hours_models import Hours
from shared.catalogue.models import LONG_AGO, Expert, Product, ProductFile, Service
from shared.contracts.files import StoredFile, add_file_ending
from shared.kernel.ids import ProductId, ServiceId, UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.ports import UnitOfWork


async def save_service(uow: UnitOfWork, service: Service, *, fresh: bool) -> Service:
    """Add a service, or change the fields of the existing one that `service` names.

    Args:
        fresh: True to add the service, False to change an existing one.

    Raises:
        ExpertNotFound: The person has never applied.
        ServiceNotFound: The service to change does not exist.
        TooManyOffers: The expert has as many services as allowed.
    """
    expert, services, products = await _get_expert_with_offers(uow, service.expert)
    before = next((one for one in services if one.id == service.id), None)
    others = [one for one in services if one is not before]
    if fresh:
        rules.check_offer_limit(len(others))
    elif before is None:
        raise ServiceNotFound(service_id=service.id)
    service = with_named_fields(before, service)
    uow.put(store.service_ref(expert.id, service.id), service)
    _save_listing(uow, expert, [*others, service], products, now=service.saved_at)
    return service


async def delete_service(uow: UnitOfWork, uid: UserId, service_id: ServiceId, *, now: datetime) -> Service:
    """Delete a service. Bookings keep the terms that they were made with.

    Raises:
        ExpertNotFound: The person has never applied.
        ServiceNotFound: The service does not exist.
    """
    expert, services, products = await _get_expert_with_offers(uow, uid)
    gone = next((one for one in services if one.id == service_id), None)
    if gone is None:
        raise ServiceNotFound(service_id=service_id)
    uow.delete(store.service_ref(uid, service_id))
    _save_listing(uow, expert, [one for one in services if one is not gone], products, now=now)
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
    expert, services, products = await _get_expert_with_offers(uow, product.expert)
    before = next((one for one in products if one.id == product.id), None)
    if fresh:
        rules.check_offer_limit(len(products))
    elif before is None:
        raise ProductNotFound(product_id=product.id)
    product = with_named_fields(before, product)
    return _save_product_and_listing(uow, expert, services, products, product, now=product.saved_at)


async def attach_product_file(
    uow: UnitOfWork, uid: UserId, product_id: ProductId, *, key: str, name: str, stored: StoredFile, now: datetime
) -> Product:
    """Attach an uploaded file to a product. The previous file is deleted a day later.

    Args:
        key: Storage key of the file.
        name: Name under which buyers save the file.
        stored: Type and size of the file in the storage.

    Raises:
        ExpertNotFound: The person has never applied.
        ProductNotFound: The product does not exist.
    """
    expert, services, products = await _get_expert_with_offers(uow, uid)
    product = next((one for one in products if one.id == product_id), None)
    if product is None:
        raise ProductNotFound(product_id=product_id)
    name = add_file_ending(name, stored.content_type)
    place = store.product_file_ref(uid, product_id)
    before = await uow.get(place)
    if before is not None and before.key != key:
        uow.schedule(jobs.DeleteFile(key=before.key), at=now + files.DELETE_REPLACED_FILE_AFTER)
    uow.put(
        place,
        ProductFile(key=key, name=name, content_type=stored.content_type, bytes=stored.bytes, attached_at=now),
    )
    product = product.having(file_name=name, file_bytes=stored.bytes, saved_at=now)
    return _save_product_and_listing(uow, expert, services, products, product, now=now)


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


async def _get_expert_with_offers(uow: UnitOfWork, uid: UserId) -> tuple[Expert, list[Service], list[Product]]:
    # The expert is read first: every change of an offer writes the expert, so an outdated list fails the commit.
    expert = await store.get_expert(uow, uid)
    services, products = await asyncio.gather(
        uow.query(store.services_query(uid)), uow.query(store.products_query(uid))
    )
    return expert, services, products


def _save_product_and_listing(
    uow: UnitOfWork,
    expert: Expert,
    services: list[Service],
    products: list[Product],
    product: Product,
    *,
    now: datetime,
) -> Product:
    uow.put(store.product_ref(expert.id, product.id), product)
    _save_listing(uow, expert, services, [product, *(one for one in products if one.id != product.id)], now=now)
    return product


def _save_listing(
    uow: UnitOfWork, expert: Expert, services: list[Service], products: list[Product], *, now: datetime
) -> None:
    # Written even if nothing differs, so that two concurrent changes of offers conflict.
    listed = rules.with_listing_fields(expert, services, products)
    moved = listed.minutes_from != expert.minutes_from
    uow.put(
        store.expert_ref(expert.id),
        listed.having(saved_at=now, free_checked_at=LONG_AGO if moved else expert.free_checked_at),
    )
