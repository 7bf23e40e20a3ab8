"""Builders of the catalogue, with sensible defaults."""

from datetime import timedelta
from typing import Any

from functions.catalogue.apply_as_expert import apply_as_expert
from functions.catalogue.review_expert_application import review_expert_application
from functions.identity.register_user import register_user
from shared.catalogue import search_keys, store
from shared.catalogue.hours_models import WEEK, DayHours, Hours, Span
from shared.catalogue.models import Category, Expert, ExpertStatus, Review, Service
from shared.catalogue.product_models import Product
from shared.claims.models import Claim, ClaimState
from shared.contracts.offers import ServiceKind
from shared.identity import store as identities
from shared.identity.models import User
from shared.kernel.ids import BookingId, CategoryId, ProductId, ServiceId, Slug, UserId
from shared.kernel.ports import Ref
from tests.builders import NOON
from tests.world import ADMIN, Answer, Person, World

DEWI = UserId("dewi")
RANI = Person("rani", role="expert")
PROFILE_BODY: dict[str, Any] = {
    "full_name": "Dewi Lestari",
    "headline": "Senior Product Manager",
    "company": "Gojek",
    "city": "Jakarta",
    "years": 8,
    "bio": "Fintech, and what people really do with it.",
    "expertise": ["Product Strategy", "Agile"],
    "skills": ["SQL"],
    "styles": ["Direct"],
    "languages": ["id", "en"],
    "education": [{"school": "Universitas Indonesia", "degree": "MBA", "year": 2017}],
    "work": [{"role": "Senior PM", "company": "Gojek", "since": 2020}],
    "certifications": [{"name": "CSPO", "issuer": "Scrum Alliance", "year": 2019}],
    "achievements": ["Speaker at ProductConf 2023"],
}
SERVICE_BODY: dict[str, Any] = {"name": "Career talk", "kind": "chat", "minutes": 30, "price": 150_000}
PRODUCT_BODY: dict[str, Any] = {"name": "PM Interview Guide", "kind": "ebook", "price": 50_000}
DAYTIME = Hours(weekly=tuple(DayHours(day=day, spans=(Span(begins="09:00", ends="17:00"),)) for day in WEEK))


def an_expert(uid: str = DEWI, **given: Any) -> Expert:
    """Build a listed expert with a rating and a price."""
    values: dict[str, Any] = {
        "id": UserId(uid),
        "status": ExpertStatus.ACTIVE,
        "slug": Slug(f"expert-{uid}"),
        "full_name": f"{uid.title()} Lestari",
        "headline": "Product manager",
        "city": "Jakarta",
        "years": 8,
        "expertise": ("Product Strategy",),
        "rating": 480,
        "rating_sum": 48,
        "rating_count": 10,
        "price_from": 150_000,
        "minutes_from": 30,
        "applied_at": NOON - timedelta(days=9),
        "saved_at": NOON - timedelta(days=9),
    } | given
    expert = Expert(**values)
    return expert.having(keys=search_keys.compute_search_keys(expert))


def a_service(id: str = "career-talk", **given: Any) -> Service:
    """Build a service of half an hour by chat."""
    values: dict[str, Any] = {
        "id": ServiceId(id),
        "expert": DEWI,
        "name": "Career talk",
        "kind": ServiceKind.CHAT,
        "minutes": 30,
        "price": 150_000,
        "saved_at": NOON,
    } | given
    return Service(**values)


def a_product(id: str = "guide", **given: Any) -> Product:
    """Build an e-book with its file."""
    values: dict[str, Any] = {
        "id": ProductId(id),
        "expert": DEWI,
        "name": "PM Interview Guide",
        "kind": "ebook",
        "price": 50_000,
        "file_name": "guide.pdf",
        "file_bytes": 7,
        "saved_at": NOON,
    } | given
    return Product(**values)


async def add_experts(world: World, *experts: Expert) -> None:
    """Store experts and the claims on their slugs."""
    for start in range(0, len(experts), 100):
        some = experts[start : start + 100]
        await world.put_documents(*((store.expert_ref(one.id), one) for one in some))
        await world.put_documents(
            *((store.slug_ref(one.slug), Claim(state=ClaimState.SOLD, holder=one.id)) for one in some),
        )


async def add_bookable_expert(world: World, *services: Service, hours: Hours = DAYTIME, **given: Any) -> Expert:
    """Store an expert with hours and services, who can be booked."""
    expert = an_expert(**given)
    await add_experts(world, expert)
    await world.put_documents((store.hours_ref(DEWI), hours))
    await world.put_documents((identities.user_ref(DEWI), a_user("dewi", role="expert")))
    await world.put_documents(*((store.service_ref(DEWI, one.id), one) for one in services or (a_service(),)))
    return expert


def a_user(uid: str = "ana", **given: Any) -> User:
    """Build a registered user."""
    values: dict[str, Any] = {
        "id": UserId(uid),
        "full_name": uid.title(),
        "email": f"{uid}@example.com",
        "email_verified": True,
        "created_at": NOON,
        "changed_at": NOON,
    } | given
    return User(**values)


async def add_categories(world: World, *ids: str) -> None:
    """Store categories."""
    made = [Category(id=CategoryId(id), name_id=id, name_en=id, saved_at=NOON) for id in ids]
    await world.put_documents(*((store.category_ref(one.id), one) for one in made))


async def apply_as(world: World, person: Person, slug: str | None = None, **profile: Any) -> Answer:
    """Register a person and submit the application of that person."""
    name = "".join(filter(str.isalpha, person.uid)).title()
    who = {"full_name": name, "email": f"{person.uid}@example.com", "locale": "en"}
    await world.call(register_user, who, as_=person.with_email(f"{person.uid}@example.com"))
    body = {"profile": PROFILE_BODY | profile} | ({"slug": slug} if slug else {})
    return await world.call(apply_as_expert, body, as_=person)


async def decide_application(world: World, person: Person, decision: str, reason: str = "") -> Answer:
    """Decide on an application as an admin."""
    body = {"expert_id": person.uid, "decision": decision, "reason": reason}
    return await world.call(review_expert_application, body, as_=ADMIN)


def a_review(number: int, world: World, expert: str = DEWI) -> tuple[Ref[Review], Review]:
    """Build a review and its document reference; a higher `number` means a later review."""
    review = Review(
        id=BookingId(f"BE-20261126-{number:06}"),
        expert=UserId(expert),
        customer=UserId("ana"),
        customer_name="Ana",
        stars=5,
        text=f"Review {number}",
        created_at=world.later(seconds=1),
    )
    return Ref(f"reviews/{review.id}", Review), review


HOURS_BODY: dict[str, Any] = {
    "weekly": [
        {"day": "monday", "spans": [{"begins": "09:00", "ends": "12:00"}, {"begins": "12:00", "ends": "17:30"}]},
        {"day": "sunday", "spans": [{"begins": "20:00", "ends": "24:00"}]},
    ],
    "exceptions": [{"date": "2026-12-25", "spans": []}, {"date": "2028-02-29"}],
    "notice_minutes": 60,
    "horizon_days": 30,
    "buffer_minutes": 15,
}
