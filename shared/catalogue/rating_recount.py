"""Recount of experts' ratings: the arithmetic of every commit must equal the reviews that are shown."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from shared.catalogue.models import Review
from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, Ref
from shared.kernel.schemas import Entity

_PAGE_SIZE = 100


class ExpertRating(Entity):
    """Part of an expert's document that counts the reviews.

    Attributes:
        id: Uid of the expert.
        rating_sum: Sum of all stars.
        rating_count: Number of reviews.
    """

    partial: ClassVar[bool] = True

    id: UserId
    rating_sum: int = 0
    rating_count: int = 0


async def list_wrong_ratings(reader: Reader) -> tuple[list[UserId], int]:
    """List the experts whose rating differs from a recount of their reviews, and return the number of all experts."""
    wrong: list[UserId] = []
    count, last = 0, None
    while True:
        query = Query("experts", ExpertRating).order_by("id")
        page = await reader.query((query.after(last) if last else query).first(_PAGE_SIZE))
        wrong += await _find_wrong_ratings(reader, page)
        count += len(page)
        if len(page) < _PAGE_SIZE:
            return wrong, count
        last = page[-1].id


async def _find_wrong_ratings(reader: Reader, ratings: Sequence[ExpertRating]) -> list[UserId]:
    found = await asyncio.gather(*(_is_wrong(reader, rating) for rating in ratings))
    return [rating.id for rating, is_wrong in zip(ratings, found, strict=True) if is_wrong]


async def _is_wrong(reader: Reader, rating: ExpertRating) -> bool:
    """Return whether a rating differs from a recount, also when both are read again."""
    if await _equals_recount(reader, rating):
        return False
    # A review may have been published between the two reads.
    again = await reader.get(Ref(f"experts/{rating.id}", ExpertRating))
    return again is not None and not await _equals_recount(reader, again)


async def _equals_recount(reader: Reader, rating: ExpertRating) -> bool:
    shown = Query("reviews", Review).matching("expert", "==", rating.id)
    return [rating.rating_count, rating.rating_sum] == await reader.count_and_sum(shown, "stars")
