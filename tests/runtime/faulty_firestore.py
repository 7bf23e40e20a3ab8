"""A database that fails on demand: the answer to a commit is lost, or the commit is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.gateways.firestore.client import Firestore
from shared.kernel.errors import OutcomeUnknown
from tests.world import World

CommitOutcome = Literal["fine", "lost", "done but not told"]


@dataclass(slots=True)
class FaultyFirestore(Firestore):
    """The next commits meet their *fates* in turn, those after them none."""

    fates: list[CommitOutcome] = field(default_factory=list)

    async def commit(self, writes: Sequence[Any]) -> list[Any]:
        """Commit, as fate has it."""
        fate = self.fates.pop(0) if self.fates else "fine"
        if fate == "lost":
            raise OutcomeUnknown()
        times = await Firestore.commit(self, writes)
        if fate == "done but not told":
            raise OutcomeUnknown()
        return times


def inject_commit_outcomes(world: World, *fates: CommitOutcome) -> FaultyFirestore:
    """Let the functions' commits meet these *fates*; the test's own are spared."""
    db = FaultyFirestore.open(world.documents.address)
    db.fates = list(fates)
    world.runtime.gateways.documents = db
    return db
