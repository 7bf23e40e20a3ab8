"""Rules of the catalogue: applications, slugs, offers and hours. Pure, told the time."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from shared.catalogue import search_keys
from shared.catalogue.errors import AlreadyExpert, ApplicationDecided, SlugTaken, TooManyOffers
from shared.catalogue.hours_models import Hours, Span
from shared.catalogue.models import NEVER, Expert, ExpertStatus, Profile, Service
from shared.catalogue.opening_hours import check_start_bookable
from shared.catalogue.product_models import Product
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.kernel.errors import Invalid
from shared.kernel.ids import Slug, UserId
from shared.kernel.reserved_names import is_reserved_for_staff
from shared.kernel.text import fold_for_search

__all__ = ["check_start_bookable"]

MAX_OFFERS_PER_EXPERT = 30
"""Limit of an expert's services, and of the products: one page shows all of them."""
MAX_EARLIER_SLUGS = 5
# Pages of the web site at addresses that an expert's page could have.
_RESERVED_SLUGS = frozenset(("admin", "apply", "booking", "dashboard", "login", "logout", "register", "user"))

Decision = Literal["accept", "reject"]
ROLE_BY_DECISION: dict[Decision, Literal["expert", "customer"]] = {"accept": "expert", "reject": "customer"}


def check_can_apply(earlier: Expert | None) -> None:
    """Check that the person has no application, or that the earlier one was rejected.

    Raises:
        AlreadyExpert: An earlier application was not rejected.
    """
    if earlier is not None and earlier.status is not ExpertStatus.REJECTED:
        raise AlreadyExpert(expert_status=earlier.status)


def with_decision(expert: Expert, decision: Decision, *, reason: str, by: str, now: datetime) -> Expert:
    """Return the expert after an admin's decision. The same decision again changes nothing.

    Raises:
        ApplicationDecided: The application was decided otherwise before.
        Invalid: A rejection has no reason.
    """
    status = ExpertStatus.ACTIVE if decision == "accept" else ExpertStatus.REJECTED
    if expert.status is status:
        return expert
    if expert.status is not ExpertStatus.APPLIED:
        raise ApplicationDecided(expert_status=expert.status)
    if status is ExpertStatus.REJECTED and not reason:
        raise Invalid.field("reason", "required_to_reject")
    decided = expert.having(status=status, note=reason, decided_at=now, decided_by=by, saved_at=now)
    decided = decided.having(vetted_anew_since=None)
    return decided.having(keys=search_keys.compute_search_keys(decided))


def with_listing_fields(expert: Expert, services: Sequence[Service], products: Sequence[Product]) -> Expert:
    """Return the expert with the fields of the list computed from services and products."""
    offered = [one for one in services if one.on_sale]
    sold = [product.price for product in products if product.on_sale]
    prices = [service.price for service in offered] or sold
    bookable = [service for service in offered if service.has_meeting and not service.is_for_groups]
    minutes = min((service.minutes for service in bookable), default=None)
    again = expert.having(
        price_from=min(prices, default=None),
        minutes_from=minutes,
        free_at=expert.free_at if minutes else NEVER,
    )
    return again.having(keys=search_keys.compute_search_keys(again))


def check_slug_allowed(slug: Slug) -> None:
    """Check that the slug is neither the address of a page of the site nor a name of our staff.

    Raises:
        SlugTaken: The slug is reserved.
    """
    if slug in _RESERVED_SLUGS or is_reserved_for_staff(slug):
        raise SlugTaken("reserved", slug=slug)


def slug_from_name(name: str) -> Slug:
    """Build a slug from `name`."""
    letters = re.sub(r"[^a-z0-9]+", "-", fold_for_search(name)).strip("-")[:50].strip("-")
    return Slug(letters if len(letters) >= 3 and letters not in _RESERVED_SLUGS else f"{letters}-expert".strip("-"))


def unique_slug_from_name(name: str, uid: UserId) -> Slug:
    """Build a slug from `name`, with a suffix from the uid that makes the slug unique."""
    return Slug(f"{slug_from_name(name)[:50]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}")


def with_slug(expert: Expert, slug: Slug) -> tuple[Expert, list[Slug]]:
    """Return the expert with another slug, and the former slugs that no longer lead to the page."""
    others = [one for one in (expert.slug, *expert.earlier_slugs) if one != slug]
    return expert.having(slug=slug, earlier_slugs=tuple(others[:MAX_EARLIER_SLUGS])), others[MAX_EARLIER_SLUGS:]


def check_offer_limit(count: int) -> None:
    """Check that an expert with `count` services (or products) may add another.

    Raises:
        TooManyOffers: The limit of `MAX_OFFERS_PER_EXPERT` is reached.
    """
    if count >= MAX_OFFERS_PER_EXPERT:
        raise TooManyOffers(most=MAX_OFFERS_PER_EXPERT)


def check_service_place(service: Service) -> None:
    """Check that a service in person has a place to meet.

    Raises:
        Invalid: The place is missing.
    """
    if service.has_meeting and service.kind is ServiceKind.OFFLINE and service.place is None:
        raise Invalid.field("place", "required_offline")


def check_delivery_days(service: Service) -> None:
    """Check that a service without a meeting says within how many days it is delivered.

    Raises:
        Invalid: The number of days is missing.
    """
    if not service.has_meeting and service.delivery_days is None:
        raise Invalid.field("delivery_days", "required_without_meeting")


def check_seats(service: Service) -> None:
    """Check that a service for groups meets online, and needs no more seats than it has.

    Raises:
        Invalid: The service has several seats and no meeting online, or needs more seats than it has.
    """
    if service.seats > 1 and (not service.has_meeting or service.kind is ServiceKind.OFFLINE):
        raise Invalid.field("seats", "only_for_online_groups")
    if service.fewest_seats > service.seats:
        raise Invalid.field("fewest_seats", "more_than_seats")


def find_new_place(before: Service | None, service: Service) -> MeetingAddress | None:
    """Find the place at which people meet for an existing service since its last change; None if it is the same."""
    if before is None or service.meeting_place == before.meeting_place:
        return None
    return service.meeting_place


def check_hours(given: Hours) -> None:
    """Check that each day and date is named once, and that a day's spans are in order and apart.

    Raises:
        Invalid: A day or date is named twice, a span ends before its begin, or two spans overlap.
    """
    _check_unique([one.day for one in given.weekly], "weekly", "day")
    _check_unique([one.date.isoformat() for one in given.exceptions], "exceptions", "date")
    for place, day in enumerate(given.weekly):
        _check_spans_ordered(day.spans, f"weekly.{place}.spans")
    for place, date in enumerate(given.exceptions):
        _check_spans_ordered(date.spans, f"exceptions.{place}.spans")


def _check_unique(names: Sequence[str], collection: str, field: str) -> None:
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        if seen[name]:
            raise Invalid.field(f"{collection}.{place}.{field}".rstrip("."), "named_twice")
        seen[name] += 1


def _check_spans_ordered(spans: Sequence[Span], at: str) -> None:
    for place, span in enumerate(spans):
        if span.ends <= span.begins:
            raise Invalid.field(f"{at}.{place}.ends", "not_later", than="begins")
        if place and span.begins < spans[place - 1].ends:
            raise Invalid.field(f"{at}.{place}.begins", "overlaps_span_before")


def check_profile(given: Profile, *, at: str) -> None:
    """Check that a profile names an expertise and a language, and no word twice in any capitals.

    Args:
        given: Profile to check.
        at: Prefix of the field names in errors, such as `profile.`.

    Raises:
        Invalid: An expertise or a language is missing, or a word is named twice.
    """
    for name in ("expertise", "languages"):
        if not getattr(given, name):
            raise Invalid.field(f"{at}{name}", "required")
    for name in ("expertise", "skills", "styles", "categories", "languages"):
        _check_unique([fold_for_search(word) for word in getattr(given, name)], f"{at}{name}", "")
