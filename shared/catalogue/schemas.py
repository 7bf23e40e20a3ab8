"""Views of the catalogue."""

from collections.abc import Sequence
from typing import Any, Self

from shared.catalogue.hours_models import Hours
from shared.catalogue.hours_schemas import HoursView
from shared.catalogue.models import (
    NEVER,
    Category,
    Expert,
    ExpertStatus,
    ExpertSummary,
    Invitation,
    Review,
    Service,
)
from shared.catalogue.product_models import Product
from shared.catalogue.product_schemas import ProductView
from shared.contracts.offers import Approval, CancellationPolicy, ServiceKind
from shared.kernel.ids import CategoryId, Id, ServiceId, Slug, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View


class ExpertSummaryView(View):
    """An expert as the list of experts shows them."""

    expert_id: UserId
    """Id of the expert's account, for `list_free_slots` and `request_booking`."""
    slug: Slug
    """Last part of the address of the expert's page, for `get_expert`."""
    full_name: str
    """Name under which customers see the expert."""
    headline: str
    """Short summary to show under the name."""
    company: str | None
    """Current employer or organisation; null when there is none."""
    city: str
    """City where the expert lives."""
    country: str
    """Country where the expert lives."""
    years: int
    """Years of professional experience, 0 to 80."""
    expertise: list[str]
    """Subjects of expertise, in the expert's own words."""
    styles: list[str]
    """Styles of mentoring, in the expert's own words."""
    categories: list[str]
    """Slugs of the expert's categories, as in `list_categories`."""
    languages: list[str]
    """ISO 639 codes of the languages that the expert speaks."""
    photo_url: str | None
    """Public address of the expert's photo; null when there is none."""
    rating: float | None
    """Average of all reviews, 1 to 5 stars; null before the first review."""
    rating_count: int
    """Number of reviews behind the average."""
    response_minutes: int | None
    """Median minutes from a customer's first question to the expert's reply; null while too few replies are known."""
    completion_percent: int | None
    """Whole per cent of the latest agreed meetings that the expert held; null while too few are known."""
    price_from: Money | None
    """Price of the cheapest service on offer; null when none is offered."""
    next_free_at: Moment | None
    """Instant in UTC of the next free time, about an hour old; null when none is known, or for no meeting."""

    @classmethod
    def of(cls, card: ExpertSummary | Expert) -> Self:
        """Build the view of an expert or of an expert's summary."""
        return cls(**_summary_fields(card))


def _summary_fields(card: ExpertSummary | Expert) -> dict[str, Any]:
    same = (
        *("slug", "full_name", "headline", "company", "city", "country", "years"),
        *("expertise", "styles", "categories", "languages", "photo_url", "rating_count"),
        *("response_minutes", "completion_percent"),
    )
    return {name: getattr(card, name) for name in same} | {
        "expert_id": card.id,
        "rating": card.rating / 100 if card.rating_count else None,
        "price_from": None if card.price_from is None else Money(amount=card.price_from),
        "next_free_at": None if card.free_at == NEVER else card.free_at,
    }


class EducationView(View):
    """A school that the expert attended."""

    school: str
    """Name of the school or university, in the expert's words."""
    degree: str
    """Degree or subject, in the expert's words."""
    year: int | None
    """Calendar year of graduation; null when not told."""


class WorkView(View):
    """A position that the expert held."""

    role: str
    """Job title of the position, in the expert's words."""
    company: str
    """Name of the employer, in the expert's words."""
    since: int
    """Calendar year in which the position began."""
    until: int | None
    """Calendar year in which the position ended; null while it goes on."""
    description: str
    """Description of the expert's work there; may be empty."""


class CertificationView(View):
    """A certificate that the expert holds."""

    name: str
    """Name of the certificate, in the expert's words."""
    issuer: str
    """Organisation that issued the certificate."""
    year: int | None
    """Calendar year of issue; null when not told."""


class ServiceView(View):
    """A service of an expert that can be booked, or bought if it has no meeting."""

    service_id: ServiceId
    """Id of the service, for `list_free_slots` and `request_booking`; without a meeting, for `buy_service`."""
    expert_id: UserId
    """Id of the expert who offers the service."""
    name: str
    """Name of the service, one line."""
    description: str
    """Contents of the service, in the expert's words; may be empty."""
    kind: ServiceKind
    """Way in which expert and customer meet: by chat, by video or in person; means nothing without minutes."""
    minutes: int
    """Length of a meeting in minutes, 15 to 480; 0 for a service without a meeting, such as a review in writing."""
    delivery_days: int | None
    """Days within which a service without a meeting is delivered, 1 to 60; null for a meeting."""
    price: Money
    """Price without our fee; 0 for a free service, whose booking is confirmed without a payment."""
    approval: Approval
    """Way to a confirmed booking: `automatic` by payment alone, `manual` after the expert's approval."""
    blocks_while_requested: bool
    """True if an unanswered request already blocks its time for others."""
    policy: CancellationPolicy
    """Terms under which the customer may cancel a booking."""
    seats: int
    """Most customers in one meeting, 1 to 30; above 1, customers take seats at dates of `list_group_dates`."""
    fewest_seats: int
    """Paid seats without which a date of a group is cancelled and paid back; means nothing with one seat."""
    decide_hours: int
    """Hours before its start at which a date with too few paid seats is cancelled; means nothing with one seat."""
    active: bool
    """True if the expert wants to offer the service."""
    on_sale: bool
    """True if customers can book the service now, or buy it if it has no meeting."""
    position: int
    """Place on the expert's page, 0 to 1,000, the smallest first."""

    @classmethod
    def of(cls, service: Service) -> Self:
        """Build the view of `service`."""
        return cls(**_service_fields(service))


class MeetingAddressView(View):
    """A place to meet in person."""

    address: str
    """Address, in the expert's words."""
    maps_link: str | None
    """HTTPS address of the place on a map; null when there is none."""


class OwnServiceView(ServiceView):
    """A service as its expert sees it."""

    place: MeetingAddressView | None
    """Place of a meeting in person, which customers see once their booking is confirmed; null for none."""

    @classmethod
    def of(cls, service: Service) -> Self:
        """Build the view of `service`."""
        place = MeetingAddressView(**service.place.model_dump()) if service.place else None
        return cls(**_service_fields(service), place=place)


def _service_fields(service: Service) -> dict[str, Any]:
    same = service.model_dump(include=set(ServiceView.model_fields) - {"price", "policy"})
    own = {"service_id": service.id, "expert_id": service.expert, "on_sale": service.on_sale}
    return same | own | {"price": Money(amount=service.price), "policy": service.policy}


class ReviewView(View):
    """A customer's review of an expert."""

    review_id: Id
    """Id of the review, for `report_review` and `reply_to_review`."""
    customer_name: str
    """Name under which the customer wrote the review."""
    stars: int
    """Rating by the customer, 1 to 5 stars."""
    text: str
    """Review in the customer's words; may be empty."""
    reply: str | None
    """Answer in the expert's words; null when there is no answer."""
    created_at: Moment
    """Instant in UTC at which the review was published."""

    @classmethod
    def of(cls, review: Review) -> Self:
        """Build the view of `review`."""
        same = review.model_dump(include=set(cls.model_fields) - {"review_id"})
        return cls(review_id=review.review_id or review.id, **same)


class ExpertProfileView(ExpertSummaryView):
    """The whole profile of an expert."""

    bio: str
    """Longer introduction, in the expert's words; may be empty."""
    skills: list[str]
    """Particular skills, in the expert's own words."""
    education: list[EducationView]
    """Schools that the expert attended, in the expert's order."""
    work: list[WorkView]
    """Positions that the expert held, in the expert's order."""
    certifications: list[CertificationView]
    """Certificates that the expert holds, in the expert's order."""
    achievements: list[str]
    """Awards and other achievements, a line each."""
    zone: str
    """IANA time zone in which the expert's hours are kept."""
    status: ExpertStatus
    """State of the expert's account; customers only ever see `active` experts."""

    @classmethod
    def from_expert(cls, expert: Expert) -> Self:
        """Build the view of `expert`."""
        return cls(**_profile_fields(expert))


def _profile_fields(expert: Expert) -> dict[str, Any]:
    told = expert.model_dump(include=set(ExpertProfileView.model_fields) - set(ExpertSummaryView.model_fields))
    return _summary_fields(expert) | told


class OwnProfileView(ExpertProfileView):
    """The whole profile of an expert, as the expert sees it."""

    proposed_name: str | None
    """Name that waits for an admin's decision, while customers see `full_name`; null while no name waits."""

    @classmethod
    def from_expert(cls, expert: Expert) -> Self:
        """Build the view of `expert`."""
        return cls(**_profile_fields(expert), proposed_name=expert.proposed_name)


class ExpertPageView(View):
    """The public page of an expert."""

    expert: ExpertProfileView
    """Profile of the expert whose page this is."""
    moved: bool
    """True if the expert has another slug now; if so, lead people to `expert.slug`."""
    services: list[ServiceView]
    """Services that can be booked or bought now, in the expert's order."""
    products: list[ProductView]
    """Products that can be bought now, in the expert's order."""
    reviews: list[ReviewView]
    """Latest 10 reviews of the expert, the newest first; `list_expert_reviews` lists all."""

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
        """Build the page with the services and products that are on sale."""
        shown = [ProductView.of(one) for one in products]
        return cls(
            expert=ExpertProfileView.from_expert(expert),
            moved=moved,
            services=[ServiceView.of(one) for one in services if one.on_sale],
            products=[one for one in shown if one.on_sale],
            reviews=[ReviewView.of(one) for one in reviews],
        )


class OwnExpertPageView(View):
    """Everything that an expert has saved, as the expert sees it."""

    expert: ExpertProfileView
    """Profile of the caller, with the state of the application in `status`."""
    note: str
    """Message of the admin who decided on the application; may be empty."""
    proposed_name: str | None
    """Name that waits for an admin's decision; null while no name waits."""
    name_note: str
    """Reason that the admin gave for the latest decision on a name; may be empty."""
    services: list[OwnServiceView]
    """All services of the caller, paused ones too, in the caller's order."""
    products: list[ProductView]
    """All products of the caller, on sale or not, in the caller's order."""
    hours: HoursView
    """Opening times of the caller, in the time zone `expert.zone`."""

    @classmethod
    def of(cls, expert: Expert, services: Sequence[Service], products: Sequence[Product], hours: Hours) -> Self:
        """Build the page with all services and products."""
        return cls(
            expert=ExpertProfileView.from_expert(expert),
            note=expert.note,
            proposed_name=expert.proposed_name,
            name_note=expert.name_note,
            services=[OwnServiceView.of(one) for one in services],
            products=[ProductView.of(one) for one in products],
            hours=HoursView.of(hours),
        )


class ApplicationView(ExpertProfileView):
    """An application with the applicant's profile, as admins see it."""

    applied_at: Moment
    """Instant in UTC at which the person applied."""

    @classmethod
    def from_expert(cls, expert: Expert) -> Self:
        """Build the view of the application of `expert`."""
        return cls(**_profile_fields(expert), applied_at=expert.applied_at)


class InvitationView(View):
    """An invitation of an expert by an admin."""

    invitation_id: str
    """Id of the invitation, made from the e-mail address and phone number."""
    email: str | None
    """E-mail address that the expert signs in with; null when invited by phone only."""
    phone: str | None
    """Phone number in international form that the expert signs in with; null when invited by e-mail only."""
    full_name: str
    """Name of the invited expert, from the profile."""
    invited_at: Moment
    """Instant in UTC at which the admin sent the invitation."""
    expert_id: UserId | None
    """Id of the expert's account; null until the account is open, a moment later."""

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """Build the view of `invitation`."""
        return cls(
            invitation_id=invitation.id,
            email=invitation.email,
            phone=invitation.international_phone,
            full_name=invitation.profile.full_name,
            invited_at=invitation.invited_at,
            expert_id=invitation.expert,
        )


class CategoryView(View):
    """A subject by which customers look for experts."""

    category_id: CategoryId
    """Slug of the category, for the filter `category` of `list_experts`."""
    name_id: str
    """Name of the category in Indonesian."""
    name_en: str
    """Name of the category in English."""
    position: int
    """Place in the list, 0 to 1,000, the smallest first."""
    active: bool
    """True if customers see the category."""

    @classmethod
    def of(cls, category: Category) -> Self:
        """Build the view of `category`."""
        return cls(category_id=category.id, **category.model_dump(exclude={"id", "saved_at"}))
