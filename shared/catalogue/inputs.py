"""Requests of the catalogue: profiles, hours, cancellation policies and searches."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from shared.catalogue.models import (
    Certification,
    DateHours,
    DayHours,
    Education,
    Hours,
    Language,
    Profile,
    Span,
    Tag,
    Work,
)
from shared.catalogue.search_keys import FACETS, MAX_TEXT_LENGTH
from shared.contracts.offers import CancellationPolicy
from shared.kernel.errors import Invalid
from shared.kernel.ids import CategoryId
from shared.kernel.paging import PageSize
from shared.kernel.schemas import Request

_STRICT = ConfigDict(extra="forbid")


class EducationInput(Education):
    """A school that the expert attended."""

    model_config = _STRICT


class WorkInput(Work):
    """A position that the expert held."""

    model_config = _STRICT


class CertificationInput(Certification):
    """A certificate that the expert holds."""

    model_config = _STRICT


class ProfileInput(Profile):
    """The whole profile of an expert. Fields that are left out are emptied."""

    model_config = _STRICT

    education: Annotated[tuple[EducationInput, ...], Field(max_length=10)] = ()
    """Schools that the expert attended, at most 10 entries; none by default."""
    work: Annotated[tuple[WorkInput, ...], Field(max_length=20)] = ()
    """Positions that the expert held, at most 20 entries; none by default."""
    certifications: Annotated[tuple[CertificationInput, ...], Field(max_length=20)] = ()
    """Certificates that the expert holds, at most 20 entries; none by default."""


class SpanInput(Span):
    """A span of opening time within a day."""

    model_config = _STRICT


class DayHoursInput(DayHours):
    """Opening times of a weekday."""

    model_config = _STRICT

    spans: Annotated[tuple[SpanInput, ...], Field(max_length=8)] = ()
    """Opening times of this weekday, at most 8 spans; closed without any."""


class DateHoursInput(DateHours):
    """Opening times of one date, instead of those of its weekday."""

    model_config = _STRICT

    spans: Annotated[tuple[SpanInput, ...], Field(max_length=8)] = ()
    """Opening times of this date, at most 8 spans; without any, nobody can book on that date."""


class HoursInput(Hours):
    """All opening times of an expert, on the clock of the expert's time zone."""

    model_config = _STRICT

    weekly: Annotated[tuple[DayHoursInput, ...], Field(max_length=7)] = ()
    """Opening times by weekday, at most 7 entries; weekdays that are left out are closed."""
    exceptions: Annotated[tuple[DateHoursInput, ...], Field(max_length=400)] = ()
    """Opening times of single dates, at most 400; each replaces what its weekday says."""


class CancellationPolicyInput(CancellationPolicy):
    """Terms under which customers may cancel."""

    model_config = _STRICT


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
            raise Invalid.field("price_max", "is less than price_min")
        return self.price_min, self.price_max
