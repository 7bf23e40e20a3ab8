"""Views of the names that experts ask for."""

from typing import Self

from shared.catalogue.models import Expert
from shared.kernel.ids import UserId
from shared.kernel.schemas import Moment, View


class ProposedNameView(View):
    """A new name of an expert, which waits for an admin's decision."""

    expert_id: UserId
    """Id of the expert who asks for the name, for `review_expert_name`."""
    full_name: str
    """Name under which customers see the expert now."""
    proposed_name: str
    """Name that the expert asks for."""
    proposed_at: Moment
    """Instant in UTC at which the expert asked for the name."""

    @classmethod
    def of(cls, expert: Expert) -> Self:
        """Build the view of the name that waits."""
        return cls(
            expert_id=expert.id,
            full_name=expert.full_name,
            proposed_name=expert.proposed_name or "",
            proposed_at=expert.name_proposed_at or expert.saved_at,
        )


class ReviewedNameView(View):
    """The names of an expert after an admin's decision."""

    expert_id: UserId
    """Id of the expert, the uid of the account."""
    full_name: str
    """Name under which customers see the expert now."""
    proposed_name: str | None
    """Name that waits for a decision; null while no name waits."""
    name_note: str
    """Reason that the admin gave for the latest decision on a name; may be empty."""

    @classmethod
    def of(cls, expert: Expert) -> Self:
        """Build the view of the names of `expert`."""
        return cls(
            expert_id=expert.id,
            full_name=expert.full_name,
            proposed_name=expert.proposed_name,
            name_note=expert.name_note,
        )
