"""What the world sees of the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from shared.catalogue.models import (
    NEVER,
    Category,
    Expert,
    ExpertStatus,
    ExpertSummary,
    Hours,
    Invitation,
    Product,
    Review,
    Service,
)
from shared.contracts.offers import Approval, CancellationPolicy, ServiceKind
from shared.kernel.ids import CategoryId, ProductId, ServiceId, Slug, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View


class ExpertSummaryView(View):
    """`rating` is an average of 1 to 5, null before the first review. `next_free_at` is a hint, about an hour old."""

    expert_id: UserId
    slug: Slug
    full_name: str
    headline: str
    company: str | None
    city: str
    country: str
    years: int
    expertise: list[str]
    styles: list[str]
    categories: list[str]
    languages: list[str]
    photo_url: str | None
    rating: float | None
    rating_count: int
    price_from: Money | None
    next_free_at: Moment | None

    @classmethod
    def of(cls, card: ExpertSummary | Expert) -> Self:
        return cls(**_summary_fields(card))


def _summary_fields(card: ExpertSummary | Expert) -> dict[str, Any]:
    same = (
        *("slug", "full_name", "headline", "company", "city", "country", "years"),
        *("expertise", "styles", "categories", "languages", "photo_url", "rating_count"),
    )
    return {name: getattr(card, name) for name in same} | {
        "expert_id": card.id,
        "rating": card.rating / 100 if card.rating_count else None,
        "price_from": None if card.price_from is None else Money(amount=card.price_from),
        "next_free_at": None if card.free_at == NEVER else card.free_at,
    }


class EducationView(View):
    school: str
    degree: str
    year: int | None


class WorkView(View):
    role: str
    company: str
    since: int
    until: int | None
    description: str


class CertificationView(View):
    name: str
    issuer: str
    year: int | None


class ServiceView(View):
    service_id: ServiceId
    expert_id: UserId
    name: str
    description: str
    kind: ServiceKind
    minutes: int
    price: Money
    approval: Approval
    blocks_while_requested: bool
    policy: CancellationPolicy
    active: bool
    position: int

    @classmethod
    def of(cls, service: Service) -> Self:
        same = service.model_dump(include=set(cls.model_fields) - {"price", "policy"})
        return cls(
            service_id=service.id,
            expert_id=service.expert,
            price=Money(amount=service.price),
            policy=service.policy,
            **same,
        )


class ProductView(View):
    """`on_sale` once it is active and has its file."""

    product_id: ProductId
    expert_id: UserId
    name: str
    description: str
    kind: Literal["ebook", "course"]
    price: Money
    thumbnail_url: str | None
    active: bool
    position: int
    file_name: str | None
    file_bytes: int | None
    on_sale: bool

    @classmethod
    def of(cls, product: Product) -> Self:
        same = product.model_dump(include=set(cls.model_fields) - {"price"})
        return cls(
            product_id=product.id,
            expert_id=product.expert,
            price=Money(amount=product.price),
            on_sale=product.active and product.file_name is not None,
            **same,
        )


class ReviewView(View):
    customer_name: str
    stars: int
    text: str
    reply: str | None
    created_at: Moment


class ExpertProfileView(ExpertSummaryView):
    """The whole profile; `status` is shown to the expert and to admins, everybody else sees active ones only."""

    bio: str
    skills: list[str]
    education: list[EducationView]
    work: list[WorkView]
    certifications: list[CertificationView]
    achievements: list[str]
    zone: str
    status: ExpertStatus

    @classmethod
    def from_expert(cls, expert: Expert) -> Self:
        return cls(**_profile_fields(expert))


def _profile_fields(expert: Expert) -> dict[str, Any]:
    told = expert.model_dump(include=set(ExpertProfileView.model_fields) - set(ExpertSummaryView.model_fields))
    return _summary_fields(expert) | told


class ExpertPageView(View):
    """All of an expert's page. `moved`: the expert has another slug now (`expert.slug`); lead people there."""

    expert: ExpertProfileView
    moved: bool
    services: list[ServiceView]
    products: list[ProductView]
    reviews: list[ReviewView]

    @classmethod
    def of(
        cls,
        expert: Expert,
        services: Sequence[Service],
        products: Sequence[Product],
        reviews: Sequence[Review],
        *,
        moved: bool,
    ) -> Self:
        shown = [ProductView.of(one) for one in products]
        return cls(
            expert=ExpertProfileView.from_expert(expert),
            moved=moved,
            services=[ServiceView.of(one) for one in services if one.active],
            products=[one for one in shown if one.on_sale],
            reviews=[ReviewView(**one.model_dump(include=set(ReviewView.model_fields))) for one in reviews],
        )


class SpanView(View):
    begins: str
    ends: str


class DayView(View):
    day: str
    spans: list[SpanView]


class DateView(View):
    date: date
    spans: list[SpanView]


class HoursView(View):
    weekly: list[DayView]
    exceptions: list[DateView]
    notice_minutes: int
    horizon_days: int
    buffer_minutes: int

    @classmethod
    def of(cls, hours: Hours) -> Self:
        return cls.model_validate(hours.model_dump())


class OwnExpertPageView(View):
    """`note` is what the admin wrote who decided on the application."""

    expert: ExpertProfileView
    note: str
    services: list[ServiceView]
    products: list[ProductView]
    hours: HoursView

    @classmethod
    def of(cls, expert: Expert, services: Sequence[Service], products: Sequence[Product], hours: Hours) -> Self:
        return cls(
            expert=ExpertProfileView.from_expert(expert),
            note=expert.note,
            services=[ServiceView.of(one) for one in services],
            products=[ProductView.of(one) for one in products],
            hours=HoursView.of(hours),
        )


class ApplicationView(ExpertProfileView):
    applied_at: Moment

    @classmethod
    def from_expert(cls, expert: Expert) -> Self:
        return cls(**_profile_fields(expert), applied_at=expert.applied_at)


class InvitationView(View):
    """`expert_id` is known once the account is open, a moment later."""

    invitation_id: str
    email: str | None
    phone: str | None
    full_name: str
    invited_at: Moment
    expert_id: UserId | None

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        return cls(
            invitation_id=invitation.id,
            email=invitation.email,
            phone=invitation.phone,
            full_name=invitation.profile.full_name,
            invited_at=invitation.invited_at,
            expert_id=invitation.expert,
        )


class CategoryView(View):
    category_id: CategoryId
    name_id: str
    name_en: str
    position: int
    active: bool

    @classmethod
    def of(cls, category: Category) -> Self:
        return cls(category_id=category.id, **category.model_dump(exclude={"id", "saved_at"}))


class FreeSlot(View):
    """`local` is the beginning on the viewer's clock."""

    starts_at: Moment
    ends_at: Moment
    local: datetime

    @classmethod
    def at(cls, moment: datetime, minutes: int, zone: ZoneInfo) -> "FreeSlot":
        # A month has hundreds of them, and what we have reckoned ourselves needs no checking.
        return cls.model_construct(
            starts_at=moment, ends_at=moment + timedelta(minutes=minutes), local=moment.astimezone(zone)
        )

    @property
    def local_date(self) -> date:
        return self.local.date()


class FreeDay(View):
    """A date of the viewer's, and what is free on it. Dates on which nothing is free are left out."""

    date: date
    slots: list[FreeSlot]
