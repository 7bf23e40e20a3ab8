"""An expert together with all services and products: read before an offer changes, listed anew after."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.catalogue import rules, store
from shared.catalogue.errors import ProductNotFound
from shared.catalogue.models import LONG_AGO, Expert, Service
from shared.catalogue.product_models import Product
from shared.kernel.ids import ProductId, UserId
from shared.kernel.ports import UnitOfWork


class ExpertOffers(NamedTuple):
    """An expert with everything that the expert offers."""

    expert: Expert
    services: list[Service]
    products: list[Product]

    def get_product(self, product_id: ProductId) -> Product:
        """Return the product with this id.

        Raises:
            ProductNotFound: The expert has no product with this id.
        """
        found = next((one for one in self.products if one.id == product_id), None)
        if found is None:
            raise ProductNotFound(product_id=product_id)
        return found


async def get_expert_with_offers(uow: UnitOfWork, uid: UserId) -> ExpertOffers:
    """Get an expert with all services and products.

    Raises:
        ExpertNotFound: The person has never applied.
    """
    # The expert is read first: every change of an offer writes the expert, so an outdated list fails the commit.
    expert = await store.get_expert(uow, uid)
    services, products = await asyncio.gather(
        uow.query(store.services_query(uid)), uow.query(store.products_query(uid))
    )
    return ExpertOffers(expert, services, products)


def save_product_and_listing(uow: UnitOfWork, offers: ExpertOffers, product: Product, *, now: datetime) -> Product:
    """Save a product, and the fields of the list that follow from it."""
    uow.put(store.product_ref(offers.expert.id, product.id), product)
    products = [product, *(one for one in offers.products if one.id != product.id)]
    save_listing(uow, offers.expert, offers.services, products, now=now)
    return product


def save_listing(
    uow: UnitOfWork, expert: Expert, services: Sequence[Service], products: Sequence[Product], *, now: datetime
) -> None:
    """Save the fields of the list that follow from an expert's services and products."""
    # Written even if nothing differs, so that two concurrent changes of offers conflict.
    listed = rules.with_listing_fields(expert, services, products)
    moved = listed.minutes_from != expert.minutes_from
    uow.put(
        store.expert_ref(expert.id),
        listed.having(saved_at=now, free_checked_at=LONG_AGO if moved else expert.free_checked_at),
    )
