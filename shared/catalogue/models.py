"""Entities of the catalogue: expert, service, invitation, category, review. Products stand in `product_models`."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.offers import Approval, CancellationPolicy, MeetingAddress, Offer, ServiceKind
from shared.contracts.people import Locale
from shared.kernel.ids import CategoryId, Id, ProductId, ServiceId, Slug, UserId
from shared.kernel.phone_numbers import to_international_phone
from shared.kernel.schemas import Email, Entity, Line, Moment, Phone, Text
from shared.kernel.stored_choices import StoredEnum
from shared.kernel.validation_messages import ValidationMessage
from shared.kernel.zones import Zone

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Free time of an expert without a free slot, which sorts after all others."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$"),
    ValidationMessage("not_a_line", most=40),
]
"""Expertise, skill or style in the expert's own words, at most 40 characters."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$"), ValidationMessage("not_a_language")]
Year = Annotated[int, Field(ge=1940, le=2100, strict=True)]


class ExpertStatus(StoredEnum):
    """State of an expert, from the application on."""

    APPLIED = "applied"
    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Education(Entity):
    """A school that the expert attended."""

    school: Line
    """Name of the school or university, one line of 1 to 200 characters."""
    degree: Line
    """Degree or subject, one line of 1 to 200 characters."""
    year: Year | None = None
    """Calendar year of graduation, 1940 to 2100; null when not told."""


class Work(Entity):
    """A position that the expert held."""

    role: Line
    """Job title of the position, one line of 1 to 200 characters."""
    company: Line
    """Name of the employer, one line of 1 to 200 characters."""
    since: Year
    """Calendar year in which the position began, 1940 to 2100."""
    until: Year | None = None
    """Calendar year in which the position ended, 1940 to 2100; null while it goes on."""
    description: Annotated[Text, Field(max_length=1_000)] = ""
    """Description of the expert's work there, at most 1,000 characters; empty by default."""


class Certification(Entity):
    """A certificate that the expert holds."""

    name: Line
    """Name of the certificate, one line of 1 to 200 characters."""
    issuer: Line
    """Organisation that issued the certificate, one line of 1 to 200 characters."""
    year: Year | None = None
    """Calendar year of issue, 1940 to 2100; null when not told."""


class Profile(Entity):
    """The part of an expert that the expert may change at any time."""

    full_name: Line
    """Name under which customers see the expert, one line of 1 to 200 characters."""
    headline: Line
    """Short summary under the name, one line of 1 to 200 characters."""
    company: Line | None = None
    """Current employer or organisation, one line; null or left out for none."""
    city: Line
    """City where the expert lives, one line of 1 to 200 characters."""
    country: Line = "Indonesia"
    """Country where the expert lives; `Indonesia` by default."""
    years: Annotated[int, Field(ge=0, le=80, strict=True)]
    """Years of professional experience, 0 to 80."""
    bio: Text = ""
    """Longer introduction of the expert, at most 5,000 characters; empty by default."""
    expertise: Annotated[tuple[Tag, ...], Field(max_length=10)]
    """Subjects of expertise in the expert's own words, at most 10; customers filter by these."""
    skills: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    """Particular skills in the expert's own words, at most 20; none by default."""
    styles: Annotated[tuple[Tag, ...], Field(max_length=5)] = ()
    """Styles of mentoring in the expert's own words, at most 5; customers filter by these."""
    categories: Annotated[tuple[CategoryId, ...], Field(max_length=3)] = ()
    """Slugs of at most 3 categories, from `list_categories`; none by default."""
    languages: Annotated[tuple[Language, ...], Field(max_length=5)] = ("id",)
    """ISO 639 codes of at most 5 spoken languages, such as `id` or `en`; `id` by default."""
    education: Annotated[tuple[Education, ...], Field(max_length=10)] = ()
    """Schools that the expert attended, at most 10 entries; none by default."""
    work: Annotated[tuple[Work, ...], Field(max_length=20)] = ()
    """Positions that the expert held, at most 20 entries; none by default."""
    certifications: Annotated[tuple[Certification, ...], Field(max_length=20)] = ()
    """Certificates that the expert holds, at most 20 entries; none by default."""
    achievements: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    """Awards and other achievements, at most 20 lines; none by default."""
    zone: Zone = "Asia/Jakarta"
    """IANA time zone in which the expert's hours are kept; `Asia/Jakarta` by default."""


class ExpertSummary(Entity):
    """Part of an expert's document that the list of experts shows.

    Attributes:
        id: Uid of the expert.
        slug: Last part of the address of the expert's page.
        rating: Average of all reviews times 100: 100 to 500, and 0 before the first review.
        rating_count: Number of reviews.
        response_minutes: Median time to a first reply, in minutes; None while too few replies are known.
        completion_percent: Share of meetings in which the expert did their part; None while too few are known.
        price_from: Lowest price of an active service, in rupiah; of a product if no service is active.
        free_at: Next free time, UTC. A hint, computed at `Expert.free_checked_at`; `NEVER` when none is known.
    """

    partial: ClassVar[bool] = True

    id: UserId
    slug: Slug
    full_name: str
    headline: str
    company: str | None = None
    city: str
    country: str
    years: int
    expertise: tuple[str, ...]
    styles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    photo_url: str | None = None
    rating: int = 0
    rating_count: int = 0
    response_minutes: int | None = None
    completion_percent: int | None = None
    price_from: int | None = None
    free_at: Moment = NEVER


class Expert(Profile):
    """Expert, from the application on.

    Attributes:
        id: Uid of the expert.
        status: State of the application or of the expert.
        status_before: State to which a suspended expert returns; None while not suspended.
        slug: Last part of the address of the expert's page.
        earlier_slugs: Former slugs that still lead to the page, latest first.
        photo_url: Public address of the photo.
        photo_key: Storage key of the photo.
        rating: Average of all reviews times 100; 0 before the first review.
        rating_sum: Sum of all stars.
        rating_count: Number of reviews.
        response_minutes: Median time to a first reply, in minutes; None while too few replies are known.
        completion_percent: Share of meetings in which the expert did their part; None while too few are known.
        price_from: Lowest price of an active service, in rupiah; of a product if no service is active.
        minutes_from: Length of the shortest meeting on offer, in minutes; None if no meeting is on offer.
        free_at: Next free time, UTC. A hint; `NEVER` when none is known.
        free_checked_at: Time at which `free_at` was computed, UTC.
        keys: Search keys; none while the expert is not listed.
        note: Reason that the admin gave for the decision; empty by default.
        proposed_name: Name that the expert asks for, until an admin decides; None while no name waits.
        name_proposed_at: Time at which the expert asked for the name that waits, UTC.
        refused_name: Name that an admin refused last; None if the latest name was accepted.
        name_note: Reason that the admin gave for the latest decision on a name; empty by default.
        applied_at: Time of the application, UTC.
        decided_at: Time of the decision, UTC.
        decided_by: Id of the admin who decided.
        vetted_anew_since: Time since which an accepted expert waits for a new vetting, UTC; None for others.
        saved_at: Time of the last change, UTC.
    """

    id: UserId
    status: ExpertStatus
    status_before: ExpertStatus | None = None
    slug: Slug
    earlier_slugs: tuple[Slug, ...] = ()
    photo_url: str | None = None
    photo_key: str | None = None
    rating: int = 0
    rating_sum: int = 0
    rating_count: int = 0
    response_minutes: int | None = None
    completion_percent: int | None = None
    price_from: int | None = None
    minutes_from: int | None = None
    free_at: Moment = NEVER
    free_checked_at: Moment = LONG_AGO
    keys: tuple[str, ...] = ()
    note: str = ""
    proposed_name: str | None = None
    name_proposed_at: Moment | None = None
    refused_name: str | None = None
    name_note: str = ""
    applied_at: Moment
    decided_at: Moment | None = None
    decided_by: str | None = None
    vetted_anew_since: Moment | None = None
    saved_at: Moment


class Service(Entity):
    """Service of an expert: a meeting that can be booked, or work without a meeting that can be bought.

    Attributes:
        kind: Chat, video, or in person (`offline`); says nothing of a service without a meeting.
        minutes: Length of a meeting in minutes; 0 for a service without a meeting, such as a review in writing.
        delivery_days: Days within which a service without a meeting is delivered; None for others, and in services of
            earlier versions, which could not be bought.
        price: Price in rupiah, without our fee; 0 for a free service.
        approval: `automatic` (default) confirms by payment alone, `manual` asks the expert first.
        blocks_while_requested: True when an unanswered request blocks its time; true by default.
        policy: Terms under which customers may cancel.
        place: Place of a meeting in person, which nobody but the two of a confirmed booking reads; None for none.
        seats: Most customers in one meeting; more than 1 for a service for groups, which is sold by the seat.
        fewest_seats: Paid seats without which a date of a group is cancelled; 1 by default.
        decide_hours: Hours before its start at which a date with too few paid seats is cancelled; 24 by default.
        active: True while the expert wants to offer the service; true by default.
        position: Place on the expert's page, smallest first; 0 by default.
        saved_at: Time of the last change, UTC.
    """

    id: ServiceId
    expert: UserId
    name: Line
    description: Text = ""
    kind: ServiceKind
    minutes: int
    delivery_days: int | None = None
    price: int
    approval: Approval = Approval.AUTOMATIC
    blocks_while_requested: bool = True
    policy: CancellationPolicy = CancellationPolicy()
    place: MeetingAddress | None = None
    seats: int = 1
    fewest_seats: int = 1
    decide_hours: int = 24
    active: bool = True
    position: int = 0
    saved_at: Moment

    @property
    def has_meeting(self) -> bool:
        """True if expert and customer meet for the service at an agreed time."""
        return self.minutes > 0

    @property
    def is_for_groups(self) -> bool:
        """True if the service is sold by the seat, at dates that the expert opens."""
        return self.has_meeting and self.seats > 1

    @property
    def on_sale(self) -> bool:
        """True if customers can book or buy the service.

        A meeting has a known kind, and a place if people meet in person. Other services have a time of delivery.
        """
        if not self.has_meeting:
            return self.active and self.delivery_days is not None
        known = self.kind is not ServiceKind.UNKNOWN
        if self.is_for_groups and self.kind is ServiceKind.OFFLINE:
            return False
        return self.active and known and (self.kind is not ServiceKind.OFFLINE or self.place is not None)

    @property
    def meeting_place(self) -> MeetingAddress | None:
        """Place where people meet for this service; None unless they meet in person."""
        return self.place if self.has_meeting and self.kind is ServiceKind.OFFLINE else None

    def to_offer(self, expert: Expert) -> Offer:
        """Build the offer that a booking is made from."""
        return Offer(
            expert=expert.id,
            expert_name=expert.full_name,
            expert_zone=expert.zone,
            service_id=self.id,
            name=self.name,
            kind=self.kind,
            minutes=self.minutes,
            price=self.price,
            approval=self.approval,
            blocks_while_requested=self.blocks_while_requested,
            policy=self.policy,
            place=self.meeting_place,
        )


class Invitation(Entity):
    """Invitation of an expert by an admin, to an e-mail address, a phone number, or both.

    Attributes:
        id: Id computed from the contact; see `applications.invitation_id_from_contact`.
        email: E-mail address that the expert signs in with.
        phone: Phone number that the expert signs in with.
        locale: Language of the e-mail, `id` (default) or `en`.
        profile: Profile with which the expert starts.
        invited_by: Id of the admin.
        invited_at: Time of the invitation, UTC.
        expert: Uid of the opened account; None until the account is open.
        opened_at: Time at which the account was opened, UTC.
    """

    id: str
    email: Email | None = None
    phone: Phone | None = None
    locale: Locale = "id"
    profile: Profile
    invited_by: str
    invited_at: Moment
    expert: UserId | None = None
    opened_at: Moment | None = None

    @property
    def international_phone(self) -> str | None:
        """Phone number in international form, also where an earlier version has stored another spelling."""
        return self.phone and to_international_phone(self.phone)


class Category(Entity):
    """Category by which people search for experts.

    Attributes:
        id: Slug of the category.
        name_id: Name in Indonesian.
        name_en: Name in English.
        position: Place in the list, smallest first; 0 by default.
        active: True while the category is shown; true by default.
        saved_at: Time of the last change, UTC.
    """

    id: CategoryId
    name_id: Line
    name_en: Line
    position: int = 0
    active: bool = True
    saved_at: Moment


class Review(Entity):
    """Published review of an expert by the customer of a session, as everybody may read it.

    Attributes:
        id: Id of the booking, or of the call's session.
        review_id: Id by which people name the review; None in reviews of earlier versions, which `id` names.
        customer: Customer as the expert knows them: in a call the alias of that session.
        stars: Rating, 1 to 5 stars.
        text: Text of the customer; empty by default.
        reply: Answer of the expert, if there is one.
        replied_at: Time of the answer, UTC; None without an answer, and for answers of earlier versions.
        created_at: Time of the publication, UTC.
    """

    id: Id
    review_id: Id | None = None
    expert: UserId
    customer: UserId
    customer_name: str
    stars: int
    text: str = ""
    reply: str | None = None
    replied_at: Moment | None = None
    created_at: Moment


class ProductReview(Review):
    """Published review of a product by its buyer, as everybody may read it.

    Attributes:
        product: Id of the product.
    """

    product: ProductId
