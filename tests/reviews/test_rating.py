"""The rating of an expert follows by arithmetic, and equals a recount after any course of reviews."""

from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.models import Expert
from shared.catalogue.reviews import with_stars_counted
from tests.catalogue.builders import an_expert

CHANGES = st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(1, 5)), max_size=40)
"""Changes of six reviews: stars that a review gets, or None for a removal."""


def an_unrated_expert() -> Expert:
    """Build an expert without reviews."""
    return an_expert(rating=0, rating_sum=0, rating_count=0)


@given(CHANGES)
def test_rating_equals_a_recount(changes: list[tuple[int, int | None]]) -> None:
    """
    Whatever is published, changed, removed and restored in any order, sum, count and average are those of the rest.
    """
    expert, shown = an_unrated_expert(), dict[int, int]()

    for number, stars in changes:
        expert = with_stars_counted(expert, before=shown.get(number), after=stars)
        shown.pop(number, None)
        shown |= {} if stars is None else {number: stars}

    total, count = sum(shown.values()), len(shown)
    assert (expert.rating_sum, expert.rating_count) == (total, count)
    assert abs(expert.rating - (100 * total / count if count else 0)) <= 0.5


def test_without_its_only_review_an_expert_has_no_rating() -> None:
    """
    A removed review leaves no average of 0 stars behind, but none.
    """
    rated = with_stars_counted(an_unrated_expert(), before=None, after=5)

    unrated = with_stars_counted(rated, before=5, after=None)

    assert rated.rating == 500
    assert (unrated.rating, unrated.rating_sum, unrated.rating_count) == (0, 0, 0)
