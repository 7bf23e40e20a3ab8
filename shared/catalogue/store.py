"""Queries and paths of the catalogue."""

import asyncio

from shared.catalogue.errors import (
    ExpertNotFound,
    ProductInactive,
    ProductNotFound,
    ServiceInactive,
    ServiceNotFound,
)
from shared.catalogue.hours_models import Hours
from shared.catalogue.models import (
    LONG_AGO,
    Category,
    Expert,
    ExpertStatus,
    Invitation,
    ProductReview,
    Review,
    Service,
)
from shared.catalogue.product_models import Product, ProductContents
from shared.claims.models import Claim, claim_ref
from shared.contracts.offers import Offer
from shared.kernel.ids import ProductId, ServiceId, UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork


def expert_ref(uid: str) -> Ref[Expert]:
    """Return the reference of an expert's document, whose id is the uid."""
    return Ref(f"experts/{uid}", Expert)


def service_ref(uid: str, service_id: str) -> Ref[Service]:
    """Return the reference of a service's document."""
    return Ref(f"experts/{uid}/services/{service_id}", Service)


def product_ref(uid: str, product_id: str) -> Ref[Product]:
    """Return the reference of a product's document."""
    return Ref(f"experts/{uid}/products/{product_id}", Product)


def product_contents_ref(uid: str, product_id: str) -> Ref[ProductContents]:
    """Return the reference of the document that names a product's files and links."""
    return Ref(f"experts/{uid}/product_files/{product_id}", ProductContents)


def invitation_ref(invitation_id: str) -> Ref[Invitation]:
    """Return the reference of an invitation's document."""
    return Ref(f"invitations/{invitation_id}", Invitation)


def hours_ref(uid: str) -> Ref[Hours]:
    """Return the reference of the one document with all hours of an expert."""
    return Ref(f"experts/{uid}/calendar/hours", Hours)


def slug_ref(slug: str) -> Ref[Claim]:
    """Return the reference of the claim on a slug."""
    return claim_ref(f"slugs/{slug}")


def category_ref(category_id: str) -> Ref[Category]:
    """Return the reference of a category's document, whose id is the slug."""
    return Ref(f"categories/{category_id}", Category)


def services_query(uid: str) -> Query[Service]:
    """Build the query of an expert's services, in the order of the page."""
    return Query(f"experts/{uid}/services", Service).order_by("position").order_by("id")


def products_query(uid: str) -> Query[Product]:
    """Build the query of an expert's products, in the order of the page."""
    return Query(f"experts/{uid}/products", Product).order_by("position").order_by("id")


def review_ref(id: str) -> Ref[Review]:
    """Return the reference of a published review, whose id is that of the session."""
    return Ref(f"reviews/{id}", Review)


def product_review_ref(id: str) -> Ref[ProductReview]:
    """Return the reference of a published review of a product, whose id names order and product."""
    return Ref(f"product_reviews/{id}", ProductReview)


def product_reviews_query(uid: str, product_id: str) -> Query[ProductReview]:
    """Build the query of a product's reviews, latest first."""
    query = Query("product_reviews", ProductReview).matching("expert", "==", uid).matching("product", "==", product_id)
    return query.order_by("created_at", "desc").order_by("id", "desc")


def reviews_query(uid: str) -> Query[Review]:
    """Build the query of an expert's reviews, latest first."""
    return Query("reviews", Review).matching("expert", "==", uid).order_by("created_at", "desc").order_by("id", "desc")


def applicants_query() -> Query[Expert]:
    """Build the query of the applications that wait for a decision, the longest waiting first."""
    return Query("experts", Expert).matching("status", "==", ExpertStatus.APPLIED).order_by("applied_at").order_by("id")


def proposed_names_query() -> Query[Expert]:
    """Build the query of experts whose new name waits for a decision, the longest waiting first."""
    waiting = Query("experts", Expert).matching("name_proposed_at", ">", LONG_AGO)
    return waiting.order_by("name_proposed_at").order_by("id")


def categories_query() -> Query[Category]:
    """Build the query of all categories, in the order of the list."""
    return Query("categories", Category).order_by("position").order_by("id")


async def get_active_expert(reader: Reader, uid: UserId) -> Expert:
    """Get an expert who is public.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
    """
    found = await get_expert(reader, uid)
    if found.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    return found


async def get_expert(reader: Reader, uid: UserId) -> Expert:
    """Get an expert in any status, for the expert and for admins.

    Raises:
        ExpertNotFound: The person has never applied.
    """
    found = await reader.get(expert_ref(uid))
    if found is None:
        raise ExpertNotFound(expert_id=uid)
    return found


async def get_offer(reader: Reader, uid: UserId, service_id: ServiceId) -> Offer:
    """Get the offer of a service that can be booked.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is not on sale, has no meeting, or is sold by the seat.
    """
    expert, service = await _get_listed_service(reader, uid, service_id)
    if not service.on_sale or not service.has_meeting or service.is_for_groups:
        raise ServiceInactive(service_id=service_id)
    return service.to_offer(expert)


async def get_group_service_for_sale(reader: Reader, uid: UserId, service_id: ServiceId) -> tuple[Expert, Service]:
    """Get a service that is sold by the seat, and its expert.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused, or is not for groups.
    """
    expert, service = await _get_listed_service(reader, uid, service_id)
    if not service.on_sale or not service.is_for_groups:
        raise ServiceInactive(service_id=service_id)
    return expert, service


async def get_written_service_for_sale(reader: Reader, uid: UserId, service_id: ServiceId) -> tuple[Expert, Service]:
    """Get a service without a meeting that can be bought, and its expert.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused, is a meeting, or has no time of delivery.
    """
    expert, service = await _get_listed_service(reader, uid, service_id)
    if not service.on_sale or service.has_meeting:
        raise ServiceInactive(service_id=service_id)
    return expert, service


async def _get_listed_service(reader: Reader, uid: UserId, service_id: ServiceId) -> tuple[Expert, Service]:
    expert, service = await asyncio.gather(reader.get(expert_ref(uid)), reader.get(service_ref(uid, service_id)))
    if expert is None or expert.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    if service is None:
        raise ServiceNotFound(service_id=service_id)
    return expert, service


async def get_hours(reader: Reader, uid: UserId) -> Hours:
    """Get the opening hours of an expert. An expert without saved hours is closed."""
    return await reader.get(hours_ref(uid)) or Hours()


async def get_product_for_sale(reader: Reader, uid: UserId, product_id: ProductId) -> Product:
    """Get a product that can be bought.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ProductNotFound: The product does not exist.
        ProductInactive: The product is paused, or has neither file nor link.
    """
    expert, product = await asyncio.gather(reader.get(expert_ref(uid)), reader.get(product_ref(uid, product_id)))
    if expert is None or expert.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    if product is None:
        raise ProductNotFound(product_id=product_id)
    if not product.on_sale:
        raise ProductInactive(product_id=product_id)
    return product


async def get_product(reader: Reader, uid: UserId, product_id: ProductId) -> Product:
    """Get a product of an expert, on sale or not.

    Raises:
        ProductNotFound: The product does not exist.
    """
    found = await reader.get(product_ref(uid, product_id))
    if found is None:
        raise ProductNotFound(product_id=product_id)
    return found


async def list_all_categories(reader: Reader) -> list[Category]:
    """List all categories, the inactive ones too, in the order of the list."""
    return await reader.query(categories_query())


async def list_active_categories(reader: Reader) -> list[Category]:
    """List the active categories, in the order of the list."""
    return [one for one in await reader.query(categories_query()) if one.active]


async def save_category(uow: UnitOfWork, category: Category) -> Category:
    """Create a category, or change the fields of the existing one that `category` names."""
    category = with_named_fields(await uow.get(category_ref(category.id)), category)
    uow.put(category_ref(category.id), category)
    return category
