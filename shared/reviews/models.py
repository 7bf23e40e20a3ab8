"""Entities of reviews."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, computed_field

from shared.contracts.reviews import ReviewSide
from shared.kernel.ids import Id, OrderId, ProductId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.stored_choices import StoredEnum

Stars = Annotated[int, Field(ge=1, le=5, strict=True)]
"""Rating of 1 to 5 stars."""


class ReviewTopic(StoredEnum):
    """Thing or person that a review is about."""

    EXPERT = "expert"
    CUSTOMER = "customer"
    PRODUCT = "product"
    UNKNOWN = "unknown"


class ReviewStatus(StoredEnum):
    """State of a review. Only a published one is shown and counted.

    Attributes:
        SEALED: Nobody but its author reads it, until the other side has written or the time to write is over.
        HIDDEN: Taken from view while reports of it are looked into.
        REMOVED: Taken from view by an admin, for a reason.
        DELETED: Taken back by its author.
        VOID: Taken from view because the session turned out not to have taken place, or the product was paid back.
    """

    SEALED = "sealed"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    REMOVED = "removed"
    DELETED = "deleted"
    VOID = "void"
    UNKNOWN = "unknown"


class ReviewReportReason(StoredEnum):
    """Kind of harm in a reported review."""

    ABUSE = "abuse"
    FALSE = "false"
    PRIVATE_DATA = "private_data"
    SPAM = "spam"
    OTHER = "other"
    UNKNOWN = "unknown"


class ReviewReport(Entity):
    """Report of a review by a person.

    Attributes:
        reporter: Id or alias of the person who reported.
        reason: Kind of harm.
        notes: Explanation by the person; may be empty.
        at: Time of the report, UTC.
        can_hide: True if the report counts towards hiding the review. Those of accounts without any proof do not.
    """

    reporter: UserId
    reason: ReviewReportReason
    notes: str = ""
    at: Moment
    can_hide: bool = True


class ReviewDecisionKind(StoredEnum):
    """Decision of an admin about a review."""

    KEEP = "keep"
    HIDE = "hide"
    REMOVE = "remove"
    RESTORE = "restore"
    REMOVE_REPLY = "remove_reply"
    UNKNOWN = "unknown"


class ReviewDecision(Entity):
    """Latest decision of an admin about a review.

    Attributes:
        kind: The decision.
        reason: Reason in the words of the admin.
        by: Id of the admin.
        at: Time of the decision, UTC.
    """

    kind: ReviewDecisionKind
    reason: Line
    by: UserId
    at: Moment


class WrittenReview(Entity):
    """Review as its author has written it, in any state.

    Attributes:
        id: Id of the session for the customer's review, with `_expert` for the expert's; order and product otherwise.
        review_id: Random id by which people name the review; tells nothing of the session.
        topic: Thing or person that the review is about.
        session_id: Session of the review; None for a product.
        order_id: Order that paid for the product; None for a session.
        product_id: Product that the review is about; None for a session.
        expert: Expert of the session, or seller of the product.
        customer: Customer as the expert knows them: in a call the alias of that session.
        author: Account of the author: for the customer of a call the alias of the person, otherwise the uid.
        author_name: Name that the review shows.
        recipient: Account of the person who gets the review, as `author` says.
        recipient_name: Name of that person, or of the product.
        version: Number of the latest change, from 1.
        double_blind: True if each side reads the other's review only after its own is final.
        closes_at: End of the time to write and change, UTC.
        written_at: Time of the first text, UTC.
        published_at: Time of the publication, UTC; None before.
        reply: Answer of the expert, if there is one.
        replied_at: Time of the answer, UTC.
        reports: Reports since the latest decision, the oldest first.
        decision: Latest decision of an admin.
    """

    id: str
    review_id: Id
    topic: ReviewTopic
    session_id: SessionId | None = None
    order_id: OrderId | None = None
    product_id: ProductId | None = None
    expert: UserId
    customer: UserId
    author: UserId
    author_name: str
    recipient: UserId
    recipient_name: str
    stars: int
    text: str = ""
    status: ReviewStatus
    version: int = 1
    double_blind: bool = True
    closes_at: Moment
    written_at: Moment
    published_at: Moment | None = None
    reply: str | None = None
    replied_at: Moment | None = None
    reports: tuple[ReviewReport, ...] = ()
    decision: ReviewDecision | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sealed_until(self) -> Moment | None:
        """End of the time for which the review is sealed. Stored, because a sweep queries for it."""
        return self.closes_at if self.status is ReviewStatus.SEALED else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def reported_at(self) -> Moment | None:
        """Time of the oldest report that no admin has decided on. Stored, because admins list such reviews."""
        return self.reports[0].at if self.reports else None

    @property
    def is_published(self) -> bool:
        """True if everybody concerned may read the review."""
        return self.status is ReviewStatus.PUBLISHED

    def is_open_at(self, now: datetime) -> bool:
        """Return whether the time to write and change lasts."""
        return now < self.closes_at


def session_review_id(session_id: SessionId, side: ReviewSide) -> str:
    """Build the id of the review that one side of a session writes."""
    return session_id if side == "customer" else f"{session_id}_expert"


def product_review_id(order_id: OrderId, product_id: ProductId) -> str:
    """Build the id of a buyer's review of a product."""
    return f"{order_id}_{product_id}"
