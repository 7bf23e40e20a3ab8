"""Requests of the catalogue: profiles, hours, cancellation policies and searches."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from shared.catalogue.hours_models import Hours
from shared.catalogue.models import Language, Profile, Tag
from shared.catalogue.outside_links import OutsideLink
from shared.catalogue.search_keys import FACETS, MAX_TEXT_LENGTH
from shared.contracts.offers import CancellationPolicy
from shared.kernel.errors import Invalid
from shared.kernel.ids import CategoryId
from shared.kernel.inputs import partial_input, public_input
from shared.kernel.paging import PageSize
from shared.kernel.public_texts import PublicText
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

Position = Annotated[int, Field(ge=0, le=1_000, strict=True)]
"""Place in a list, the smallest first."""


class PlaceInput(Request):
    """A place to meet in person."""

    address: Annotated[PublicText, Field(min_length=1, max_length=500)]
    """Address with what a visitor must know, 1 to 500 characters; contact details in it are masked."""
    maps_link: OutsideLink | None = None
    """HTTPS address of the place on a map, at most 500 characters; null for none."""


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
