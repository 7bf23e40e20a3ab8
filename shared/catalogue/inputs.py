"""Requests of the catalogue: profiles, hours, cancellation policies and searches."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.catalogue.hours_models import Hours
from shared.catalogue.models import Language, Profile, Tag
from shared.catalogue.search_keys import FACETS, MAX_TEXT_LENGTH
from shared.contracts.offers import CancellationPolicy
from shared.kernel.errors import Invalid
from shared.kernel.ids import CategoryId
from shared.kernel.inputs import partial_input, public_input
from shared.kernel.paging import PageSize
from shared.kernel.schemas import Request


@public_input
class ProfileInput(Profile):
    """The profile of an expert."""


@partial_input
class HoursInput(Hours):
    """Opening times of an expert, on the clock of the expert's time zone. Fields that are left out stay as they are."""


@partial_input
class CancellationPolicyInput(CancellationPolicy):
    """Terms under which customers may cancel. Fields that are left out stay as they are."""


class ExpertSearch(Request):
    """Filters and order of the list of experts. `text` is the beginning of a word of the name.

    A single query answers. So at most two of `expertise`, `style`, `category` and `language` can be combined,
    and `text` with none of them. Prices, ratings and every `sort` combine with all.
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
    """Beginning of a word in the expert's name; not with `expertise`, `style`, `category` or `language`."""
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
