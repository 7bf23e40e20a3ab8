"""Requests of the catalogue: profiles, hours, cancellation policies and searches."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from shared.catalogue.hours_models import Hours
from shared.catalogue.models import Language, Profile, Tag
from shared.catalogue.outside_links import OutsideLink
from shared.catalogue.search_keys import FACETS, MAX_TEXT_LENGTH
from shared.contracts.offers import Approval, CancellationPolicy, ServiceKind
from shared.kernel.errors import Invalid
from shared.kernel.ids import CategoryId, ServiceId
from shared.kernel.inputs import SaveRequest, partial_input, public_input
from shared.kernel.paging import PageSize
from shared.kernel.public_texts import PublicLine, PublicText
from shared.kernel.schemas import Request
from shared.kernel.validation_messages import InvalidValue


@public_input
class ProfileInput(Profile):
    """The profile of an expert."""


@partial_input
class HoursInput(Hours):
    """Opening times of an expert, on the clock of the expert's time zone. Fields that are left out stay as they are."""


@partial_input
class CancellationPolicyInput(CancellationPolicy):
    """Terms under which customers may cancel. Fields that are left out stay as they are."""


_LEAST_PRICE = 10_000
_LEAST_MINUTES = 15


def _check_price(price: int) -> int:
    if 0 < price < _LEAST_PRICE:
        raise InvalidValue("neither_zero_nor_enough", least=_LEAST_PRICE)
    return price


def _check_minutes(minutes: int) -> int:
    if 0 < minutes < _LEAST_MINUTES:
        raise InvalidValue("neither_zero_nor_enough", least=_LEAST_MINUTES)
    return minutes


Price = Annotated[int, Field(ge=0, le=100_000_000, strict=True), AfterValidator(_check_price)]
"""Price in whole rupiah: 0, or at least what a payment costs and is worth, 10,000."""

Minutes = Annotated[int, Field(ge=0, le=480, strict=True), AfterValidator(_check_minutes)]
"""Length of a meeting in minutes, 15 to 480, or 0 for no meeting."""


DeliveryDays = Annotated[int, Field(ge=1, le=60, strict=True)]
"""Days within which a service without a meeting is delivered, 1 to 60."""

Seats = Annotated[int, Field(ge=1, le=30, strict=True)]
"""Customers in one meeting, 1 to 30."""

DecideHours = Annotated[int, Field(ge=1, le=168, strict=True)]
"""Hours before the start of a group's date at which too few paid seats cancel it, 1 to 168."""

Position = Annotated[int, Field(ge=0, le=1_000, strict=True)]
"""Place in a list, the smallest first."""


class PlaceInput(Request):
    """A place to meet in person."""

    address: Annotated[PublicText, Field(min_length=1, max_length=500)]
    """Address with what a visitor must know, 1 to 500 characters; contact details in it are masked."""
    maps_link: OutsideLink | None = None
    """HTTPS address of the place on a map, at most 500 characters; null for none."""


class SaveService(SaveRequest):
    """Body of `save_service`. Fields of an existing service that are left out stay as they are."""

    service_id: ServiceId | None = None
    """Id of the caller's service to change, from `get_my_expert_page`; a new service when left out."""
    name: PublicLine
    """Name of the service, one line of 1 to 200 characters."""
    description: PublicText = ""
    """Contents of the service, at most 5,000 characters; empty for a new service."""
    kind: ServiceKind
    """Way in which expert and customer meet: by chat, by video or in person; means nothing without minutes."""
    minutes: Minutes
    """Length of a meeting in minutes, 15 to 480; 0 for a service without a meeting, for `buy_service`."""
    delivery_days: DeliveryDays | None = None
    """Days within which a service without a meeting is delivered, 1 to 60, required for it; null for a meeting."""
    price: Price
    """Price in whole rupiah without our fee, 10,000 to 100,000,000; 0 for a free service."""
    approval: Approval = Approval.AUTOMATIC
    """Way to a confirmed booking: `automatic` by payment alone (new services, all seats), `manual` by the expert."""
    blocks_while_requested: bool = True
    """True if an unanswered request already blocks its time for others; true for a new service."""
    policy: CancellationPolicyInput = CancellationPolicyInput()
    """Terms under which customers may cancel; the standard terms for a new service."""
    place: PlaceInput | None = None
    """Place of an `offline` meeting, required for it; customers see it once their booking is confirmed."""
    seats: Seats = 1
    """Most customers in one meeting, 1 to 30; above 1, seats are sold at dates of `open_group_date`; 1 when new."""
    fewest_seats: Seats = 1
    """Paid seats without which a date of a group is cancelled, 1 to `seats`; 1 for a new service."""
    decide_hours: DecideHours = 24
    """Hours before its start at which a date with too few paid seats is cancelled, 1 to 168; 24 when new."""
    active: bool = True
    """True if the service is offered; true for a new service."""
    position: Position = 0
    """Place on the expert's page, 0 to 1,000, the smallest first; 0 for a new service."""


class ExpertSearch(Request):
    """Filters and order of the list of experts. All of them can be combined.

    An index answers two of `expertise`, `style`, `category` and `language`, or `text`, with prices, ratings and every
    `sort`. With more of them a page may have fewer experts than `limit`, even none, and still a `next_cursor`.
    """

    expertise: Tag | None = None
    """Expertise that the expert must name, in the expert's own words, at most 40 characters."""
    style: Tag | None = None
    """Style of mentoring that the expert must name, at most 40 characters."""
    category: CategoryId | None = None
    """Slug of a category that the expert must belong to, from `list_categories`."""
    language: Language | None = None
    """ISO 639 code of a language that the expert must speak, such as `id` or `en`."""
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_LENGTH)] | None = (
        None
    )
    """Beginning of a word in the expert's name, at most 24 characters."""
    price_min: Annotated[int, Field(ge=0, le=10**10)] | None = None
    """Lowest price in whole rupiah of the expert's cheapest service."""
    price_max: Annotated[int, Field(ge=0, le=10**10)] | None = None
    """Highest price in whole rupiah of the expert's cheapest service; not below `price_min`."""
    min_rating: Annotated[float, Field(ge=0, le=5)] | None = None
    """Lowest average rating, 0 to 5 stars."""
    sort: Literal["rating", "price", "soonest"] = "rating"
    """Order of the list: best rated, cheapest or soonest free first; `rating` by default."""
    cursor: str | None = None
    """Value of `next_cursor` of the page before, with the same filters and `sort`; leave out for the first page."""
    limit: PageSize = 20
    """Most experts on a page, 1 to 100; 20 by default."""

    @property
    def facets(self) -> dict[str, str]:
        """Filters by expertise, style, category and language that the search names."""
        given: dict[str, str | None] = {name: getattr(self, name) for name in FACETS}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def price_range(self) -> tuple[int | None, int | None]:
        """Lowest and highest price in whole rupiah, each None when not given.

        Raises:
            Invalid: The highest price is below the lowest.
        """
        if self.price_min is not None and self.price_max is not None and self.price_max < self.price_min:
            raise Invalid.field("price_max", "less_than_price_min")
        return self.price_min, self.price_max
