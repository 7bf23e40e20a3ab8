"""What people send to the catalogue: profiles, hours, policies, and whom they look for."""

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
    model_config = _STRICT


class WorkInput(Work):
    """`until` is the year in which it ended; none is still going on."""

    model_config = _STRICT


class CertificationInput(Certification):
    model_config = _STRICT


class ProfileInput(Profile):
    """All of a profile: what is left out is not said any more."""

    model_config = _STRICT

    education: Annotated[tuple[EducationInput, ...], Field(max_length=10)] = ()
    work: Annotated[tuple[WorkInput, ...], Field(max_length=20)] = ()
    certifications: Annotated[tuple[CertificationInput, ...], Field(max_length=20)] = ()


class SpanInput(Span):
    model_config = _STRICT


class DayHoursInput(DayHours):
    model_config = _STRICT

    spans: Annotated[tuple[SpanInput, ...], Field(max_length=8)] = ()


class DateHoursInput(DateHours):
    """Without spans, nobody can book on that date."""

    model_config = _STRICT

    spans: Annotated[tuple[SpanInput, ...], Field(max_length=8)] = ()


class HoursInput(Hours):
    """All of an expert's hours, on the clock of their zone: what is left out is closed."""

    model_config = _STRICT

    weekly: Annotated[tuple[DayHoursInput, ...], Field(max_length=7)] = ()
    exceptions: Annotated[tuple[DateHoursInput, ...], Field(max_length=400)] = ()


class CancellationPolicyInput(CancellationPolicy):
    model_config = _STRICT


class ExpertSearch(Request):
    """Whom one looks for. `text` is how a word of the name begins.

    One query answers: so of `expertise`, `style`, `category` and `language` at most two can be combined, and `text`
    with none of them. Prices, ratings and every `sort` go with all.
    """

    expertise: Tag | None = None
    style: Tag | None = None
    category: CategoryId | None = None
    language: Language | None = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_LENGTH)] | None = (
        None
    )
    price_min: Annotated[int, Field(ge=0, le=10**10)] | None = None
    price_max: Annotated[int, Field(ge=0, le=10**10)] | None = None
    min_rating: Annotated[float, Field(ge=0, le=5)] | None = None
    sort: Literal["rating", "price", "soonest"] = "rating"
    cursor: str | None = None
    limit: PageSize = 20

    @property
    def facets(self) -> dict[str, str]:
        given: dict[str, str | None] = {name: getattr(self, name) for name in FACETS}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def price_range(self) -> tuple[int | None, int | None]:
        """From, to. Raises `Invalid` when nothing could lie between them."""
        if self.price_min is not None and self.price_max is not None and self.price_max < self.price_min:
            raise Invalid.field("price_max", "is less than price_min")
        return self.price_min, self.price_max
