"""Events of reviews."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Event, Moment


class ReviewPublished(Event):
    """A review can be read by the person who gets it; a review of an expert or a product by everybody.

    Attributes:
        written_review: Id of the review's document.
        at: Time of the publication.
    """

    written_review: str
    at: Moment


class ReviewReplied(Event):
    """The expert has answered a review. A change of the answer is no news.

    Attributes:
        written_review: Id of the review's document.
        at: Time of the answer.
    """

    written_review: str
    at: Moment


class ReviewReported(Event):
    """A review was reported, the first time since an admin decided on it.

    Attributes:
        review_id: Id by which admins find the review.
        reason: Kind of harm.
    """

    review_id: Id
    reason: str


class ReviewRemoved(Event):
    """An admin has removed a review.

    Attributes:
        written_review: Id of the review's document.
        at: Time of the removal.
    """

    written_review: str
    at: Moment
