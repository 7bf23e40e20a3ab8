"""Where the catalogue is kept."""

import asyncio

from shared.catalogue.errors import (
    ExpertNotFound,
    ProductInactive,
    ProductNotFound,
    ServiceInactive,
    ServiceNotFound,
)
from shared.catalogue.models import (
    Category,
    Expert,
    ExpertStatus,
    Hours,
    Invitation,
    Product,
    ProductFile,
    Review,
    Service,
)
from shared.claims.models import Claim, claim_ref
from shared.contracts.offers import Offer, ServiceKind
from shared.kernel.ids import ProductId, ServiceId, UserId
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork


def expert_ref(uid: str) -> Ref[Expert]:
    """An expert is kept under their uid."""
    return Ref(f"experts/{uid}", Expert)


def service_ref(uid: str, service_id: str) -> Ref[Service]:
    """Where a service is kept."""
    return Ref(f"experts/{uid}/services/{service_id}", Service)


def product_ref(uid: str, product_id: str) -> Ref[Product]:
    """Where a product is kept."""
    return Ref(f"experts/{uid}/products/{product_id}", Product)


def product_file_ref(uid: str, product_id: str) -> Ref[ProductFile]:
    """Where it is kept where a product's file is."""
    return Ref(f"experts/{uid}/product_files/{product_id}", ProductFile)


def invitation_ref(invitation_id: str) -> Ref[Invitation]:
    """Where an invitation is kept."""
    return Ref(f"invitations/{invitation_id}", Invitation)


def hours_ref(uid: str) -> Ref[Hours]:
    """One document holds all of an expert's hours."""
    return Ref(f"experts/{uid}/calendar/hours", Hours)


def slug_ref(slug: str) -> Ref[Claim]:
    """Who has a slug."""
    return claim_ref(f"slugs/{slug}")


def category_ref(category_id: str) -> Ref[Category]:
    """A category is kept under its slug."""
    return Ref(f"categories/{category_id}", Category)


def services_query(uid: str) -> Query[Service]:
    """An expert's services, in the order in which they are shown."""
    return Query(f"experts/{uid}/services", Service).order_by("position").order_by("id")


def products_query(uid: str) -> Query[Product]:
    """An expert's products, in the order in which they are shown."""
    return Query(f"experts/{uid}/products", Product).order_by("position").order_by("id")


def reviews_query(uid: str) -> Query[Review]:
    """What people say of an expert, the latest first."""
    return Query("reviews", Review).matching("expert", "==", uid).order_by("created_at", "desc")


def applicants_query() -> Query[Expert]:
    """Who waits to be accepted, the longest waiting first."""
    return Query("experts", Expert).matching("status", "==", ExpertStatus.APPLIED).order_by("applied_at").order_by("id")


def categories_query() -> Query[Category]:
    """All categories, in the order in which they are shown."""
    return Query("categories", Category).order_by("position").order_by("id")


async def get_active_expert(reader: Reader, uid: UserId) -> Expert:
    """The expert, as long as the world may see them."""
    found = await get_expert(reader, uid)
    if found.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    return found


async def get_expert(reader: Reader, uid: UserId) -> Expert:
    """The expert, in whatever status: for themselves and for admins."""
    found = await reader.get(expert_ref(uid))
    if found is None:
        raise ExpertNotFound(expert_id=uid)
    return found


async def get_offer(reader: Reader, uid: UserId, service_id: ServiceId) -> Offer:
    """A service that can be booked. Raises `ExpertNotFound`, `ServiceNotFound`, `ServiceInactive`."""
    expert, service = await asyncio.gather(reader.get(expert_ref(uid)), reader.get(service_ref(uid, service_id)))
    if expert is None or expert.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    if service is None:
        raise ServiceNotFound(service_id=service_id)
    if not service.active or service.kind is ServiceKind.UNKNOWN:
        raise ServiceInactive(service_id=service_id)
    return service.to_offer(expert)


async def get_hours(reader: Reader, uid: UserId) -> Hours:
    """When an expert works: at no time, before they have said so."""
    return await reader.get(hours_ref(uid)) or Hours()


async def get_product_for_sale(reader: Reader, uid: UserId, product_id: ProductId) -> Product:
    """A product that can be bought. Raises `ExpertNotFound`, `ProductNotFound`, `ProductInactive`."""
    expert, product = await asyncio.gather(reader.get(expert_ref(uid)), reader.get(product_ref(uid, product_id)))
    if expert is None or expert.status is not ExpertStatus.ACTIVE:
        raise ExpertNotFound(expert_id=uid)
    if product is None:
        raise ProductNotFound(product_id=product_id)
    if not product.active or product.file_name is None:
        raise ProductInactive(product_id=product_id)
    return product


async def get_product(reader: Reader, uid: UserId, product_id: ProductId) -> Product:
    """A product of this expert's, on sale or not. Raises `ProductNotFound`."""
    found = await reader.get(product_ref(uid, product_id))
    if found is None:
        raise ProductNotFound(product_id=product_id)
    return found


async def get_product_file(reader: Reader, uid: UserId, product_id: ProductId) -> ProductFile:
    """Where a product's file is. Raises `ProductNotFound`."""
    found = await reader.get(product_file_ref(uid, product_id))
    if found is None:
        raise ProductNotFound(product_id=product_id)
    return found


async def list_active_categories(reader: Reader) -> list[Category]:
    """The categories that people may choose from."""
    return [one for one in await reader.query(categories_query()) if one.active]


async def save_category(uow: UnitOfWork, category: Category) -> Category:
    """Keep a category."""
    uow.put(category_ref(category.id), category)
    return category
