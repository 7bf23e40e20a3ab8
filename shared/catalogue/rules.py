"""Decisions of the catalogue: pure, told the time."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from shared.catalogue import keys
from shared.catalogue.errors import AlreadyExpert, ApplicationDecided, SlugTaken, TooManyOffers
from shared.catalogue.models import (
    NEVER,
    Expert,
    ExpertStatus,
    Hours,
    Product,
    Profile,
    Service,
    Span,
)
from shared.catalogue.opening import opening
from shared.catalogue.words import plain
from shared.kernel.errors import Invalid
from shared.kernel.ids import Slug, UserId

__all__ = ["opening"]

MOST_OFFERS = 30
"""So many services, and as many products, may an expert have: one page shows them all."""
EARLIER_SLUGS = 5
# Pages of the web site that stand where an expert's page would.
_RESERVED = frozenset(("admin", "apply", "booking", "dashboard", "login", "logout", "register", "user"))

Decision = Literal["accept", "reject"]
ROLE_AFTER: dict[Decision, Literal["expert", "customer"]] = {"accept": "expert", "reject": "customer"}


def may_apply(earlier: Expert | None) -> None:
    """Once, and again after a refusal."""
    if earlier is not None and earlier.status is not ExpertStatus.REJECTED:
        raise AlreadyExpert(expert_status=earlier.status)


def decided(expert: Expert, decision: Decision, *, reason: str, by: str, now: datetime) -> Expert:
    """The expert after an admin's decision. The same decision again changes nothing; another comes too late."""
    status = ExpertStatus.ACTIVE if decision == "accept" else ExpertStatus.REJECTED
    if expert.status is status:
        return expert
    if expert.status is not ExpertStatus.APPLIED:
        raise ApplicationDecided(expert_status=expert.status)
    if status is ExpertStatus.REJECTED and not reason:
        raise Invalid.field("reason", "is needed to refuse somebody")
    return expert.having(status=status, note=reason, decided_at=now, decided_by=by, saved_at=now)


def listed(expert: Expert, services: Sequence[Service], products: Sequence[Product]) -> Expert:
    """The expert with what the list says of them brought up to what they offer."""
    offered = [service for service in services if service.active]
    sold = [product.price for product in products if product.active and product.file_name]
    prices = [service.price for service in offered] or sold
    minutes = min((service.minutes for service in offered), default=None)
    again = expert.having(
        price_from=min(prices, default=None),
        minutes_from=minutes,
        free_at=expert.free_at if minutes else NEVER,
    )
    return again.having(keys=keys.of(again))


def slug_allowed(slug: Slug) -> None:
    """Not where the site has pages of its own."""
    if slug in _RESERVED:
        raise SlugTaken("This address is one of our own.", slug=slug)


def slug_of(name: str) -> Slug:
    """A slug that reads like *name*."""
    letters = re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:50].strip("-")
    return Slug(letters if len(letters) >= 3 and letters not in _RESERVED else f"{letters}-expert".strip("-"))


def slug_of_ones_own(name: str, uid: UserId) -> Slug:
    """A slug that reads like *name* and that nobody else will come upon."""
    return Slug(f"{slug_of(name)[:50]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}")


def renamed(expert: Expert, slug: Slug) -> tuple[Expert, list[Slug]]:
    """The expert under another slug, and the earlier ones that no longer lead to them."""
    others = [one for one in (expert.slug, *expert.earlier_slugs) if one != slug]
    return expert.having(slug=slug, earlier_slugs=tuple(others[:EARLIER_SLUGS])), others[EARLIER_SLUGS:]


def one_more(count: int) -> None:
    """Room for another service or product."""
    if count >= MOST_OFFERS:
        raise TooManyOffers(f"There may be {MOST_OFFERS} at most.", most=MOST_OFFERS)


def hours(given: Hours) -> None:
    """Every day is named once, and no two spans of a day overlap."""
    _once([one.day for one in given.weekly], "weekly", "day")
    _once([one.date.isoformat() for one in given.exceptions], "exceptions", "date")
    for place, day in enumerate(given.weekly):
        _apart(day.spans, f"weekly.{place}.spans")
    for place, date in enumerate(given.exceptions):
        _apart(date.spans, f"exceptions.{place}.spans")


def _once(names: Sequence[str], collection: str, field: str) -> None:
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        if seen[name]:
            raise Invalid.field(f"{collection}.{place}.{field}".rstrip("."), "is named twice")
        seen[name] += 1


def _apart(spans: Sequence[Span], at: str) -> None:
    for place, span in enumerate(spans):
        if span.ends <= span.begins:
            raise Invalid.field(f"{at}.{place}.ends", "must be later than begins")
        if place and span.begins < spans[place - 1].ends:
            raise Invalid.field(f"{at}.{place}.begins", "must not be earlier than the end of the span before it")


def profile(given: Profile, *, at: str) -> None:
    """A profile says what the list needs, and nothing twice, whatever its capitals. *at* is where it stands."""
    for name in ("expertise", "languages"):
        if not getattr(given, name):
            raise Invalid.field(f"{at}{name}", "is needed")
    for name in ("expertise", "skills", "styles", "categories", "languages"):
        _once([plain(word) for word in getattr(given, name)], f"{at}{name}", "")


def international(phone: str | None) -> str | None:
    """An Indonesian number as the whole world dials it; sign-in knows no other."""
    return f"+62{phone[1:]}" if phone and phone.startswith("0") else phone
