"""Firestore client that fails on demand: a commit is lost, or its answer is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.gateways.firestore.client import Firestore
from shared.kernel.errors import OutcomeUnknown
from tests.world import World

CommitOutcome = Literal["committed", "commit lost", "answer lost"]


@dataclass(slots=True)
class FaultyFirestore(Firestore):
    """Firestore client whose next commits have the given outcomes, in turn.

    Attributes:
        outcomes: Outcomes of the next commits; further commits succeed.
    """

    outcomes: list[CommitOutcome] = field(default_factory=list)

    async def commit(self, writes: Sequence[Any]) -> list[Any]:
        """Commit with the next outcome.

        Raises:
            OutcomeUnknown: The commit or its answer is lost.
        """
        outcome = self.outcomes.pop(0) if self.outcomes else "committed"
        if outcome == "commit lost":
            raise OutcomeUnknown()
        times = await Firestore.commit(self, writes)
        if outcome == "answer lost":
            raise OutcomeUnknown()
        return times


def inject_commit_outcomes(world: World, *outcomes: CommitOutcome) -> FaultyFirestore:
    """Give the functions' next commits these outcomes; commits of the test itself succeed."""
    db = FaultyFirestore.open(world.documents.address)
    db.outcomes = list(outcomes)
    world.runtime.gateways.documents = db
    return db
